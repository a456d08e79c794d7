/**
 * Writes of one request leave together: one script in place of a command each, which is whole or not at all. They wait until the request
 * sends its next command, which finds them done, or until its answer; outside of a request each leaves at once.
 */
import type { KeptKey, StoreKey } from '../catalogue/entry.ts';
import { type AtomicStep, declareStep, readStep, type Store } from '../redis.ts';
import { sendBeforeAnswer, type WaitingWrite } from './store-request.ts';

type Argument = string | number;

/** The lives of what is written are milliseconds. What each kind does is in write-kinds.lua. */
export const write = {
  /** Of somebody who is signed in, or was: what anybody may begin asks the limit first (throttle/errands/errands.ts). */
  record: (key: KeptKey, life: number, fields: readonly Argument[]): WaitingWrite => ({
    keys: [key],
    kind: 'record',
    args: [life, ...fields],
  }),
  /** The same of one that is written once: whatever is there under its name is this very one. */
  newRecord: (key: KeptKey, life: number, fields: readonly Argument[]): WaitingWrite => ({
    keys: [key],
    kind: 'newRecord',
    args: [life, ...fields],
  }),
  /** The same of a session, unless it was ended. */
  session: (key: KeptKey, life: number, fields: readonly Argument[]): WaitingWrite => ({
    keys: [key],
    kind: 'session',
    args: [life, ...fields],
  }),
  member: (key: StoreKey, life: number, member: string): WaitingWrite => ({
    keys: [key],
    kind: 'member',
    args: [life, member],
  }),
  /** @param beyond is told which ones are too many, where any are */
  boundedMember: (
    key: StoreKey,
    life: number,
    member: string,
    most: number,
    beyond: (members: readonly string[]) => void,
  ): WaitingWrite => ({
    keys: [key],
    kind: 'boundedMember',
    args: [life, member, most],
    said: (reply) => {
      if (reply !== '') {
        beyond(reply.split(' '));
      }
    },
  }),
  /** The same of a text. */
  value: (key: KeptKey, life: number, value: string): WaitingWrite => ({
    keys: [key],
    kind: 'value',
    args: [life, value],
  }),
  /** What leads to such a record. */
  pointer: (key: KeptKey, life: number, to: KeptKey): WaitingWrite => ({
    keys: [key],
    kind: 'value',
    args: [life, to],
  }),
  fields: (key: StoreKey, ...fieldsAndValues: Argument[]): WaitingWrite => ({
    keys: [key],
    kind: 'fields',
    args: fieldsAndValues,
  }),
  /** Nothing is made by it that is gone. */
  presentFields: (key: StoreKey, ...fieldsAndValues: Argument[]): WaitingWrite => ({
    keys: [key],
    kind: 'presentFields',
    args: fieldsAndValues,
  }),
  /** Two fields that are always written together: one keeps the first value that it was given. */
  firstAndLast: (key: StoreKey, first: string, last: string, value: string): WaitingWrite => ({
    keys: [key],
    kind: 'firstAndLast',
    args: [first, last, value],
  }),
  gone: (...keys: readonly [KeptKey, ...KeptKey[]]): WaitingWrite => ({
    keys,
    kind: 'gone',
    args: [keys.length],
  }),
  /** Gone when this is over, or earlier. */
  endingIn: (key: KeptKey, life: number): WaitingWrite => ({ keys: [key], kind: 'endingIn', args: [life] }),
} as const;

const readHere = (name: string): string => readStep(import.meta.dirname, name);
const kinds = [readHere('write-kinds')];
let writeAll = declareWriteAll();

/**
 * A room whose writes are of a kind of its own says so when it is loaded.
 * @param lua adds it to `kinds`; what it says, `said` of its writes is told
 */
export function declareWriteKind(lua: string): void {
  kinds.push(lua);
  writeAll = declareWriteAll();
}

function declareWriteAll(): AtomicStep<string[], KeptKey> {
  return declareStep('write-together', `${kinds.join('')}${readHere('write-together')}`, 'any');
}

/** Resolves when they are sure to be sent before the answer; outside of a request when they are done. */
export async function writeTogether(store: Store, ...writes: readonly WaitingWrite[]): Promise<void> {
  if (writes.length > 0) {
    await sendBeforeAnswer(store, writes, (all) => send(store, all));
  }
}

async function send(store: Store, given: readonly WaitingWrite[]): Promise<void> {
  // What cannot be recorded is not to be done, and what must not be done is not recorded.
  const writes = given.toSorted((one, other) => orderOf(one) - orderOf(other));
  try {
    const replies = await writeAll(
      store,
      writes.flatMap(({ keys }) => keys),
      writes.flatMap(({ kind, keys, args }) => [kind, keys.length, args.length, ...args]),
    );
    writes.forEach(({ said }, nth) => {
      said?.(replies[nth] ?? '');
    });
  } catch (error) {
    for (const { refusalOf } of writes) {
      const refusal = await refusalOf?.(error);
      if (refusal) {
        throw refusal;
      }
    }
    const [judge] = writes.flatMap(({ faultOf }) => faultOf ?? []);
    throw judge ? judge(error) : error;
  }
}

function orderOf({ goes }: WaitingWrite): number {
  return goes === 'as-condition' ? 0 : goes === 'first' ? 1 : 2;
}
