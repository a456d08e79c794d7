/** A thread that works on batches of an import: see thread-hands.ts. It reads its own configuration, and never speaks to Redis. */
import { parentPort, workerData } from 'node:worker_threads';
import { type AreThere, createBatchPreparer } from '../../accounts/import/prepared-batch.ts';
import { loadConfig } from '../../config.ts';
import { createSealer, takeUses } from '../../storage/sealed.ts';
import { fingerprintsOf } from '../../storage/verification/fingerprints.ts';
import { createImportMakers } from './import-makers.ts';
import { readBatch } from './read-batch.ts';
import type { FromThread, SharedRules, ToThread } from './thread-hands.ts';

const { secrets } = loadConfig();
const sealer = createSealer(secrets.sealing_keys);
const makers = await createImportMakers(sealer, secrets);
const prepare = createBatchPreparer(sealer, secrets, makers, askWhichAreThere);
const rules = { ...(workerData as SharedRules), peppers: secrets };

/** By the batch that they were asked for. */
const waiting = new Map<number, (answer: boolean[]) => void>();
let questions = 0;

function askWhichAreThere(ids: Parameters<AreThere>[0]): ReturnType<AreThere> {
  questions += 1;
  const question = questions;
  return new Promise((resolve) => {
    waiting.set(question, resolve);
    say({ kind: 'which-are-there', question, ids });
  });
}

function say(message: FromThread): void {
  parentPort?.postMessage(message);
}

parentPort?.on('message', async (message: ToThread) => {
  if (message.kind === 'there') {
    waiting.get(message.question)?.(message.answer);
    waiting.delete(message.question);
    return;
  }
  const { accounts, lines, rejects } = readBatch(message.batch, rules, new Date());
  const prepared = await prepare(accounts);
  say({ kind: 'worked', number: message.number, lines, rejects, prepared, seals: takeUses() });
});
say({ kind: 'ready', fingerprints: fingerprintsOf(secrets), seals: takeUses() });
