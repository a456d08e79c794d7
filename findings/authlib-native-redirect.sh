#!/usr/bin/env bash
# Authlib 1.9.10 from PyPI, the registration of clients (authlib.oauth2.rfc7591), beside oidc-provider 9.13.3 from npm.
#
# Expected: an app on a phone registers a redirect URI of a private scheme, the reverse of a domain name, where "only a single slash"
# follows as there is no naming authority: com.example.app:/oauth2redirect/example-provider (RFC 8252 §7.1). It is one of the three ways
# that a server offers to apps (§7), and what is registered as redirect_uris are redirection URIs (RFC 7591 §2), whatever their scheme.
# Seen: it is refused ("Invalid claim: 'redirect_uris'"), since a host is asked of each URI, and so is one with three slashes.
# com.example.app://oauth2redirect, where what follows is an authority, is taken, and the two other ways of an app, a loopback address and
# an address of https, are taken as well. oidc-provider registers the app.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "private": true, "type": "module" }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts oidc-provider@9.13.3
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check Authlib==1.9.10

cat > uris.txt <<'END'
com.example.app:/oauth2redirect/example-provider
com.example.app:///oauth2redirect/example-provider
com.example.app://oauth2redirect/example-provider
http://127.0.0.1/oauth2redirect/example-provider
https://app.example.com/oauth2redirect/example-provider
END

cat > register.py <<'END'
from authlib.common.errors import AuthlibBaseError
from authlib.oauth2.rfc6749 import OAuth2Payload, OAuth2Request
from authlib.oauth2.rfc7591 import ClientRegistrationEndpoint


class Payload(OAuth2Payload):
    def __init__(self, data):
        self.values = data

    @property
    def data(self):
        return self.values


class Registration(ClientRegistrationEndpoint):
    def authenticate_token(self, request):
        return True

    def get_server_metadata(self):
        return {}

    def save_client(self, client_info, client_metadata, request):
        return client_metadata

    def generate_client_registration_info(self, client, request):
        return None


for uri in open('uris.txt').read().split():
    request = OAuth2Request('POST', 'https://id.example/register')
    request.payload = Payload({'redirect_uris': [uri], 'token_endpoint_auth_method': 'none'})
    try:
        print(Registration()(request)[0])
    except AuthlibBaseError as error:
        print(f'refused: {error}')
END

cat > register.js <<'END'
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import Provider from 'oidc-provider';

const server = createServer().listen(0, '127.0.0.1');
await once(server, 'listening');
const issuer = `http://127.0.0.1:${server.address().port}`;
const features = { registration: { enabled: true }, devInteractions: { enabled: false } };
server.on('request', new Provider(issuer, { features, cookies: { keys: ['a'] } }).callback());
const [uri] = readFileSync('uris.txt', 'utf8').split('\n');
const answer = await fetch(`${issuer}/reg`, {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ redirect_uris: [uri], application_type: 'native', token_endpoint_auth_method: 'none' }),
});
console.log(answer.status);
server.close();
server.closeAllConnections();
END
mapfile -t uris < uris.txt
mapfile -t authlib < <(python/bin/python register.py)
for i in "${!uris[@]}"; do echo "${uris[i]}: ${authlib[i]}"; done
engine=$(node register.js 2> said)
echo "oidc-provider, the first: $engine"
[[ $engine = 201 && ${authlib[*]:2} = '201 201 201' ]]
[[ ${authlib[0]} = *"Invalid claim: 'redirect_uris'" && ${authlib[1]} = "${authlib[0]}" ]]
