#!/usr/bin/env bash
# idpyoidc 5.0.0 with cryptojwt 1.11.0 from PyPI, beside oauth4webapi 3.8.8 from npm.
#
# Expected: an answer of response_type "code id_token" is taken if c_hash is the left half of the code's hash, by the hash function of the ID
# token's alg (OpenID Connect Core §3.3.2.11): of Ed25519 that is SHA-512 (RFC 8032 §5.1, JOSE's EdDSA in RFC 8037, Ed25519 in RFC 9864
# §2.2). The library names EdDSA and Ed25519 among the algorithms that it can sign and verify with, and does.
# Seen: c_hash is looked up under the last three letters of alg, of which "DSA" and "519" name no hash function; so nothing is computed,
# and whatever the ID token has is "Failed to verify code hash" (at_hash, in "id_token token", likewise). What it writes into its own ID
# tokens is null. oauth4webapi takes the same answers, and both take them with ES256.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check idpyoidc==5.0.0 cryptojwt==1.11.0 cryptography==50.0.2
echo '{ "private": true, "type": "module" }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts jose@6.2.18 oauth4webapi@3.8.8

cat > issue.js <<'END'
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { customFetch, validateCodeIdTokenResponse } from 'oauth4webapi';

const issuer = 'https://issuer.example';
const hashes = { ES256: 'sha256', EdDSA: 'sha512', Ed25519: 'sha512' };
const answers = {};
for (const [alg, hash] of Object.entries(hashes)) {
  const { privateKey, publicKey } = await generateKeyPair(alg);
  const jwk = { ...(await exportJWK(publicKey)), kid: 'one', use: 'sig' };
  const digest = createHash(hash).update('a-code').digest();
  const claims = { nonce: 'n', c_hash: digest.subarray(0, digest.length / 2).toString('base64url') };
  const signed = new SignJWT(claims).setProtectedHeader({ alg, kid: 'one' }).setIssuer(issuer).setAudience('app').setSubject('anna');
  const answer = { code: 'a-code', state: 's', id_token: await signed.setIssuedAt().setExpirationTime('5m').sign(privateKey) };
  const other = await validateCodeIdTokenResponse(
    { issuer, jwks_uri: `${issuer}/jwks` },
    { client_id: 'app', id_token_signed_response_alg: alg },
    new URLSearchParams(answer),
    'n',
    's',
    undefined,
    { [customFetch]: async () => Response.json({ keys: [jwk] }) },
  ).then(() => 'taken', ({ message }) => `refused: ${message}`);
  answers[alg] = { answer, jwk, other };
}
writeFileSync('answers.json', JSON.stringify(answers));
END
node issue.js

cat > read.py <<'END'
import json
import logging

from cryptojwt import KeyJar
from idpyoidc.alg_info import get_signing_algs
from idpyoidc.message.oidc import AuthorizationResponse, IdToken

logging.disable()
issuer = 'https://issuer.example'


def read(alg, answer, jwk):
    keys = KeyJar()
    keys.import_jwks({'keys': [jwk]}, issuer)
    wanted = {'keyjar': keys, 'iss': issuer, 'client_id': 'app', 'nonce': 'n', 'allowed_sign_alg': alg}
    try:
        return 'taken' if AuthorizationResponse(**answer).verify(**wanted) else 'refused'
    except Exception as error:
        return f'refused: {error}'


seen = {}
for alg, one in json.load(open('answers.json')).items():
    own = IdToken(code='a-code')
    own.val_hash(alg)
    answer = read(alg, one['answer'], one['jwk'])
    offered = alg in get_signing_algs()
    print(f'{alg}: oauth4webapi {one["other"]}; idpyoidc offers it {offered}, {answer}, writes c_hash {own["c_hash"]}')
    seen[alg] = (one['other'], offered, answer, own['c_hash'] is None)
refused = ('taken', True, 'refused: Failed to verify code hash', True)
raise SystemExit(0 if seen == {'ES256': ('taken', True, 'taken', False), 'EdDSA': refused, 'Ed25519': refused} else 1)
END
python/bin/python read.py
