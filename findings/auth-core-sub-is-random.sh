#!/usr/bin/env bash
# @auth/core 0.41.3 (Auth.js), sessions as JWTs (its default), a provider of type "oidc".
#
# Expected: token.sub, which the jwt and session callbacks are given, says who signed in: of a JWT "sub" identifies the principal
# that is its subject (RFC 7519 §4.1.2), and the ID token that it was made of has a sub that never changes for a person
# (OpenID Connect Core §2).
# Seen: without a database adapter sub is a random UUID, made anew at each sign-in: the same person, with the same sub in both ID
# tokens, is somebody else the second time. What identifies them is profile.sub (or account.providerAccountId), to be kept
# by the jwt callback.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "private": true, "type": "module" }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts @auth/core@0.41.3 jose@6.1.0

cat > twice.js <<'END'
import { once } from 'node:events';
import { createServer } from 'node:http';
import { Auth, skipCSRFCheck } from '@auth/core';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

const { privateKey, publicKey } = await generateKeyPair('RS256');
const key = { ...(await exportJWK(publicKey)), kid: 'one', alg: 'RS256', use: 'sig' };
const server = createServer(async (request, response) => {
  const answers = {
    '/.well-known/openid-configuration': {
      issuer,
      authorization_endpoint: `${issuer}/auth`,
      token_endpoint: `${issuer}/token`,
      userinfo_endpoint: `${issuer}/me`,
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

/** Of the same person each time. */
function idToken() {
  const claims = new SignJWT({ name: 'Anna' }).setProtectedHeader({ alg: 'RS256', kid: 'one' });
  return claims.setIssuer(issuer).setAudience('app').setSubject('anna').setIssuedAt().setExpirationTime('1m').sign(privateKey);
}

const config = {
  secret: 's'.repeat(32),
  trustHost: true,
  basePath: '/auth',
  skipCSRFCheck,
  providers: [{ id: 'op', type: 'oidc', issuer, clientId: 'app', clientSecret: 'b', checks: ['pkce'] }],
  callbacks: {
    jwt: ({ token, profile }) => (profile ? { ...token, ofTheIdToken: profile.sub } : token),
    session: ({ session, token }) => ({ ...session, sub: token.sub, ofTheIdToken: token.ofTheIdToken }),
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

const [first, second] = [await signIn(), await signIn()];
server.close();
console.log('sub of the ID token:', first.ofTheIdToken, second.ofTheIdToken);
console.log('token.sub:          ', first.sub, second.sub);
const isSo = first.ofTheIdToken === 'anna' && second.ofTheIdToken === 'anna' && first.sub && first.sub !== second.sub;
process.exit(isSo ? 0 : 1);
END
node twice.js
