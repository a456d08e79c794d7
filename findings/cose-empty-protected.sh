#!/usr/bin/env bash
# @auth0/cose 1.0.2 from npm, beside pycose 1.1.0 and cwt 3.3.0 from PyPI, messages without protected headers.
#
# Expected: an empty bucket of protected headers is sent as a byte string of no length, or as an empty map within one, h'a0', and "Recipients
# MUST accept both" (RFC 9052 §3). What is signed is the same for both: "If there are no protected attributes, a zero-length byte string is
# used" (§4.4, and §6.3 of a MAC). The algorithm stands among the unprotected headers here, from where this library takes it.
# Seen: of h'a0' the library computes the signature, and the MAC, over h'a0' as it came, so that a right one is refused as a wrong one
# ("signature verification failed"). The other form it takes, and pycose and cwt take both.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "private": true, "type": "module" }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts @auth0/cose@1.0.2 jose@6.2.17
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check pycose==1.1.0 cwt==3.3.0 cbor2==5.9.0 cryptography==50.0.2

cat > messages.py <<'END'
import hmac
import json

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cwt import COSE, COSEKey
from pycose.keys import EC2Key, SymmetricKey
from pycose.messages import CoseMessage

private = ec.generate_private_key(ec.SECP256R1())
numbers = private.public_key().public_numbers()
x, y = numbers.x.to_bytes(32, 'big'), numbers.y.to_bytes(32, 'big')
secret = b'a secret of thirty-two octets ..'
readers = {
    'sign1': (EC2Key(crv='P_256', x=x, y=y), COSEKey.new({1: 2, 2: b'a', 3: -7, -1: 1, -2: x, -3: y})),
    'mac0': (SymmetricKey(k=secret), COSEKey.new({1: 4, 2: b'a', 3: 5, -1: secret})),
}


def message(kind, protected):
    label = {'sign1': 'Signature1', 'mac0': 'MAC0'}[kind]
    covered = cbor2.dumps([label, b'', b'', b'hello'])
    if kind == 'mac0':
        return cbor2.dumps(cbor2.CBORTag(17, [protected, {1: 5, 4: b'a'}, b'hello', hmac.digest(secret, covered, 'sha256')]))
    r, s = utils.decode_dss_signature(private.sign(covered, ec.ECDSA(hashes.SHA256())))
    return cbor2.dumps(cbor2.CBORTag(18, [protected, {1: -7, 4: b'a'}, b'hello', r.to_bytes(32, 'big') + s.to_bytes(32, 'big')]))


def read(kind, encoded):
    pycose_key, cwt_key = readers[kind]
    decoded = CoseMessage.decode(encoded)
    decoded.key = pycose_key
    pycose = decoded.verify_signature() if kind == 'sign1' else decoded.verify_tag()
    return {'pycose': pycose, 'cwt': COSE.new().decode(encoded, cwt_key) == b'hello'}


made = []
for kind in readers:
    for form, protected in (("h''", b''), ("h'a0'", b'\xa0')):
        encoded = message(kind, protected)
        made.append({'kind': kind, 'form': form, 'hex': encoded.hex(), **read(kind, encoded)})
print(json.dumps({'x': x.hex(), 'y': y.hex(), 'secret': secret.hex(), 'made': made}))
END
python/bin/python messages.py > messages.json

cat > messages.js <<'END'
import { readFileSync } from 'node:fs';
import { Mac0, Sign1 } from '@auth0/cose';
import { importJWK } from 'jose';

const { x, y, secret, made } = JSON.parse(readFileSync('messages.json', 'utf8'));
const base64url = (hex) => Buffer.from(hex, 'hex').toString('base64url');
const publicKey = await importJWK({ kty: 'EC', crv: 'P-256', x: base64url(x), y: base64url(y) }, 'ES256');
const readers = { sign1: [Sign1, publicKey], mac0: [Mac0, Buffer.from(secret, 'hex')] };
const seen = [];
for (const { kind, form, hex, pycose, cwt } of made) {
  const [type, key] = readers[kind];
  const outcome = await type
    .decode(Buffer.from(hex, 'hex'))
    .verify(key)
    .then(
      () => 'taken',
      (error) => `refused: ${error.message}`,
    );
  console.log(`${kind}, protected ${form}: pycose ${pycose}, cwt ${cwt}, @auth0/cose ${outcome}`);
  seen.push(pycose && cwt && outcome.replace(/:.*/, ''));
}
process.exitCode = seen.join() === 'taken,refused,taken,refused' ? 0 : 1;
END
node messages.js
