/** A token of SoftHSM, set up as an operator sets up a hardware security module: with the programs of its maker and of OpenSC. */
import { execFileSync } from 'node:child_process';
import { createPublicKey, type KeyObject } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import koffi from 'koffi';
import type { HsmSettings } from '../../src/configuration/connections/hsm-settings.ts';
import { type CryptokiError, readWord, word, wordLength } from '../../src/hsm/cryptoki.ts';
import { openSessions, type Session } from '../../src/hsm/sessions.ts';
import { bareEnvironment } from './bare-environment.ts';

const module = ['/usr/lib/softhsm/libsofthsm2.so', '/usr/local/lib/softhsm/libsofthsm2.so'].find(existsSync);
const pin = '9172635480';
const CKA_CLASS = 0;
const CKO_PRIVATE_KEY = 3;
/** CKA_VALUE, the private number of a curve; and CKA_PRIVATE_EXPONENT, which is that of RSA. */
const secretAttributes = [0x11, 0x123];

export interface SoftwareToken {
  readonly settings: HsmSettings;
  /** `pkcs11-tool`, signed in. @throws Error with what it said */
  tool(...args: string[]): Buffer;
  /** A key of P-256 with this label; its public part is what comes back. */
  makeKey(label: string, ...more: string[]): KeyObject;
  /** What the module answers to whoever asks for what is secret of each private key. */
  askForPrivateParts(): Promise<number[]>;
  /** As when the device starts anew: nobody has a session with it any more. */
  endSessions(): void;
  /** As when the device is unplugged, and as when it is back: for processes that start then. */
  takeAway(): void;
  putBack(): void;
  remove(): void;
}

/** One for a process: the module reads where its tokens are when it is used first. */
export function makeSoftwareToken(): SoftwareToken {
  const directory = mkdtempSync(join(tmpdir(), 'kapu-hsm-'));
  const configuration = join(directory, 'softhsm2.conf');
  mkdirSync(join(directory, 'tokens'));
  writeFileSync(configuration, `directories.tokendir = ${directory}/tokens\nlog.level = ERROR\n`);
  process.env.SOFTHSM2_CONF = configuration;
  const env = bareEnvironment({ SOFTHSM2_CONF: configuration });
  const run = (program: string, ...args: string[]): Buffer =>
    execFileSync(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });

  const made = run(
    'softhsm2-util',
    ...['--init-token', '--free', '--label', 'kapu', '--so-pin', '1029384756', '--pin', pin],
  );
  const slot = Number(/slot (\d+)\s*$/.exec(made.toString())?.[1]);
  const settings: HsmSettings = { module: String(module), token: 'kapu', pin, without: [] };
  const tool = (...args: string[]): Buffer =>
    run(
      'pkcs11-tool',
      '--module',
      settings.module,
      '--token-label',
      'kapu',
      '--login',
      '--pin',
      pin,
      ...args,
    );

  function endSessions(): void {
    koffi.load(settings.module).func('C_CloseAllSessions', 'unsigned long', ['unsigned long'])(slot);
  }

  return {
    settings,
    tool,

    makeKey(label, ...more) {
      tool('--keypairgen', '--key-type', 'EC:prime256v1', '--label', label, ...more);
      const der = tool('--read-object', '--type', 'pubkey', '--label', label);
      return createPublicKey({ key: der, format: 'der', type: 'spki' });
    },

    async askForPrivateParts() {
      const sessions = await openSessions(settings);
      const answers = await sessions.use(async (session) => {
        const privateKeys = session.cryptoki.attributes([{ type: CKA_CLASS, value: word(CKO_PRIVATE_KEY) }]);
        const [found, many] = [Buffer.alloc(100 * wordLength), word(0)];
        await session.call('C_FindObjectsInit', privateKeys.bytes, 1);
        await session.call('C_FindObjects', found, 100, many);
        await session.call('C_FindObjectsFinal');
        const handles = Array.from({ length: readWord(many) }, (_, at) => readWord(found, at * wordLength));
        return Promise.all(handles.map((handle) => secretOf(session, handle)));
      });
      await sessions.close();
      return answers;
    },

    endSessions,

    takeAway() {
      renameSync(join(directory, 'tokens'), join(directory, 'away'));
      mkdirSync(join(directory, 'tokens'));
      endSessions();
    },

    putBack() {
      rmSync(join(directory, 'tokens'), { recursive: true });
      renameSync(join(directory, 'away'), join(directory, 'tokens'));
    },

    remove: () => rmSync(directory, { recursive: true }),
  };
}

/** The first answer that is not that there is no such attribute; 0 would be the secret itself. */
async function secretOf(session: Session, handle: number): Promise<number> {
  const CKR_ATTRIBUTE_TYPE_INVALID = 0x12;
  for (const type of secretAttributes) {
    const value = Buffer.alloc(512);
    const asked = session.cryptoki.attributes([{ type, value }]);
    const answer = await session.call('C_GetAttributeValue', handle, asked.bytes, 1).then(
      () => 0,
      (error: CryptokiError) => error.code,
    );
    if (answer !== CKR_ATTRIBUTE_TYPE_INVALID) {
      return answer;
    }
  }
  return CKR_ATTRIBUTE_TYPE_INVALID;
}
