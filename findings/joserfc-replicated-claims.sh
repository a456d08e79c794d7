#!/usr/bin/env bash
# joserfc 1.8.0 from PyPI, opening what oidc-provider 9.13.3 encrypts; beside it jwcrypto 1.6.1.
#
# Expected: a JWE is opened whatever else its header says, unless crit names it (RFC 7516 §4: parameters that are not understood MUST be
# ignored); and iss and aud are registered for that header, as replicas of the claims within (RFC 7519 §5.3, §10.4.1). oidc-provider writes
# both into each JWE it makes: ID tokens, answers of userinfo, logout tokens, and introspection (RFC 9701 §5), which is tried here.
# Seen: joserfc refuses it before it decrypts: "Unsupported {'aud', 'iss'} in header". Unknown parameters of a JWS are refused too. A
# registry with strict_check_header=False opens it. jwcrypto opens it as it comes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "private": true, "type": "module" }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts oidc-provider@9.13.3 jose@6.2.18
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check joserfc==1.8.0 jwcrypto==1.6.1 cryptography==50.0.2

cat > introspect.js <<'END'
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { exportJWK, generateKeyPair } from 'jose';
import Provider from 'oidc-provider';

const made = async (alg, members) => {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  return [privateKey, publicKey].map(async (key) => ({ ...(await exportJWK(key)), alg, ...members }));
};
const [signing] = await Promise.all(await made('ES256', { kid: 'of-the-provider', use: 'sig' }));
const [decryption, encryption] = await Promise.all(await made('ECDH-ES', { kid: 'of-the-api', use: 'enc' }));
const server = createServer().listen(0, '127.0.0.1');
await once(server, 'listening');
const issuer = `http://127.0.0.1:${server.address().port}`;
const provider = new Provider(issuer, {
  jwks: { keys: [signing] },
  cookies: { keys: ['a-key'] },
  features: {
    devInteractions: { enabled: false },
    clientCredentials: { enabled: true },
    introspection: { enabled: true },
    jwtIntrospection: { enabled: true },
    encryption: { enabled: true },
  },
  clients: [
    {
      client_id: 'api',
      client_secret: 'secret',
      grant_types: ['client_credentials'],
      redirect_uris: [],
      response_types: [],
      id_token_signed_response_alg: 'ES256',
      introspection_signed_response_alg: 'ES256',
      introspection_encrypted_response_alg: 'ECDH-ES',
      introspection_encrypted_response_enc: 'A128GCM',
      jwks: { keys: [encryption] },
    },
  ],
});
server.on('request', provider.callback());

const post = (path, form, accept) =>
  fetch(`${issuer}${path}`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa('api:secret')}`, accept },
    body: new URLSearchParams(form),
  });
const { access_token } = await (await post('/token', { grant_type: 'client_credentials' }, 'application/json')).json();
const answer = await post('/token/introspection', { token: access_token }, 'application/token-introspection+jwt');
writeFileSync('answer.json', JSON.stringify({ jwe: await answer.text(), key: decryption }));
server.close();
server.closeAllConnections();
END
node introspect.js > log 2>&1 || { cat log >&2; exit 2; }

cat > open.py <<'END'
import json
from base64 import urlsafe_b64decode

from jwcrypto import jwe as other
from jwcrypto.jwk import JWK
from joserfc import jwe
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

answer = json.load(open('answer.json'))


def header(token):
    part = token.split('.')[0]
    return json.loads(urlsafe_b64decode(part + '=' * (-len(part) % 4)))


def by_joserfc(**options):
    try:
        opened = jwe.decrypt_compact(answer['jwe'], ECKey.import_key(answer['key']), **options).plaintext
        return header(opened.decode())['typ']
    except JoseError as error:
        return 'refused: ' + ('iss and aud' if all(f"'{one}'" in str(error) for one in ('iss', 'aud')) else str(error))


def by_jwcrypto():
    token = other.JWE()
    token.deserialize(answer['jwe'], JWK(**answer['key']))
    return header(token.payload.decode())['typ']


names = sorted(header(answer['jwe']))
algorithms = ['ECDH-ES', 'A128GCM']
seen = [
    by_jwcrypto(),
    by_joserfc(algorithms=algorithms),
    by_joserfc(registry=jwe.JWERegistry(algorithms=algorithms, strict_check_header=False)),
]
print('the header names', *names)
for who, what in zip(('jwcrypto', 'joserfc', 'joserfc, strict_check_header=False'), seen):
    print(f'{who}: {what}')
typ = 'token-introspection+jwt'
raise SystemExit(0 if 'crit' not in names and seen == [typ, 'refused: iss and aud', typ] else 1)
END
python/bin/python open.py
