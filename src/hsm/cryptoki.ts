/**
 * The functions of a PKCS#11 module (OASIS PKCS#11 2.40) that we call, through `koffi`: its prebuilt binding needs no compiler, and is
 * loaded by nobody who has not configured a module. Every call runs beside the event loop: a module may ask a machine far away.
 *
 * Structures are laid out as on Unix systems of 64 bits, in the order of bytes of x64 and arm64.
 */
import type { KoffiFunc } from 'koffi';
import { ConfigurationError } from '../errors.ts';
import { returnValues } from './return-values.ts';

/** What a function of the module said other than OK. */
export class CryptokiError extends Error {
  readonly code: number;

  constructor(called: string, code: number) {
    super(`HSM: ${called} says ${returnValues.get(code) ?? `0x${code.toString(16)}`}`);
    this.name = 'CryptokiError';
    this.code = code;
  }
}

const pointer = 'void *';
const ulong = 'unsigned long';

/** What each takes; all return CK_RV. */
const signatures = {
  C_Initialize: [pointer],
  C_GetSlotList: ['unsigned char', pointer, pointer],
  C_GetTokenInfo: [ulong, pointer],
  C_OpenSession: [ulong, ulong, pointer, pointer, pointer],
  C_CloseSession: [ulong],
  C_Login: [ulong, ulong, pointer, ulong],
  C_GenerateKeyPair: [ulong, pointer, pointer, ulong, pointer, ulong, pointer, pointer],
  C_DestroyObject: [ulong, ulong],
  C_GetAttributeValue: [ulong, ulong, pointer, ulong],
  C_FindObjectsInit: [ulong, pointer, ulong],
  C_FindObjects: [ulong, pointer, ulong, pointer],
  C_FindObjectsFinal: [ulong],
  C_SignInit: [ulong, pointer, ulong],
  C_Sign: [ulong, pointer, ulong, pointer, pointer],
} as const;

export type CryptokiFunction = keyof typeof signatures;
export type Argument = number | Buffer | null;

export interface Cryptoki {
  /** @throws CryptokiError */
  call(name: CryptokiFunction, ...args: readonly Argument[]): Promise<void>;
  attributes(list: readonly Attribute[]): Template;
  mechanism(type: number, parameter?: Buffer): Template;
}

export interface Attribute {
  readonly type: number;
  readonly value: Buffer;
}

/** Bytes that hold addresses of others, which must stay where they are as long as the bytes are used. */
export interface Template {
  readonly bytes: Buffer;
  readonly many: number;
  readonly holds: readonly Buffer[];
}

export const wordLength = 8;

export function word(value: number): Buffer {
  const bytes = Buffer.alloc(wordLength);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
}

export function readWord(bytes: Buffer, at = 0): number {
  return Number(bytes.readBigUInt64LE(at));
}

/** @throws ConfigurationError where the binding or the module is not there */
export async function loadCryptoki(path: string): Promise<Cryptoki> {
  const koffi = await importKoffi();
  const functions = bind(koffi, path);

  /** Absent bytes are a null pointer. */
  const addressOf = (bytes: Buffer): bigint => (bytes.length === 0 ? 0n : koffi.address(bytes));

  return {
    call(name, ...args) {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      functions[name].async(...args, (fault: unknown, code: number) => {
        const error = fault ?? (code === 0 ? undefined : new CryptokiError(name, code));
        return error === undefined ? resolve() : reject(error);
      });
      return promise;
    },

    attributes(list) {
      const rows = list.map(({ type, value }) => {
        const row = Buffer.concat([word(type), word(0), word(value.length)]);
        row.writeBigUInt64LE(addressOf(value), wordLength);
        return row;
      });
      return { bytes: Buffer.concat(rows), many: rows.length, holds: list.map(({ value }) => value) };
    },

    mechanism(type, parameter = Buffer.alloc(0)) {
      const bytes = Buffer.concat([word(type), word(0), word(parameter.length)]);
      bytes.writeBigUInt64LE(addressOf(parameter), wordLength);
      return { bytes, many: 1, holds: [parameter] };
    },
  };
}

async function importKoffi(): Promise<typeof import('koffi')> {
  try {
    return (await import('koffi')).default as unknown as typeof import('koffi');
  } catch {
    throw new ConfigurationError(
      'KAPU_PKCS11_MODULE needs the optional package koffi, which is not installed: npm ci without --omit=optional',
    );
  }
}

function bind(
  koffi: typeof import('koffi'),
  path: string,
): Readonly<Record<CryptokiFunction, KoffiFunc<(...args: Argument[]) => number>>> {
  try {
    const library = koffi.load(path);
    const bound = Object.entries(signatures).map(([name, takes]) => [
      name,
      library.func(name, ulong, [...takes]),
    ]);
    return Object.fromEntries(bound);
  } catch {
    throw new ConfigurationError(`KAPU_PKCS11_MODULE: ${path} cannot be loaded as a PKCS#11 module`);
  }
}
