/**
 * Whose a code or a refresh token is stands sealed in its value, so that what will be asked for of its owner is asked for with its own
 * record. It proves nothing: what counts is what the record says, and of a value that does not open nothing is asked for sooner.
 */
import type { AdapterPayload } from 'oidc-provider';
import type { Sealer } from '../../storage/sealed.ts';

export type TokenOwner = Required<Pick<AdapterPayload, 'accountId' | 'grantId'>>;

/** Between what was drawn and what is sealed; in neither, and no dot: with one more of them the value would look like a JWT. */
const separator = '~';
const place = 'owner of a token';

/** @param drawn what nobody can guess */
export function withOwner(
  sealer: Sealer,
  drawn: string,
  { accountId, grantId }: Partial<TokenOwner>,
): string {
  return accountId && grantId
    ? `${drawn}${separator}${sealer.seal(`${accountId} ${grantId}`, place)}`
    : drawn;
}

/** @param value as anybody sent it */
export function ownerIn(sealer: Sealer, value: string): TokenOwner | undefined {
  const [, sealed] = value.split(separator, 2);
  if (sealed === undefined) {
    return undefined;
  }
  try {
    const [accountId = '', grantId = ''] = sealer.open(sealed, place).split(' ');
    return { accountId, grantId };
  } catch {
    return undefined;
  }
}
