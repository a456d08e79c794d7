/**
 * Logout tokens from the provider (OpenID Connect Back-Channel Logout 1.0 §2.6): signed by its keys, meant for us, fresh, about a
 * logout, and never seen before.
 */
import { createRemoteJWKSet, errors, type JWTPayload, jwtVerify } from 'jose';
import { z } from 'zod';

/** Whose sessions end: one session of the provider's, or all of a subject. */
export interface LoggedOut {
  readonly sub: string | undefined;
  readonly sid: string | undefined;
}

export type LogoutTokenVerdict =
  | { kind: 'valid'; loggedOut: LoggedOut }
  | { kind: 'invalid'; reason: string };

export interface LogoutTokenIssuer {
  readonly issuer: string;
  readonly jwksUri: string;
}

export interface LogoutTokens {
  /** @throws when the provider's keys cannot be had. */
  verify(token: string): Promise<LogoutTokenVerdict>;
}

const event = 'http://schemas.openid.net/event/backchannel-logout';
const claimsSchema = z
  .looseObject({
    jti: z.string().min(1).max(200),
    exp: z.number(),
    sub: z.string().optional(),
    sid: z.string().optional(),
    events: z.looseObject({ [event]: z.looseObject({}) }),
    nonce: z.undefined().optional(),
  })
  .refine(({ sub, sid }) => sub !== undefined || sid !== undefined);

/** Older ones are refused, however long they claim to live. */
const oldest = '5 minutes';
const clockToleranceInSeconds = 30;
const algorithms = ['ES256', 'RS256'];

export function createLogoutTokens(
  findIssuer: () => Promise<LogoutTokenIssuer>,
  clientId: string,
  now: () => Date,
): LogoutTokens {
  let keys: ReturnType<typeof createRemoteJWKSet> | undefined;
  /** Ids of tokens that were used, with the second from which they would be refused as expired. */
  const used = new Map<string, number>();

  /** True for the first one who comes with this id. */
  function spend(jti: string, expiresAt: number): boolean {
    const second = Math.floor(now().getTime() / 1000);
    for (const [id, end] of used) {
      if (end < second) {
        used.delete(id);
      }
    }
    const isFresh = !used.has(jti);
    used.set(jti, expiresAt + clockToleranceInSeconds);
    return isFresh;
  }

  async function readSigned(token: string): Promise<JWTPayload> {
    const { issuer, jwksUri } = await findIssuer();
    keys ??= createRemoteJWKSet(new URL(jwksUri), { timeoutDuration: 4000 });
    const { payload } = await jwtVerify(token, keys, {
      issuer,
      audience: clientId,
      typ: 'logout+jwt',
      algorithms,
      maxTokenAge: oldest,
      clockTolerance: clockToleranceInSeconds,
      currentDate: now(),
      requiredClaims: ['exp', 'iat', 'jti', 'events'],
    });
    return payload;
  }

  return {
    async verify(token) {
      let payload: JWTPayload;
      try {
        payload = await readSigned(token);
      } catch (error) {
        return refusalIn(error);
      }
      const claims = claimsSchema.safeParse(payload);
      if (!claims.success) {
        return { kind: 'invalid', reason: 'not about a logout' };
      }
      const { jti, exp, sub, sid } = claims.data;
      return spend(jti, exp)
        ? { kind: 'valid', loggedOut: { sub, sid } }
        : { kind: 'invalid', reason: 'used before' };
    },
  };
}

/** A token that is wrong is the sender's fault; keys that cannot be had are not. */
function refusalIn(error: unknown): LogoutTokenVerdict {
  const isOfToken =
    error instanceof errors.JOSEError &&
    !(error instanceof errors.JWKSTimeout) &&
    error.code !== 'ERR_JOSE_GENERIC';
  if (!isOfToken) {
    throw error;
  }
  return { kind: 'invalid', reason: error.code };
}
