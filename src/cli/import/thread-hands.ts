/**
 * Further threads that work on the batches of an import, where a file is worth their start. They read lines, check them, make keys and seal,
 * which is nearly all of the work, and write nothing: what they made is taken in here, through one connection, in the order of the file. So a
 * thread that ends has left nothing half done, and no number of threads changes what comes of a file. Decision 73.
 */
import { extname } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { Worker } from 'node:worker_threads';
import type { AreThere, PreparedBatch } from '../../accounts/import/prepared-batch.ts';
import type { Secrets } from '../../configuration/secrets.ts';
import { ConfigurationError } from '../../errors.ts';
import { addUses } from '../../storage/sealed.ts';
import { fingerprintsOf } from '../../storage/verification/fingerprints.ts';
import type { Batch } from './batches.ts';
import { type Hand, mostHeld, type WorkedBatch } from './hands.ts';
import type { ReadBatch, ReadingRules } from './read-batch.ts';

/** What a thread is told at its start. Secrets it reads for itself. */
export type SharedRules = Omit<ReadingRules, 'peppers'>;

export type ToThread =
  | { readonly kind: 'batch'; readonly number: number; readonly batch: Batch }
  | { readonly kind: 'there'; readonly question: number; readonly answer: boolean[] };

/** How often it sealed since it told last, by key id. */
type Seals = ReadonlyMap<string, number>;

export type FromThread =
  | {
      readonly kind: 'ready';
      readonly fingerprints: ReturnType<typeof fingerprintsOf>;
      readonly seals: Seals;
    }
  | { readonly kind: 'which-are-there'; readonly question: number; readonly ids: readonly string[] }
  | ({
      readonly kind: 'worked';
      readonly number: number;
      readonly prepared: PreparedBatch;
      readonly seals: Seals;
    } & Pick<ReadBatch, 'lines' | 'rejects'>);

export interface ThreadHands {
  readonly hands: readonly Hand[];
  /** What they still work on is nobody's. */
  stop(): Promise<void>;
}

interface Means {
  readonly rules: SharedRules;
  readonly secrets: Secrets;
  readonly areThere: AreThere;
  take(prepared: PreparedBatch): ReturnType<WorkedBatch['take']>;
}

export function startThreadHands(count: number, means: Means): ThreadHands {
  const threads = Array.from({ length: count }, () => startThread(means));
  return {
    hands: threads.map(({ hand }) => hand),
    stop: async () => {
      await Promise.all(threads.map(({ end }) => end()));
    },
  };
}

interface Waiting {
  readonly batch: Batch;
  readonly resolve: (worked: WorkedBatch) => void;
  readonly reject: (error: unknown) => void;
}

function startThread({ rules, secrets, areThere, take }: Means): { hand: Hand; end(): Promise<unknown> } {
  const worker = new Worker(new URL(`./hand-thread${extname(import.meta.url)}`, import.meta.url), {
    workerData: rules,
  });
  const held = new Map<number, Waiting>();
  let given = 0;
  let isReady = false;
  let failure: unknown;

  function tell(message: ToThread): void {
    worker.postMessage(message, message.kind === 'batch' ? [message.batch.bytes.buffer] : []);
  }

  function fail(error: unknown): void {
    failure ??= error;
    for (const { reject } of held.values()) {
      reject(failure);
    }
    held.clear();
  }

  async function answer(question: number, ids: readonly string[]): Promise<void> {
    try {
      tell({ kind: 'there', question, answer: await areThere(ids) });
    } catch (error) {
      fail(error);
    }
  }

  worker.on('message', (message: FromThread) => {
    switch (message.kind) {
      case 'ready':
        isReady = true;
        addUses(message.seals);
        // Else it would seal with what nobody has verified.
        if (!isDeepStrictEqual(message.fingerprints, fingerprintsOf(secrets))) {
          fail(new ConfigurationError('the secrets file was changed while the import began; run it again'));
        }
        break;
      case 'which-are-there':
        void answer(message.question, message.ids);
        break;
      case 'worked': {
        const { number, lines, rejects, prepared, seals } = message;
        const waiting = held.get(number);
        held.delete(number);
        addUses(seals);
        // Nobody waits for what is made after a failure.
        waiting?.resolve({ end: waiting.batch.end, lines, rejects, take: () => take(prepared) });
        break;
      }
    }
  });
  worker.on('error', fail);
  worker.on('exit', (code) =>
    fail(
      new ConfigurationError(
        `a thread of the import ended before its time (${code}); run the same command again, which goes on from there`,
      ),
    ),
  );

  return {
    hand: {
      // One that failed takes the next batch, too, so that the failure is heard.
      isFree: () => failure !== undefined || (isReady && held.size < mostHeld),
      work: (batch) =>
        new Promise((resolve, reject) => {
          if (failure !== undefined) {
            reject(failure);
            return;
          }
          given += 1;
          held.set(given, { batch, resolve, reject });
          tell({ kind: 'batch', number: given, batch });
        }),
    },
    end: () => worker.terminate(),
  };
}
