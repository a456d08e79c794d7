#!/usr/bin/env bash
# http-message-signatures 1.0.6 from npm, beside http-message-signatures 3.0.0 from PyPI, signatures of HTTP requests (RFC 9421).
#
# Expected: in "@query-param" a value is parsed as a form and encoded again with the "application/x-www-form-urlencoded percent-encode set"
# of the URL Standard (RFC 9421 §2.2.8), which leaves letters, digits and "*-._" alone and encodes all else, "!", "'", "(", ")" and "~" too;
# a space is %20. So both sides sign the same line, whatever the address was typed like.
# Seen: the npm package encodes as encodeURIComponent does, which leaves those five as they are. A request whose parameter has one of them,
# an apostrophe in a name or a pair of parentheses, is signed over another line than the standard's, and the PyPI package refuses the
# signature; without them it takes it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "private": true, "type": "module" }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts http-message-signatures@1.0.6
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check http-message-signatures==3.0.0 http-sf==1.5.0

cat > sign.js <<'END'
import { createHmac } from 'node:crypto';
import signatures from 'http-message-signatures';

const { signMessage } = signatures.httpbis;
const signed = [];
for (const name of ['Anna Kiss', "Mary O'Neil", 'Anna (B) Kiss', 'Anna!', '~anna']) {
  let line;
  const sign = async (data) => {
    line = data.toString().split('\n')[0];
    return createHmac('sha256', 'a secret of both sides').update(data).digest();
  };
  const url = `https://api.example/people?name=${encodeURIComponent(name)}`;
  const fields = ['@query-param;name="name"'];
  const key = { id: 'a', alg: 'hmac-sha256', sign };
  const { headers } = await signMessage({ key, fields, params: ['created', 'keyid', 'alg'] }, { method: 'GET', url, headers: {} });
  signed.push({ name, url, line: line.split(': ')[1], headers });
}
console.log(JSON.stringify(signed));
END
node sign.js > signed.json

cat > verify.py <<'END'
import json
import types

from http_message_signatures import HTTPMessageVerifier, HTTPSignatureComponentResolver, InvalidSignature, MappingKeyResolver, algorithms
from http_sf.compat import Item

keys = MappingKeyResolver(public_keys={'a': b'a secret of both sides'}, private_keys={})
verifier = HTTPMessageVerifier(signature_algorithm=algorithms.HMAC_SHA256, key_resolver=keys)
outcomes = []
for one in json.load(open('signed.json')):
    request = types.SimpleNamespace(method='GET', url=one['url'], headers=one['headers'])
    component = Item('@query-param')
    component.params['name'] = 'name'
    line = HTTPSignatureComponentResolver(request).resolve(component)
    try:
        verifier.verify(request)
        outcomes.append('taken')
    except InvalidSignature:
        outcomes.append('refused')
    print(f'{one["name"]}: signed {one["line"]}, by the standard {line}: {outcomes[-1]}')
raise SystemExit(0 if outcomes == ['taken', 'refused', 'refused', 'refused', 'refused'] else 1)
END
python/bin/python verify.py
