#!/usr/bin/env bash
# Authlib 1.9.10 from PyPI (authlib.jose, deprecated and kept until 2.0), beside joserfc 1.8.0, PyJWT 2.15.1 and cryptography 50.0.2.
#
# Expected: x and y of an EC key are as long as the curve's coordinates, 66 octets for P-521, with leading zeros (RFC 7518 §6.2.1.2,
# d likewise in §6.2.2.1), so that whatever library made the JWK, a key has one thumbprint (RFC 7638 §3).
# Seen: leading zeros are cut off when a JWK is written, though the curve was read right. A coordinate of P-521 begins with a zero octet in
# every second case, so that three of four keys come out short (one of 128 of P-256). PyJWT refuses such a JWK, and its thumbprint, which
# cnf.jkt and kid are made of, is not the one that joserfc computes of the same key. Tokens signed with it are fine.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check Authlib==1.9.10 joserfc==1.8.0 PyJWT==2.15.1 cryptography==50.0.2

cat > keys.py <<'END'
import warnings
from base64 import urlsafe_b64decode

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from joserfc.jwk import ECKey

with warnings.catch_warnings(record=True):
    from authlib.jose import JsonWebKey, JsonWebToken


def octets(value):
    return len(urlsafe_b64decode(value + '=='))


def by_pyjwt(token, jwk):
    try:
        return jwt.decode(token, jwt.PyJWK(jwk, 'ES512'), algorithms=['ES512'])['sub']
    except jwt.PyJWTError as error:
        return f'refused: {error}'


short = same = 0
refused = set()
# The same forty keys in each run: those whose private value is 1, 2, … 40.
for number in range(1, 41):
    key = ec.derive_private_key(number, ec.SECP521R1())
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    authlib = JsonWebKey.import_key(pem, {'kty': 'EC'})
    joserfc = ECKey.import_key(pem)
    written, right = authlib.as_dict(is_private=False), joserfc.as_dict(private=False)
    assert octets(right['x']) == octets(right['y']) == 66
    token = JsonWebToken(['ES512']).encode({'alg': 'ES512'}, {'sub': 'anna'}, pem).decode()
    assert by_pyjwt(token, right) == 'anna'
    if octets(written['x']) < 66 or octets(written['y']) < 66:
        short += 1
        same += authlib.thumbprint() == joserfc.thumbprint()
        refused.add(by_pyjwt(token, written))

print(f'of 40 keys {short} are written too short; {same} of these have the thumbprint that joserfc computes')
print(*refused, sep='\n')
raise SystemExit(0 if 20 < short < 40 and same == 0 and all(one.startswith('refused') for one in refused) else 1)
END
python/bin/python keys.py
