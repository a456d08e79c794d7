/** The secret value K that our hashes are made with (RFC 9106 §3.1), and how a hash says by which of several it was made. */
import { keyAt, type Secrets } from '../../configuration/secrets.ts';
import { keyedHash } from '../../storage/keyed-hash.ts';

export type Peppers = Pick<Secrets, 'password_pepper' | 'newer_peppers'>;

/** The one that a hash is made with now. */
export function pepperAt({ password_pepper: eldest, newer_peppers: newer }: Peppers, now: Date): Buffer {
  return keyAt(eldest, newer, now);
}

/** Names a pepper without telling it, so that an export says by which one its hashes can be verified. */
export function pepperIdOf(pepper: Buffer): string {
  return keyedHash(pepper, 'pepper-id', '').slice(0, 12);
}

/** As the PHC string format has it: which secret value K was used. */
const keyId = /,keyid=([\w-]{12})(?=\$)/;

/** The eldest is not named: hashes of before there was a second one are its own. */
export function withPepperId(stored: string, pepper: Buffer, { password_pepper: eldest }: Peppers): string {
  return pepper.equals(eldest)
    ? stored
    : stored.replace(/^((?:wrapped:)?\$argon2id\$v=19\$[^$]+)/, `$1,keyid=${pepperIdOf(pepper)}`);
}

/** How a hash is stored that was made with the pepper of that id. @returns undefined where it is another than we have */
export function withPepperOf(id: string, peppers: Peppers): ((phc: string) => string) | undefined {
  const pepper = everyPepperOf(peppers).find((one) => pepperIdOf(one) === id);
  return pepper && ((phc) => withPepperId(phc, pepper, peppers));
}

function everyPepperOf({ password_pepper: eldest, newer_peppers: newer }: Peppers): Buffer[] {
  return [eldest, ...newer.map(({ key }) => key)];
}

/** @returns no pepper where it is another than we have */
export function pepperedHash(
  stored: string,
  peppers: Peppers,
): { readonly phc: string; readonly pepper: Buffer | undefined } {
  const id = keyId.exec(stored)?.[1];
  const pepper =
    id === undefined ? peppers.password_pepper : everyPepperOf(peppers).find((one) => pepperIdOf(one) === id);
  return { phc: stored.replace(keyId, ''), pepper };
}
