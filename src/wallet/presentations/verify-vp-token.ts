/** Everything that must hold of an answer before anybody is believed to be anyone. */
import { calculateJwkThumbprint } from 'jose';
import { reachedBy, type TrustSource, type WalletPolicy } from '../../assurance/wallet-assurance.ts';
import type { Trust } from '../certificates/trust-anchors.ts';
import { isObject, type JsonObject } from '../verification/compact-jws.ts';
import type { StatusCheck } from '../verification/credential-status.ts';
import { refuseUnless } from '../verification/refusal.ts';
import { verifyPresentation } from '../verification/sd-jwt-vc.ts';
import { type CredentialQuery, claimsAsked, namingClaims } from './credential-query.ts';
import type { Awaiting, VerifiedPresentation } from './presentation.ts';

/** What holds of an answer, before it is known whose it is. */
export interface VerifiedAnswer {
  readonly verified: Omit<VerifiedPresentation, 'account'>;
  /** RFC 7638, of the key that the credential is bound to. */
  readonly holderThumbprint: string;
}

/** @throws PresentationRefused */
export type VerifyVpToken = (
  answer: JsonObject,
  presentation: Awaiting,
  now: Date,
) => Promise<VerifiedAnswer>;

export interface JudgeParts {
  readonly trust: Trust;
  readonly statusLists: StatusCheck;
  readonly queries: readonly CredentialQuery[];
  readonly clientId: string;
  readonly policy: Pick<WalletPolicy, 'crossDevice'>;
}

export function createVerifyVpToken(parts: JudgeParts): VerifyVpToken {
  const { trust, statusLists, queries, clientId, policy } = parts;

  return async (answer, { nonce, flow }, now) => {
    const { query, text } = presentedIn(answer, queries);
    const expected = { audience: clientId, nonce };
    const { claims, issuer, holderJwk } = verifyPresentation(text, expected, trust.findIssuer, now);
    refuseUnless(issuer.vct === query.vct, 'not-what-was-asked');
    const identifierClaim = identifierIn(claims, issuer);
    const named = claimsAsked(claims, [...namingClaims, ...(identifierClaim ? [identifierClaim] : [])]);
    const reached = reachedBy(issuer, flow, policy);
    refuseUnless(reached !== undefined, 'not-what-was-asked');
    await statusLists.check(claims, issuer, now);
    const identifier = identifierClaim && numberOf(issuer, identifierClaim, named[identifierClaim] ?? '');
    const verified = {
      kind: 'verified',
      claims: named,
      sourceName: issuer.name,
      reached,
      subject: identifier ? { anchorFingerprint: issuer.fingerprint, identifier } : undefined,
    } as const;
    return { verified, holderThumbprint: await calculateJwkThumbprint(holderJwk) };
  };
}

/** The best that is there; of a source that tells people apart one must be. */
function identifierIn(claims: JsonObject, { identifierClaim, otherIdentifierClaims = [] }: TrustSource) {
  const other = otherIdentifierClaims.find((claim) => claims[claim] !== undefined);
  return identifierClaim !== undefined && claims[identifierClaim] === undefined
    ? (other ?? identifierClaim)
    : identifierClaim;
}

/** Numbers of two kinds must not pass for each other: of the second kind it is said which (no claim has a line feed in it). */
function numberOf({ identifierClaim }: TrustSource, claim: string, value: string): string {
  refuseUnless(!/\p{Cc}/u.test(value), 'malformed');
  return claim === identifierClaim ? value : `${claim}\n${value}`;
}

/** One credential for one of the queries, and nothing beside it. */
function presentedIn(
  { vp_token: token }: JsonObject,
  queries: readonly CredentialQuery[],
): { query: CredentialQuery; text: string } {
  refuseUnless(isObject(token), 'malformed');
  const [[id, presentations] = ['', undefined], ...others] = Object.entries(token);
  const query = queries.find((asked) => asked.id === id);
  refuseUnless(query !== undefined && others.length === 0, 'not-what-was-asked');
  refuseUnless(Array.isArray(presentations) && presentations.length === 1, 'not-what-was-asked');
  const [text] = presentations;
  refuseUnless(typeof text === 'string', 'malformed');
  return { query, text };
}
