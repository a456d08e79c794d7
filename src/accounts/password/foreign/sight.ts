/**
 * How much of a password a scheme sees. What it does not see it takes any other bytes for, so a right password may have been typed
 * that is not the owner's: to hash that anew would shut the owner out.
 */
export type Sees = (password: Buffer) => Sight;

interface Sight {
  /** The bytes that decide: passwords that share them are one password to the scheme. */
  readonly part: Buffer;
  /** True when these are all, and it saw that nothing follows: then no other password passes for this one. */
  readonly isAll: boolean;
}

export const seesAll: Sees = (password) => ({ part: password, isAll: true });

/** HMAC fills its key up with zeros (RFC 2104 §2). That it hashes a long key first is no loss: nobody types the digest. */
export const seesAllButZerosAtTheEnd: Sees = (password) => {
  const end = password.findLastIndex((byte) => byte !== 0) + 1;
  return { part: password.subarray(0, end), isAll: end === password.length };
};

/** A string of C. */
export const seesToTheFirstZero: Sees = (password) => {
  const zero = password.indexOf(0);
  return { part: zero === -1 ? password : password.subarray(0, zero), isAll: zero === -1 };
};

const bytesOfBcrypt = 72;

/** A string of C, to 72 bytes with the zero at its end: of a password of 72 it is not known whether more followed. */
export const seesAsBcrypt: Sees = (password) => {
  const { part, isAll } = seesToTheFirstZero(password);
  return { part: part.subarray(0, bytesOfBcrypt), isAll: isAll && part.length < bytesOfBcrypt };
};

/** What PHP's `trim` leaves: WordPress hashes that. */
export const seesWhatTrimLeaves: Sees = (password) => {
  const part = Buffer.from(trimmedAsPhp(password.toString()));
  return { part, isAll: part.length === password.length };
};

export function trimmedAsPhp(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is cut off
  return text.replace(/^[ \t\n\r\0\x0b]+|[ \t\n\r\0\x0b]+$/g, '');
}
