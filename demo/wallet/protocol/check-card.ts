/** Checking a digital ID card at a window without a network: by what was downloaded before (RFC 9901 §7.3, Token Status List). */
import { digestOf } from './bytes.ts';
import { readCardCode, UnknownIssuer } from './card-code.ts';
import type { Certificate } from './certificate.ts';
import { importPublicKey, type Json, verifyJws, verifyUnder } from './jws.ts';
import { type Disclosure, readCredential } from './sd-jwt.ts';
import { type StatusList, statusAt, statusReference } from './status-list.ts';

/** Cards are made out to this; no other verifier's answer is one. */
export const windowCheckAudience = 'urn:kapu:demo:window-check';
const credentialType = 'urn:kapu:demo:pid:1';

/** The code on the phone changes three times as often. */
const freshForSeconds = 60;
/** Clocks of telephones differ. */
const aheadBySeconds = 10;

export interface DownloadedList extends StatusList {
  /** It was current then, whenever it was signed. */
  readonly downloadedAt: Date;
}

export interface Downloaded {
  readonly anchor: Certificate;
  readonly lists: readonly DownloadedList[];
}

export type CardProblem =
  | 'not-a-card'
  | 'forged'
  | 'stale'
  | 'clock-ahead'
  | 'expired'
  | 'revoked'
  | 'already-shown';
export type CardDoubt = 'no-list' | 'list-too-old';

export type Verdict =
  | {
      readonly kind: 'valid';
      readonly claims: readonly Disclosure[];
      readonly shownAt: Date;
      readonly list: DownloadedList;
      /** Of this showing alone. */
      readonly nonce: string;
    }
  | { readonly kind: 'invalid'; readonly problem: CardProblem }
  /** Neither: what is needed was not downloaded. */
  | { readonly kind: 'undecided'; readonly doubt: CardDoubt };

class CardRefused extends Error {
  readonly verdict: Exclude<Verdict, { kind: 'valid' }>;

  constructor(verdict: Exclude<Verdict, { kind: 'valid' }>) {
    super(verdict.kind);
    this.verdict = verdict;
  }
}

const invalid = (problem: CardProblem): CardRefused => new CardRefused({ kind: 'invalid', problem });
const undecided = (doubt: CardDoubt): CardRefused => new CardRefused({ kind: 'undecided', doubt });

/** @param seen nonces of showings that were accepted before: a picture of a screen is not shown again */
export async function checkCard(
  code: string,
  { anchor, lists }: Downloaded,
  seen: ReadonlySet<string>,
  now: Date,
): Promise<Verdict> {
  try {
    const signers = lists.map(({ signer }) => signer);
    const presentation = await readCardCode(code, signers).catch((cause: unknown) => {
      throw cause instanceof UnknownIssuer ? undecidedFor(lists) : invalid('not-a-card');
    });
    const { payload, disclosures, binding } = await verified(presentation, anchor, now);
    refuseUnfit(payload, binding, seen, now);
    const list = listFor(payload, lists, now);
    return {
      kind: 'valid',
      claims: disclosures,
      shownAt: new Date(Number(binding.iat) * 1000),
      list,
      nonce: String(binding.nonce),
    };
  } catch (error) {
    return error instanceof CardRefused ? error.verdict : { kind: 'invalid', problem: 'forged' };
  }
}

/** With lists at hand an unknown certificate is that of another issuer. */
function undecidedFor(lists: readonly DownloadedList[]): CardRefused {
  return lists.length === 0 ? undecided('no-list') : invalid('forged');
}

/** @throws Error unless issuer and holder have signed what is shown */
async function verified(
  presentation: string,
  anchor: Certificate,
  now: Date,
): Promise<{ payload: Json; disclosures: readonly Disclosure[]; binding: Json }> {
  const end = presentation.lastIndexOf('~') + 1;
  const shown = presentation.slice(0, end);
  const { jwt, disclosures } = await readCredential(shown);
  const { payload } = await verifyUnder(anchor, jwt, 'dc+sd-jwt', now);
  const holderKey = await importPublicKey((payload.cnf as Json | undefined)?.jwk);
  const { header, payload: binding } = await verifyJws(presentation.slice(end), holderKey);
  const isBound =
    header.typ === 'kb+jwt' &&
    binding.aud === windowCheckAudience &&
    binding.sd_hash === (await digestOf(shown)) &&
    typeof binding.nonce === 'string' &&
    typeof binding.iat === 'number';
  if (!isBound || payload.vct !== credentialType) {
    throw new Error('not a showing of a digital ID card');
  }
  return { payload, disclosures, binding };
}

function refuseUnfit(payload: Json, binding: Json, seen: ReadonlySet<string>, now: Date): void {
  const seconds = now.getTime() / 1000;
  const age = seconds - Number(binding.iat);
  if (typeof payload.exp !== 'number' || payload.exp <= seconds) {
    throw invalid('expired');
  }
  if (age > freshForSeconds) {
    throw invalid('stale');
  }
  if (age < -aheadBySeconds) {
    throw invalid('clock-ahead');
  }
  if (seen.has(String(binding.nonce))) {
    throw invalid('already-shown');
  }
}

function listFor(payload: Json, lists: readonly DownloadedList[], now: Date): DownloadedList {
  const reference = statusReference(payload);
  const list = lists.find(({ uri }) => uri === reference?.uri);
  if (!reference || !list) {
    throw undecided('no-list');
  }
  const status = statusAt(list, reference.index);
  if (status !== 0) {
    throw invalid('revoked');
  }
  if (list.expiresAt <= now) {
    throw undecided('list-too-old');
  }
  return list;
}
