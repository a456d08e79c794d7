/** Failures that are the store's and not ours: the same may succeed a little later, and an operator may mend them. */
import { isError } from '../observability/described-error.ts';

/** What Redis answers, and what is to be done. BUSY, not BUSYGROUP: a script runs long, and nothing else is served meanwhile. */
const refusals: readonly (readonly [RegExp, string])[] = [
  [/^OOM/, 'Redis is full and takes nothing more: raise its maxmemory'],
  [/^READONLY/, 'this Redis has become a replica: name its master, or the Sentinels, in KAPU_REDIS_URL'],
  [/^MISCONF/, 'Redis cannot write to its disk and takes nothing more: free space there'],
  [
    /^NOREPLICAS/,
    'no replica says that it has what was written: it may be done, so look before you give it again',
  ],
  [/^LOADING/, 'Redis is still reading its data: give it again in a moment'],
  [/^BUSY |Script killed by user/, 'Redis is busy with one long script: give it again in a moment'],
  [
    /^(CLUSTERDOWN|MASTERDOWN|TRYAGAIN)/,
    'Redis cannot serve at the moment: look at its master and its replicas',
  ],
];
const connectionFaults =
  /Connection is closed|Command aborted|Stream isn't writeable|Command timed out|Socket timeout|ECONN|ENOENT|EPIPE|ETIMEDOUT/;

/** True when the same request may succeed a little later. */
export function isStoreFailure(error: unknown): boolean {
  return storeFailureInWords(error) !== undefined;
}

/** For who sits at a terminal, or reads why a node is not ready. @returns undefined for what is no failure of the store */
export function storeFailureInWords(error: unknown): string | undefined {
  const { name, message } = isError(error) ? error : { name: '', message: '' };
  const refusal = refusals.find(([pattern]) => pattern.test(message))?.[1];
  if (refusal !== undefined) {
    return `${refusal} (${message.split(' ', 1)[0]})`;
  }
  if (/Command timed out|Socket timeout/.test(message)) {
    return 'Redis did not answer in time: what was asked may be done, so look before you give it again';
  }
  return name === 'MaxRetriesPerRequestError' || connectionFaults.test(message)
    ? 'Redis is away: kapu config check says why'
    : undefined;
}

/** For the log: in our words where Redis failed, and else as the error has it. */
export function reasonInWords(error: Error): string {
  return storeFailureInWords(error) ?? error.message;
}
