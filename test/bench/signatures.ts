/**
 * What a signature costs whose key lives in a hardware security module, against one whose key is in memory: CPU of this process, one at a
 * time, and how many a second when asked for at once. SoftHSM plays the device, so what is measured beyond the signature itself is the way
 * there; a real device adds its own time, and takes its work from this machine.
 */
import { performance } from 'node:perf_hooks';
import { CompactSign, importJWK } from 'jose';
import { openHsm } from '../../src/hsm/hsm.ts';
import { makeSigningKey } from '../../src/oidc/keys/make-signing-key.ts';
import { type SigningAlgorithm, signingAlgorithms } from '../../src/oidc/keys/signing-key.ts';
import { makeSoftwareToken } from '../support/software-token.ts';
import { row } from './report.ts';

interface Cost {
  /** CPU in milliseconds. */
  readonly cpu: number;
  readonly perSecond: number;
}

interface Costs {
  readonly alg: SigningAlgorithm;
  readonly inMemory: Cost;
  readonly inModule: Cost;
}

const times = 400;
const atOnce = 8;
/** As long as the ID token of a sign-in. */
const said = Buffer.alloc(900, 'a');

export async function measureSignatures(): Promise<Costs[]> {
  const token = makeSoftwareToken();
  const hsm = await openHsm(token.settings);
  const all: Costs[] = [];
  for (const alg of signingAlgorithms) {
    const { id, publicKey } = await hsm.makeKey(alg);
    const signer = await hsm.key({ id }, alg, publicKey);
    const key = await importJWK(await makeSigningKey(alg), alg);
    const inMemory = (): Promise<unknown> => new CompactSign(said).setProtectedHeader({ alg }).sign(key);
    all.push({
      alg,
      inMemory: await costOf(inMemory),
      inModule: await costOf(() => signer.sign(said)),
    });
  }
  await hsm.close();
  token.remove();
  return all;
}

export function signaturesInWords(all: readonly Costs[]): string {
  const rows = all.flatMap(({ alg, inMemory, inModule }) => [
    row(`${alg}, CPU in the module to CPU in memory`, (inModule.cpu / inMemory.cpu).toFixed(2)),
    row(`${alg}, CPU in the module, ms`, inModule.cpu.toFixed(2)),
    row(`${alg}, in the module, a second`, inModule.perSecond.toFixed(0)),
    row(`${alg}, in memory, a second`, inMemory.perSecond.toFixed(0)),
  ]);
  return `\nSignatures (${atOnce} at once)\n${rows.join('\n')}\n`;
}

async function costOf(once: () => Promise<unknown>): Promise<Cost> {
  await repeat(once, times);
  const before = process.cpuUsage();
  const begun = performance.now();
  await repeat(once, times);
  const { user, system } = process.cpuUsage(before);
  return {
    cpu: (user + system) / 1000 / times,
    perSecond: (times / (performance.now() - begun)) * 1000,
  };
}

async function repeat(once: () => Promise<unknown>, count: number): Promise<void> {
  for (let done = 0; done < count; done += atOnce) {
    await Promise.all(Array.from({ length: atOnce }, once));
  }
}
