/** The few lines of openid-client that belong to a client, or to a fault. Code, so in no language of the pages. */
import type { FaultName } from '../faults/faults.ts';
import type { SandboxClient } from '../registration/sandbox-client.ts';

const authentications = {
  client_secret_basic: 'client.ClientSecretBasic(process.env.CLIENT_SECRET)',
  private_key_jwt: 'client.PrivateKeyJwt({ key, kid })',
  none: 'client.None()',
} as const;

export function clientCode(
  { id, wish, redirectUri, privateKey, idTokenAlgorithm }: SandboxClient,
  issuer: string,
): string {
  const importsKey = wish.method === 'private_key_jwt';
  const insecure = issuer.startsWith('http:')
    ? ', { execute: [client.allowInsecureRequests] /* http: demo only */ }'
    : '';
  return `import * as client from 'openid-client';
${importsKey ? `import { importJWK } from 'jose';\n\nconst key = await importJWK(JSON.parse(process.env.PRIVATE_KEY), 'ES256');\nconst kid = '${privateKey?.kid}';\n` : ''}
const config = await client.discovery(
  new URL('${issuer}'),
  '${id}',
  { id_token_signed_response_alg: '${idTokenAlgorithm}' },
  ${authentications[wish.method]}${insecure},
);

const code_verifier = client.randomPKCECodeVerifier();   // keep the three in your session
const state = client.randomState();
const nonce = client.randomNonce();
const address = await client.buildAuthorizationUrlWithPAR(config, {
  redirect_uri: '${redirectUri}',
  scope: 'openid profile',
  state, nonce,
  code_challenge: await client.calculatePKCECodeChallenge(code_verifier),
  code_challenge_method: 'S256',
});

// when the browser is back at the redirect URI
const tokens = await client.authorizationCodeGrant(config, currentUrl, {
  expectedState: state, expectedNonce: nonce, pkceCodeVerifier: code_verifier, idTokenExpected: true,
});
const { sub, acr } = tokens.claims();
const person = await client.fetchUserInfo(config, tokens.access_token, sub);`;
}

const startAgain = `try {
  tokens = await client.authorizationCodeGrant(config, currentUrl, checks);
} catch (error) {
  if (error.error === 'invalid_grant') return redirectToNewSignIn();   // never send the code again
  throw error;
}`;

const offerAgain = `try {
  tokens = await client.authorizationCodeGrant(config, currentUrl, checks);
} catch (error) {
  if (error.error === 'access_denied') return showPage('Try again', newSignInAddress);
  throw error;
}`;

const askAloud = `if (['login_required', 'interaction_required'].includes(error.error)) {
  const { prompt, ...parameters } = before;                 // the same request, without prompt=none
  return redirect(client.buildAuthorizationUrl(config, { ...parameters, state, nonce }));
}`;

const samples: Readonly<Record<FaultName, string>> = {
  'used-code': startAgain,
  'wrong-verifier': `${startAgain}

// one verifier for each request, kept in the session of the browser that began it
session.signIns[state] = { nonce, code_verifier };`,
  'wrong-nonce': `const { nonce, code_verifier } = session.take(state);      // used once
await client.authorizationCodeGrant(config, currentUrl, {
  expectedState: state, expectedNonce: nonce, pkceCodeVerifier: code_verifier, idTokenExpected: true,
});   // throws: unexpected ID Token "nonce" claim value`,
  'stale-acr': `const substantial = 'http://eidas.europa.eu/LoA/substantial';
if (tokens.claims().acr !== substantial) {
  return redirect(client.buildAuthorizationUrl(config, { ...parameters, acr_values: substantial }));
}
// an API says it with 401 and
// WWW-Authenticate: Bearer error="insufficient_user_authentication", acr_values="…/substantial"`,
  locked: offerAgain,
  'rotated-key': `client.enableNonRepudiationChecks(config);   // verifies signatures with the keys of jwks_uri
// Nothing else: the library keeps the keys, and looks again, once a minute at most, when it meets an unknown kid.
// With jose: createRemoteJWKSet(new URL(jwks_uri)) does the same.`,
  clock: `// Keep the clock right (NTP). Bear with seconds, never with minutes:
const metadata = { [client.clockTolerance]: 10 };
const config = await client.discovery(issuer, clientId, metadata, authentication);`,
  logout: `const keys = createRemoteJWKSet(new URL(config.serverMetadata().jwks_uri));

app.post('/backchannel-logout', async (request, response) => {
  const { payload } = await jwtVerify(request.body.logout_token, keys, {
    issuer, audience: clientId, typ: 'logout+jwt', requiredClaims: ['exp', 'iat', 'jti', 'events'],
  });
  if (payload.nonce || !payload.events['http://schemas.openid.net/event/backchannel-logout']) throw new Error('no logout');
  await sessions.endWhere({ sub: payload.sub, sid: payload.sid });
  response.set('Cache-Control', 'no-store').sendStatus(200);
});`,
  unavailable: `try {
  tokens = await client.authorizationCodeGrant(config, currentUrl, checks);
} catch (error) {
  const { status, headers } = error.cause ?? {};
  if (status !== 503) throw error;
  await delay(1000 * Number(headers.get('retry-after') ?? 1));
  tokens = await client.authorizationCodeGrant(config, currentUrl, checks);   // the code was not used: it is good for 60 s
}`,
  denied: offerAgain,
  'login-required': askAloud,
  'interaction-required': askAloud,
  unmet: `const { acr_values_supported } = config.serverMetadata();  // ask for one of these
await client.buildAuthorizationUrlWithPAR(config, { ...parameters, acr_values: acr_values_supported.at(-1) });`,
  'invalid-request': `const code_verifier = client.randomPKCECodeVerifier();
client.buildAuthorizationUrl(config, {
  ...parameters,
  code_challenge: await client.calculatePKCECodeChallenge(code_verifier),
  code_challenge_method: 'S256',
});
// log error and error_description: it is a mistake in the program, and trying again does not help`,
  'mix-up': `// The library compares iss of the answer with the issuer that you discovered, and throws.
// With several providers: one redirect URI for each, or the issuer kept beside the state.
const { issuer } = session.take(state);
await client.authorizationCodeGrant(configOf(issuer), currentUrl, checks);`,
};

export function faultCode(name: FaultName): string {
  return samples[name];
}
