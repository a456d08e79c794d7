/** How much waits in each queue, since when, and what was given up: for metrics and for the operator's pages. */
import { createChainStore } from '../audit/chain/chain-store.ts';
import { logoutKeys, messageKeys, pingKeys } from '../storage/catalogue/queue-keys.ts';
import { type Waiting, waitingIn } from '../storage/outbox/waiting.ts';
import type { Store } from '../storage/redis.ts';

/** Those from which something is given up in the end, for an operator. */
export const outgoingQueues = ['messages', 'logouts', 'pings'] as const;
export type OutgoingQueue = (typeof outgoingQueues)[number];

export interface QueueState extends Waiting {
  readonly queue: OutgoingQueue | 'audit';
  /** Nothing of the audit log is ever given up. */
  readonly givenUp: number | undefined;
}

const deadLettersOf = {
  messages: messageKeys.deadLetters(),
  logouts: logoutKeys.deadLetters(),
  pings: pingKeys.deadLetters(),
} as const;

export async function readQueues(store: Store): Promise<QueueState[]> {
  const relyingParties = await store.smembers(logoutKeys.relyingParties());
  const streams = {
    messages: [messageKeys.stream()],
    logouts: relyingParties.map((clientId) => logoutKeys.line(clientId)),
    pings: [pingKeys.stream()],
  };
  const outgoing = outgoingQueues.map(async (queue): Promise<QueueState> => {
    const [waiting, givenUp] = await Promise.all([
      waitingIn(store, streams[queue]),
      store.xlen(deadLettersOf[queue]),
    ]);
    return { queue, ...waiting, givenUp };
  });
  const awaiting = createChainStore(store).awaiting();
  return [...(await Promise.all(outgoing)), { queue: 'audit', ...(await awaiting), givenUp: undefined }];
}
