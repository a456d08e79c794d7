/** Failures that are the store's and not ours: the same may succeed a little later, and an operator may mend them. */
import { isError } from '../observability/described-error.ts';

interface Failure {
  readonly what: string;
  /** For who gave a command, or asks why a node is not ready. */
  readonly next: string;
}

/** What Redis answers. BUSY, not BUSYGROUP: a script runs long, and nothing else is served meanwhile. */
const refusals: readonly (readonly [RegExp, Failure])[] = [
  [/^OOM/, { what: 'Redis is full and takes nothing more', next: 'raise its maxmemory' }],
  [
    /^READONLY/,
    { what: 'this Redis has become a replica', next: 'name its master, or the Sentinels, in KAPU_REDIS_URL' },
  ],
  [/^MISCONF/, { what: 'Redis cannot write to its disk and takes nothing more', next: 'free space there' }],
  [
    /^NOREPLICAS/,
    {
      what: 'no replica says that it has what was written',
      next: 'it may be done, so look before you give it again',
    },
  ],
  [/^LOADING/, { what: 'Redis is still reading its data', next: 'give it again in a moment' }],
  [
    /^BUSY |Script killed by user/,
    { what: 'Redis is busy with one long script', next: 'give it again in a moment' },
  ],
  [
    /^(CLUSTERDOWN|MASTERDOWN|TRYAGAIN)/,
    { what: 'Redis cannot serve at the moment', next: 'look at its master and its replicas' },
  ],
];
const connectionFaults =
  /Connection is closed|Command aborted|Stream isn't writeable|Command timed out|Socket timeout|ECONN|ENOENT|EPIPE|ETIMEDOUT/;

/** True when the same request may succeed a little later. */
export function isStoreFailure(error: unknown): boolean {
  return failureIn(error) !== undefined;
}

/** For who sits at a terminal, or reads why a node is not ready. @returns undefined for what is no failure of the store */
export function storeFailureInWords(error: unknown): string | undefined {
  const failure = failureIn(error);
  return failure && `${failure.what}: ${failure.next}${failure.code}`;
}

/** The same where it is known what became of it. */
export function whatFailedInStore(error: unknown): string | undefined {
  const failure = failureIn(error);
  return failure && `${failure.what}${failure.code}`;
}

/** @returns with the code by which Redis names it, as it ends a sentence */
function failureIn(error: unknown): (Failure & { readonly code: string }) | undefined {
  const { name, message } = isError(error) ? error : { name: '', message: '' };
  const refusal = refusals.find(([pattern]) => pattern.test(message))?.[1];
  if (refusal !== undefined) {
    return { ...refusal, code: ` (${message.split(' ', 1)[0]})` };
  }
  if (/Command timed out|Socket timeout/.test(message)) {
    const next = 'what was asked may be done, so look before you give it again';
    return { what: 'Redis did not answer in time', next, code: '' };
  }
  return name === 'MaxRetriesPerRequestError' || connectionFaults.test(message)
    ? { what: 'Redis is away', next: 'kapu config check says why', code: '' }
    : undefined;
}

/** For the log: in our words where Redis failed, and else as the error has it. */
export function reasonInWords(error: Error): string {
  return storeFailureInWords(error) ?? error.message;
}
