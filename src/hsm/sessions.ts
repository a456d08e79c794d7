/** Sessions with the token, of which each does one thing at a time. One that is lost, as when the module starts anew, is opened anew. */
import PQueue from 'p-queue';
import type { HsmSettings } from '../configuration/connections/hsm-settings.ts';
import { ConfigurationError } from '../errors.ts';
import {
  type Argument,
  type Cryptoki,
  CryptokiError,
  type CryptokiFunction,
  loadCryptoki,
  readWord,
  word,
  wordLength,
} from './cryptoki.ts';

export interface Session {
  readonly cryptoki: Cryptoki;
  /** Calls a function whose first argument is the session. @throws CryptokiError */
  call(name: CryptokiFunction, ...args: readonly Argument[]): Promise<void>;
  close(): Promise<void>;
}

export interface Sessions {
  /** Waits until a session is free. What fails because the session is gone is done once more in a new one. */
  use<Result>(work: (session: Session) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

/** As many signatures are asked for at once; a module may be a machine far away. */
const mostAtOnce = 8;

const CKF_OS_LOCKING_OK = 2n;
const CKF_SERIAL_SESSION = 4;
const CKF_RW_SESSION = 2;
const CKU_USER = 1;
const CKR_PIN_INCORRECT = 0xa0;
const CKR_USER_ALREADY_LOGGED_IN = 0x100;
const CKR_CRYPTOKI_ALREADY_INITIALIZED = 0x191;
/** A device that failed or was away, a handle or a sign-in of before. */
const lost: readonly number[] = [0x30, 0x32, 0x60, 0x82, 0xb3, 0xe0, 0x101];

/** @throws ConfigurationError where there is no such module or token, or the PIN is not its own */
export async function openSessions(settings: HsmSettings): Promise<Sessions> {
  const cryptoki = await loadCryptoki(settings.module);
  await initialize(cryptoki);
  const queue = new PQueue({ concurrency: mostAtOnce });
  const free: Session[] = [await openSession(cryptoki, settings)];

  async function attempt<Result>(work: (session: Session) => Promise<Result>): Promise<Result> {
    const session = free.pop() ?? (await openSession(cryptoki, settings));
    try {
      const result = await work(session);
      free.push(session);
      return result;
    } catch (error) {
      await session.close().catch(() => undefined);
      throw error;
    }
  }

  async function closeFree(): Promise<void> {
    await Promise.all(free.splice(0).map((session) => session.close().catch(() => undefined)));
  }

  return {
    use: (work) =>
      queue.add(() =>
        attempt(work).catch((error: unknown) => {
          if (!(error instanceof CryptokiError && lost.includes(error.code))) {
            throw error;
          }
          // The others are gone with it.
          return closeFree().then(() => attempt(work));
        }),
      ),

    async close() {
      await queue.onIdle();
      await closeFree();
    },
  };
}

/** Once for a process, which others in it may have done. */
async function initialize(cryptoki: Cryptoki): Promise<void> {
  const args = Buffer.alloc(6 * wordLength);
  args.writeBigUInt64LE(CKF_OS_LOCKING_OK, 4 * wordLength);
  await cryptoki.call('C_Initialize', args).catch(unless(CKR_CRYPTOKI_ALREADY_INITIALIZED));
}

async function openSession(cryptoki: Cryptoki, settings: HsmSettings): Promise<Session> {
  const slot = await slotOf(cryptoki, settings.token);
  const handle = word(0);
  await cryptoki.call('C_OpenSession', slot, CKF_SERIAL_SESSION | CKF_RW_SESSION, null, null, handle);
  const id = readWord(handle);
  const pin = Buffer.from(settings.pin);
  await cryptoki
    .call('C_Login', id, CKU_USER, pin, pin.length)
    .catch(unless(CKR_USER_ALREADY_LOGGED_IN))
    .catch(refusePin);
  return {
    cryptoki,
    call: (name, ...args) => cryptoki.call(name, id, ...args),
    close: () => cryptoki.call('C_CloseSession', id),
  };
}

async function slotOf(cryptoki: Cryptoki, label: string): Promise<number> {
  const many = word(0);
  await cryptoki.call('C_GetSlotList', 1, null, many);
  const slots = Buffer.alloc(readWord(many) * wordLength);
  await cryptoki.call('C_GetSlotList', 1, slots, many);
  for (let at = 0; at < readWord(many); at += 1) {
    const slot = readWord(slots, at * wordLength);
    if ((await labelOf(cryptoki, slot)) === label) {
      return slot;
    }
  }
  throw new ConfigurationError(`KAPU_PKCS11_TOKEN: the module has no token named ${label}`);
}

/** The first 32 bytes of CK_TOKEN_INFO, filled up with spaces. */
async function labelOf(cryptoki: Cryptoki, slot: number): Promise<string> {
  const info = Buffer.alloc(512);
  await cryptoki.call('C_GetTokenInfo', slot, info);
  return info.toString('utf8', 0, 32).trimEnd();
}

function unless(code: number): (error: unknown) => void {
  return (error) => {
    if (!(error instanceof CryptokiError && error.code === code)) {
      throw error;
    }
  };
}

/** Not tried again: a token locks itself after a few. */
function refusePin(error: unknown): never {
  throw error instanceof CryptokiError && error.code === CKR_PIN_INCORRECT
    ? new ConfigurationError('KAPU_PKCS11_PIN_FILE: is not the PIN of the token')
    : error;
}
