#!/usr/bin/env bash
# @auth/core 0.41.3 (Auth.js), a provider of type "oidc".
#
# Expected: a provider without a userinfo endpoint is taken: userinfo_endpoint is RECOMMENDED, not REQUIRED (OpenID Connect
# Discovery §3), and the documentation says of type "oidc" that the profile comes from the ID token (`idToken` is true by default).
# Seen: the sign-in fails ("TODO: Authorization server did not provide a userinfo endpoint."). Any address in that member lets the
# same sign-in pass, and is never called.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "private": true, "type": "module" }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts @auth/core@0.41.3 jose@6.1.0

cat > userinfo.js <<'END'
import { once } from 'node:events';
import { createServer } from 'node:http';
import { Auth, skipCSRFCheck } from '@auth/core';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

const { privateKey, publicKey } = await generateKeyPair('RS256');
const key = { ...(await exportJWK(publicKey)), kid: 'one', alg: 'RS256', use: 'sig' };
let hasUserinfo = false;
let calls = 0;
const server = createServer(async (request, response) => {
  calls += request.url === '/me' ? 1 : 0;
  const answers = {
    '/.well-known/openid-configuration': {
      issuer,
      authorization_endpoint: `${issuer}/auth`,
      token_endpoint: `${issuer}/token`,
      ...(hasUserinfo ? { userinfo_endpoint: `${issuer}/me` } : {}),
      jwks_uri: `${issuer}/jwks`,
      code_challenge_methods_supported: ['S256'],
    },
    '/jwks': { keys: [key] },
    '/token': { access_token: 'a', token_type: 'Bearer', expires_in: 60, id_token: await idToken() },
  };
  response.setHeader('Content-Type', 'application/json').end(JSON.stringify(answers[request.url]));
}).listen(0, '127.0.0.1');
await once(server, 'listening');
const issuer = `http://127.0.0.1:${server.address().port}`;

function idToken() {
  const claims = new SignJWT({ name: 'Anna' }).setProtectedHeader({ alg: 'RS256', kid: 'one' });
  return claims.setIssuer(issuer).setAudience('app').setSubject('anna').setIssuedAt().setExpirationTime('1m').sign(privateKey);
}

const config = {
  secret: 's'.repeat(32),
  logger: { error: (error) => console.log('  ', error.cause?.err?.message ?? error.message), warn() {}, debug() {} },
  trustHost: true,
  basePath: '/auth',
  skipCSRFCheck,
  providers: [{ id: 'op', type: 'oidc', issuer, clientId: 'app', clientSecret: 'b', checks: ['pkce'] }],
  callbacks: {
    session: ({ session, token }) => ({ ...session, name: token.name }),
  },
};

async function signIn() {
  const cookies = new Map();
  const ask = async (path, method = 'GET') => {
    const headers = { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') };
    const answer = await Auth(new Request(`http://app.example/auth${path}`, { method, headers }), config);
    for (const cookie of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie);
      cookies.set(name, value);
    }
    return answer;
  };
  await ask('/signin/op', 'POST');
  await ask('/callback/op?code=c');
  return (await ask('/session')).json();
}

const without = await signIn();
hasUserinfo = true;
const withIt = await signIn();
server.close();
console.log('without userinfo_endpoint:', without);
console.log('with it:                  ', withIt?.name, `(called ${calls} times)`);
process.exit(without === null && withIt?.name === 'Anna' && calls === 0 ? 0 : 1);
END
node userinfo.js
