/**
 * Argon2id (RFC 9106): 19 MiB, 2 passes, 1 lane (OWASP ASVS 5.0 11.4.2), with a pepper as the secret value K.
 *
 * `@node-rs/argon2` is used where it is installed, `argon2` otherwise: the same strings, 2.5 times the speed.
 */
import type { Argon2Parameters } from './foreign/foreign-hash.ts';
import { type Peppers, pepperAt, withPepperId } from './peppers.ts';

/** The type's number, the same in both bindings (RFC 9106 §3.1, parameter y). */
const argon2id = 2 as const;
const argon2i = 1 as const;
const memoryInKiB = 19_456;
const passes = 2;
const lanes = 1;
export const currentParameters = `$argon2id$v=19$m=${memoryInKiB},t=${passes},p=${lanes}$`;

export interface Argon2Binding {
  hash(password: string, pepper: Buffer): Promise<string>;
  verify(phc: string, password: string, pepper: Buffer): Promise<boolean>;
  /** As another system does it: without a pepper, with parameters of its own. */
  derive(password: string, parameters: Argon2Parameters): Promise<Buffer>;
}

/** The faster binding where it is installed, the declared one otherwise. */
export async function loadArgon2(): Promise<Argon2Binding> {
  try {
    return await loadNodeRsArgon2();
  } catch {
    return await loadNodeArgon2();
  }
}

export async function loadNodeRsArgon2(): Promise<Argon2Binding> {
  const { hash, hashRaw, verify } = await import('@node-rs/argon2');
  const options = {
    algorithm: argon2id,
    memoryCost: memoryInKiB,
    timeCost: passes,
    parallelism: lanes,
  };
  return {
    hash: (password, pepper) => hash(password, { ...options, secret: pepper }),
    verify: (phc, password, pepper) => verify(phc, password, { ...options, secret: pepper }),
    derive: (password, { type, version, memoryInKiB: memoryCost, passes: timeCost, lanes, salt, length }) =>
      hashRaw(password, {
        algorithm: type === 'argon2id' ? argon2id : argon2i,
        version: version === 19 ? 1 : 0,
        memoryCost,
        timeCost,
        parallelism: lanes,
        salt,
        outputLen: length,
      }),
  };
}

export async function loadNodeArgon2(): Promise<Argon2Binding> {
  const { default: argon2 } = await import('argon2');
  const options = { type: argon2id, memoryCost: memoryInKiB, timeCost: passes, parallelism: lanes };
  return {
    async hash(password, pepper) {
      return inStandardOrder(await argon2.hash(password, { ...options, secret: pepper }));
    },
    verify: (phc, password, pepper) => argon2.verify(phc, password, { secret: pepper }),
    derive: (password, { type, version, memoryInKiB: memoryCost, passes: timeCost, lanes, salt, length }) =>
      argon2.hash(password, {
        raw: true,
        type: type === 'argon2id' ? argon2id : argon2i,
        version: version === 19 ? 0x13 : 0x10,
        memoryCost,
        timeCost,
        parallelism: lanes,
        salt,
        hashLength: length,
      }),
  };
}

/** `argon2` writes `m=,p=,t=`; the PHC string format of Argon2 has `m=,t=,p=`, and strict parsers insist on it. */
function inStandardOrder(phc: string): string {
  return phc.replace(/\$m=(\d+),p=(\d+),t=(\d+)\$/, '$m=$1,t=$3,p=$2$');
}

/** A hash as it is kept: with the pepper of now, which it names. */
export async function hashOfToday(
  argon2: Argon2Binding,
  text: string,
  peppers: Peppers,
  now: Date,
): Promise<string> {
  const pepper = pepperAt(peppers, now);
  return withPepperId(await argon2.hash(text, pepper), pepper, peppers);
}
