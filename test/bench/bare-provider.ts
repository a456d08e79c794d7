/**
 * oidc-provider as it comes, with its own memory adapter: what refreshes are compared with. The same client, the same
 * scopes and token formats as Kapu's; whoever knocks is signed in. A process of its own, see bench.ts.
 */
import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import { type ClientMetadata, type Configuration, Provider } from 'oidc-provider';
import { claimsOfScope, supportedScopes } from '../../src/oidc/policy/claims.ts';
import { keyedHash } from '../../src/storage/keyed-hash.ts';
import { registration } from './relying-party.ts';

const { BARE_PORT: port = '', BARE_CLIENT_SECRET: client_secret = '' } = process.env;
const key = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' });

const provider = new Provider(`http://localhost:${port}`, {
  clients: [{ ...registration, client_secret, response_types: ['code'] } as unknown as ClientMetadata],
  jwks: { keys: [{ ...key, alg: 'ES256', use: 'sig', kid: 'bare' }] } as NonNullable<Configuration['jwks']>,
  subjectTypes: ['pairwise', 'public'],
  acrValues: ['bare'],
  scopes: supportedScopes,
  claims: { ...claimsOfScope, acr: null, amr: null, auth_time: null, sid: null } as unknown as Record<
    string,
    string[]
  >,
  cookies: { keys: ['bare'] },
  features: { devInteractions: { enabled: false }, introspection: { enabled: true } },
  pkce: { required: () => true },
  findAccount: (_ctx, accountId) => ({ accountId, claims: () => ({ sub: accountId, name: 'Minta Anna' }) }),
  async loadExistingGrant({
    oidc: {
      client,
      account,
      provider: { Grant },
      requestParamOIDCScopes,
    },
  }) {
    const grant = new Grant({ accountId: account?.accountId ?? '', clientId: client?.clientId ?? '' });
    grant.addOIDCScope([...requestParamOIDCScopes].join(' '));
    await grant.save();
    return grant;
  },
  issueRefreshToken: () => true,
  expiresWithSession: () => false,
  rotateRefreshToken: true,
  pairwiseIdentifier: (_ctx, accountId) => keyedHash(Buffer.from('bare'), 'subject', accountId),
  ttl: {
    AccessToken: 600,
    AuthorizationCode: 60,
    IdToken: 600,
    Interaction: 3600,
    RefreshToken: 43_200,
    Session: 900,
    Grant: 90_000,
  },
});

provider.use(async (ctx, next) => {
  if (!ctx.path.startsWith('/interaction/')) {
    await next();
    return;
  }
  const login = { accountId: 'minta.anna', acr: 'bare', amr: ['pwd'] };
  ctx.redirect(await provider.interactionResult(ctx.req, ctx.res, { login }));
  ctx.status = 303;
});

createServer(provider.callback()).listen(Number(port), '127.0.0.1');
