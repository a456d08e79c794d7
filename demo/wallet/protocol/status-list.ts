/** Token Status List: what an issuer says of its credentials, signed, one bit each (or 2, 4, 8). */
import { type Bytes, fromBase64url, inflated } from './bytes.ts';
import type { Certificate } from './certificate.ts';
import { type Json, verifyUnder } from './jws.ts';

export interface StatusList {
  readonly uri: string;
  readonly bits: number;
  readonly bytes: Bytes;
  readonly issuedAt: Date;
  readonly expiresAt: Date;
  /** How long its issuer advises to believe it without asking again. */
  readonly timeToLiveInSeconds: number;
  /** Whose signature it bears: that of the credentials too. */
  readonly signer: Certificate;
}

const mostBytes = 2 * 1024 * 1024;

/** @throws Error unless the pinned authority vouches for it and it is about this address */
export async function readStatusList(
  text: string,
  uri: string,
  anchor: Certificate,
  now: Date,
): Promise<StatusList> {
  const { payload, leaf } = await verifyUnder(anchor, text, 'statuslist+jwt', now);
  const { sub, iat, exp, ttl = 0, status_list: list } = payload as Json & { status_list?: Json };
  const { bits, lst } = list ?? {};
  if (sub !== uri || typeof iat !== 'number' || typeof exp !== 'number' || exp * 1000 <= now.getTime()) {
    throw new Error('a status list of another address, or one whose time is over');
  }
  if (![1, 2, 4, 8].includes(Number(bits)) || typeof lst !== 'string') {
    throw new Error('not a status list');
  }
  return {
    uri,
    bits: Number(bits),
    bytes: await inflated(fromBase64url(lst), 'deflate', mostBytes),
    issuedAt: new Date(iat * 1000),
    expiresAt: new Date(exp * 1000),
    timeToLiveInSeconds: Number(ttl),
    signer: leaf,
  };
}

/** Where a credential's status stands. */
export function statusReference(payload: Json): { uri: string; index: number } | undefined {
  const list = (payload.status as Json | undefined)?.status_list as Json | undefined;
  const { uri, idx } = list ?? {};
  return typeof uri === 'string' && Number.isSafeInteger(idx) ? { uri, index: Number(idx) } : undefined;
}

/** 0 is valid. Undefined: the list has no such place. */
export function statusAt(
  { bits, bytes }: Pick<StatusList, 'bits' | 'bytes'>,
  index: number,
): number | undefined {
  const perByte = 8 / bits;
  const byte = bytes[Math.floor(index / perByte)];
  return byte === undefined ? undefined : (byte >> ((index % perByte) * bits)) & (2 ** bits - 1);
}
