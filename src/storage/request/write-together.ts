/**
 * Writes of one request leave together: one script in place of a command each, which is whole or not at all. They wait until the request
 * sends its next command, which finds them done, or until its answer; outside of a request each leaves at once.
 */
import type { KeptKey, StoreKey } from '../catalogue/entry.ts';
import { declareStep, readStep, type Store } from '../redis.ts';
import { sendBeforeAnswer, type WaitingWrite } from './store-request.ts';

type Argument = string | number;

/** The lives of what is written are milliseconds. What each kind does is in write-together.lua. */
export const write = {
  /** Of somebody who is signed in, or was: what anybody may begin asks the limit first (throttle/errands/errands.ts). */
  record: (key: KeptKey, life: number, fields: readonly Argument[]): WaitingWrite => ({
    key,
    kind: 'record',
    args: [life, ...fields],
  }),
  member: (key: StoreKey, life: number, member: string): WaitingWrite => ({
    key,
    kind: 'member',
    args: [life, member],
  }),
  /** What leads to such a record. */
  pointer: (key: KeptKey, life: number, to: KeptKey): WaitingWrite => ({
    key,
    kind: 'value',
    args: [life, to],
  }),
  fields: (key: StoreKey, ...fieldsAndValues: Argument[]): WaitingWrite => ({
    key,
    kind: 'fields',
    args: fieldsAndValues,
  }),
  firstField: (key: StoreKey, field: string, value: string): WaitingWrite => ({
    key,
    kind: 'firstField',
    args: [field, value],
  }),
  gone: (key: KeptKey): WaitingWrite => ({ key, kind: 'gone', args: [] }),
} as const;

const name = 'write-together';
const writeAll = declareStep<number>(name, readStep(import.meta.dirname, name), 'any');

/** Resolves when they are sure to be sent before the answer; outside of a request when they are done. */
export async function writeTogether(store: Store, ...writes: readonly WaitingWrite[]): Promise<void> {
  if (writes.length > 0) {
    await sendBeforeAnswer(store, writes, (all) => send(store, all));
  }
}

async function send(store: Store, writes: readonly WaitingWrite[]): Promise<void> {
  const args = writes.flatMap(({ kind, args: given }) => [kind, given.length, ...given]);
  await writeAll(
    store,
    writes.map(({ key }) => key),
    args,
  );
}
