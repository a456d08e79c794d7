/** What is asked of JWTs that relying parties sign, beyond what the engine checks: their type, and a life that is short. */
import { errors, type KoaContextWithOIDC } from 'oidc-provider';

type Claims = Readonly<Record<string, unknown>>;
type Header = Readonly<Record<string, unknown>>;

/** A stolen one is of use until it expires; FAPI 2.0 Message Signing §5.3.1 allows as long for a request object. */
const longestLifeInSeconds = 3600;

const assertionTypes = ['JWT', 'client-authentication+jwt'];
const requestObjectTypes = ['JWT', 'oauth-authz-req+jwt'];

/** RFC 7523 §3. For FAPI 2.0 the audience is the issuer alone (§5.3.2.1), so that no other server can use it here. */
export async function checkClientAssertion(
  ctx: KoaContextWithOIDC,
  claims: Claims,
  header: Header,
): Promise<void> {
  const isForUsAlone = claims.aud === ctx.oidc.issuer;
  if (ctx.oidc.client?.fapi_profile && !isForUsAlone) {
    throw new errors.InvalidClientAuth('audience (aud) must equal the issuer identifier url');
  }
  const fault = algorithmFault(ctx, header) ?? headerFault(header, assertionTypes) ?? lifeFault(claims);
  if (fault) {
    throw new errors.InvalidClientAuth(fault);
  }
}

/** RFC 9101 §10.8: an explicit type keeps a JWT of another kind from being taken for a request. */
export async function checkRequestObject(
  ctx: KoaContextWithOIDC,
  claims: Claims,
  header: Header,
): Promise<void> {
  const fault =
    absenceFault(claims, claimsNeeded(ctx)) ??
    algorithmFault(ctx, header) ??
    headerFault(header, requestObjectTypes) ??
    lifeFault(claims);
  if (fault) {
    throw new errors.InvalidRequestObject(fault);
  }
}

/** CIBA Core §7.1.1 lists six; FAPI 2.0 Message Signing §5.3.1 asks for the life alone. The engine itself demands `iss` and `aud`. */
function claimsNeeded({ oidc }: KoaContextWithOIDC): readonly string[] {
  if (oidc.route === 'backchannel_authentication') {
    return ['exp', 'iat', 'nbf', 'jti'];
  }
  return oidc.client?.fapi_profile ? ['exp', 'nbf'] : [];
}

function absenceFault(claims: Claims, needed: readonly string[]): string | undefined {
  const missing = needed.filter((name) => claims[name] === undefined || claims[name] === '');
  return missing.length > 0 ? `Request Object is missing: ${missing.join(', ')}` : undefined;
}

/** FAPI 2.0 Security Profile §5.4: RSASSA-PKCS1-v1_5 is not for these relying parties, though others may still use it. */
function algorithmFault(ctx: KoaContextWithOIDC, { alg }: Header): string | undefined {
  return ctx.oidc.client?.fapi_profile && alg === 'RS256'
    ? 'the JWT is signed with RS256, which FAPI does not allow'
    : undefined;
}

function headerFault({ typ, crit }: Header, known: readonly string[]): string | undefined {
  // The one extension that our library understands is the unencoded payload, which no JWT may use (RFC 7797 §7).
  if (crit !== undefined) {
    return 'the JWT needs an extension (crit) that is not understood';
  }
  const type = typeof typ === 'string' ? typ.replace(/^application\//i, '').toLowerCase() : typ;
  const isKnown = type === undefined || known.some((one) => one.toLowerCase() === type);
  return isKnown ? undefined : 'the JWT is of another type (typ)';
}

function lifeFault({ exp, iat, nbf }: Claims): string | undefined {
  const latest = Math.floor(Date.now() / 1000) + longestLifeInSeconds;
  const instants = [exp, iat, nbf].filter((instant) => typeof instant === 'number');
  const lives = typeof exp === 'number' && typeof nbf === 'number' ? exp - nbf : 0;
  const isTooLong = instants.some((instant) => instant > latest) || lives > longestLifeInSeconds;
  return isTooLong ? 'the JWT lives, or begins, too far in the future' : undefined;
}
