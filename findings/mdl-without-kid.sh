#!/usr/bin/env bash
# @auth0/mdl 3.0.1 (its README's issuance), read by pymdoccbor 1.4.0 and pycose 1.1.0 from PyPI.
#
# Expected: kid is an option of Document.sign (its type says so, the README's example leaves it out), and an issuer's JWK need not have one
# (RFC 7517 §4.5). So the COSE headers of a document that is signed without it have no kid, or one that is a byte string (RFC 9052 §3.1).
# Seen: label 4 is there with the CBOR value "undefined". The library reads that itself; pycose refuses it ("KID should be a byte string"),
# and with it pymdoccbor the whole document. With a kid given the same document is taken.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "private": true, "type": "module" }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts @auth0/mdl@3.0.1
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check pymdoccbor==1.4.0 pycose==1.1.0 cbor2==6.3.0 cryptography==50.0.2
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout key.pem -out certificate.pem -subj /CN=issuer 2>/dev/null

cat > issue.js <<'END'
import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import mdl from '@auth0/mdl';

const issuerCertificate = readFileSync('certificate.pem', 'utf8');
const issuerPrivateKey = createPrivateKey(readFileSync('key.pem')).export({ format: 'jwk' });
const deviceKey = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' });

async function issue(name, options) {
  const document = await new mdl.Document('org.iso.18013.5.1.mDL')
    .addIssuerNameSpace('org.iso.18013.5.1', { family_name: 'Jones', birth_date: '2007-03-25' })
    .useDigestAlgorithm('SHA-256')
    .addValidityInfo({ signed: new Date() })
    .addDeviceKeyInfo({ deviceKey })
    .sign({ issuerPrivateKey, issuerCertificate, alg: 'ES256', ...options });
  writeFileSync(name, Buffer.from(new mdl.MDoc([document]).encode()).toString('hex'));
}

await issue('without', {});
await issue('with', { kid: 'one' });
END
node issue.js

cat > read.py <<'END'
import logging

import cbor2
import cryptography.x509  # pymdoccbor's verifier uses this module, and does not import it
from pymdoccbor.mdoc.verifier import MdocCbor

logging.disable()


def read(name):
    document = open(name).read()
    headers = cbor2.loads(bytes.fromhex(document))['documents'][0]['issuerSigned']['issuerAuth'][1]
    mdoc = MdocCbor()
    mdoc.loads(document)
    try:
        answer = 'taken' if mdoc.verify() else 'refused'
    except ValueError as error:
        answer = f'refused: {error}'
    return headers.get(4, 'none'), answer


seen = {name: read(name) for name in ('without', 'with')}
for name, (kid, answer) in seen.items():
    print(f'{name} kid: label 4 is {kid!r}, {answer}')
as_seen = seen['without'][0] is cbor2.undefined and 'KID' in seen['without'][1] and seen['with'] == (b'one', 'taken')
raise SystemExit(0 if as_seen else 1)
END
python/bin/python read.py
