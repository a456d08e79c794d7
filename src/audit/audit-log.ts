/**
 * Writing the audit log. What changes something is a recorded step: the change and its record are one atomic step, so that neither is
 * there without the other. What changes nothing of ours is recorded before the answer leaves, or there is no answer.
 *
 * The rest of the log is beside this file: events/ (what is recorded), chain/ (hashes, from pending events to the check of the whole),
 * checkpoints/ (what signs it), reading/ (finding entries), export/ (what leaves the log and can be checked elsewhere), shipping/ (a copy
 * off the host), retention/ (what is removed), refusals/ (counted, not kept) and history/ (what the owner of an account reads).
 */
import { randomBytes } from 'node:crypto';
import { Overloaded } from '../errors.ts';
import { count } from '../metrics/measuring.ts';
import type { Logger } from '../observability/logger.ts';
import { accountKey, historyKey, historyRepeatsKey } from '../storage/catalogue/account-keys.ts';
import type { KeptKey, StoreKey } from '../storage/catalogue/entry.ts';
import { declareStep, readStep, type Store } from '../storage/redis.ts';
import { writeBeforeAnswer } from '../storage/request/store-request.ts';
import { declareWriteKind, writeTogether } from '../storage/request/write-together.ts';
import type { Sealer } from '../storage/sealed.ts';
import { isStoreFailure } from '../storage/store-failure.ts';
import { bodyPlace, pendingEventsKey, refusalsKey } from './audit-keys.ts';
import { canonicalJson } from './chain/canonical-json.ts';
import { sha256 } from './chain/sha256.ts';
import type { Actor, RecordedEvent, SecurityEvent } from './events/security-event.ts';
import {
  historyPlace,
  keptInMilliseconds,
  mostEntries,
  mostRepeatsToldApart,
  repeatedAs,
  repeatsStandingAlone,
} from './history/history-store.ts';
import { isRefusal, refusalArguments } from './refusals/refusal-count.ts';

export interface AuditLog {
  /**
   * Records what changes nothing of ours, or only what this request writes (storage/write-together.ts), with which it leaves: they are in
   * one step. Within a request the work goes on meanwhile, and the answer waits.
   * @throws Overloaded, or the store's own failure: it could not be recorded
   */
  record(event: SecurityEvent): Promise<void>;
  /** The same for what must not go on before it is recorded. */
  recordFirst(event: SecurityEvent): Promise<void>;
}

/** What a recorded step writes with. */
export interface Recorder extends AuditLog {
  readonly store: Store;
  prepare(event: SecurityEvent): PreparedEvent;
  /** Once it is recorded: a line for people. */
  tell(event: SecurityEvent, id: string): void;
}

interface PreparedEvent {
  readonly keys: readonly StoreKey[];
  /** Hash of the body, sealed body, sealed entry of the history or '', as what it is repeated (with a service and a browser, and without) or ''. */
  readonly args: readonly string[];
}

/** @param logger gets a copy of each event, after it was recorded; best effort */
export function createRecorder(store: Store, sealer: Sealer, logger?: Logger): Recorder {
  const log = logger?.child({ log: 'audit' });

  function prepare({ isForOwner, ...event }: SecurityEvent): PreparedEvent {
    const recorded: RecordedEvent = { ...event, at: new Date().toISOString() };
    const text = `${randomBytes(16).toString('base64url')}${canonicalJson(recorded)}`;
    const args = [sha256(text), sealer.seal(text, bodyPlace)];
    const { account } = event;
    if (!isForOwner || account === undefined) {
      return { keys: [], args: [...args, '', '', ''] };
    }
    const about = `${event.details.client ?? ''}${unusualIn(event.details)}`;
    const [asSuch, atAll] = repeatedAs(event.event, event.origin.device, about) ?? ['', ''];
    return {
      keys: [accountKey(account), historyKey(account), historyRepeatsKey(account)],
      args: [...args, sealer.seal(JSON.stringify(entryOf(event)), historyPlace(account)), asSuch, atAll],
    };
  }

  function faultOf(error: unknown): unknown {
    if (isStoreFailure(error)) {
      return error;
    }
    logger?.error({ reason: (error as Error).message }, 'the audit log cannot be written');
    return new Overloaded('the audit log cannot be written', 5, error);
  }

  async function recordFirst(event: SecurityEvent): Promise<void> {
    try {
      await (isRefusal(event) ? recordOrCount(event) : recordEvent(recorder, [], [], { event }));
    } catch (error) {
      throw faultOf(error);
    }
  }

  async function recordOrCount(event: SecurityEvent): Promise<void> {
    const isRecorded = await recordRefusal(recorder, [refusalsKey], refusalArguments(event), { event });
    if (isRecorded === 0) {
      measure(event);
    }
  }

  /** In the step that writes what it tells of, where this request writes anything. */
  async function recordBeside(event: SecurityEvent): Promise<void> {
    const { keys, args } = prepare(event);
    await writeTogether(store, {
      kind: 'event',
      keys: [...keys, pendingEventsKey],
      args,
      goes: 'first',
      said: (id) => recorder.tell(event, id),
      faultOf,
    });
  }

  const recorder: Recorder = {
    store,
    prepare,
    recordFirst,
    record: (event) => (isRefusal(event) ? writeBeforeAnswer(recordFirst(event)) : recordBeside(event)),

    // Words that a person typed stay in the sealed record.
    tell({ isForOwner: _, event, origin, reason: ___, details, actor, outcome, ...more }, id) {
      measure({ event, outcome });
      const who = actor.kind === 'citizen' ? {} : { by: namesOf(actor) };
      log?.info({ event, id, outcome, ...more, ...who, ...whence(origin), ...details }, event);
    },
  };
  return recorder;
}

/** What looked unusual stands apart from the usual, or it would be lost among it. */
function unusualIn({ browser = '', failures = '', absent_since = '' }: SecurityEvent['details']): string {
  return browser + failures + absent_since && '\0unusual';
}

function measure({ event, outcome }: Pick<SecurityEvent, 'event' | 'outcome'>): void {
  count('kapu_security_events_total', { event, outcome });
}

/** By which request, and from which network: an attack is looked for by them. */
function whence({ network, request }: SecurityEvent['origin']): object {
  return { ...(network && { network }), ...(request !== undefined && { request_id: request }) };
}

function namesOf(actor: Actor): string {
  const id = 'id' in actor ? actor.id : undefined;
  return id ?? (actor.kind === 'operator' ? 'cli' : actor.kind);
}

/** What the owner reads: who it was only where it was not themselves. */
function entryOf({ event, origin, details, actor, reason }: Omit<SecurityEvent, 'isForOwner'>): object {
  return {
    event,
    device: actor.kind === 'citizen' ? origin.device : '',
    details,
    ...(actor.kind === 'citizen' ? {} : { actor: actor.kind }),
    ...(actor.kind === 'clerk' ? { office: actor.office, staff: actor.id } : {}),
    ...(reason === undefined ? {} : { reason }),
  };
}

/**
 * A script that changes something and says so: it calls `record('<name>')` for one of the events that it is given; those that it may be
 * given, after it saw that they are in `events`.
 */
export type RecordedStep<
  Name extends string,
  Reply,
  Maybe extends string = never,
  Key extends KeptKey = StoreKey,
> = (
  recorder: Recorder,
  keys: readonly Key[],
  args: readonly (string | number)[],
  events: Readonly<Record<Name, SecurityEvent> & Partial<Record<Maybe, SecurityEvent>>>,
) => Promise<Reply>;

/**
 * Reads `<name>.lua` beside the caller, as `atomicStep` does, and puts `record` before it.
 * @param base `import.meta.dirname` of the caller
 * @param shared what it has in common with other steps, in Lua
 */
export function recordedStep<
  Name extends string,
  Reply,
  Maybe extends string = never,
  Key extends KeptKey = StoreKey,
>(base: string, name: string, ...shared: readonly string[]): RecordedStep<Name, Reply, Maybe, Key> {
  const lua = `${prelude}${shared.join('')}local function step()\n${readStep(base, name)}\nend\nlocal reply = step()\nreturn {recorded, reply}\n`;
  const step = declareStep<[recorded: string[], reply?: Reply]>(name, lua, 'any');
  return async (recorder, keys, args, events) => {
    const prepared = Object.entries<SecurityEvent>(events).map(
      ([as, event]) => [as, recorder.prepare(event)] as const,
    );
    const [recorded, reply] = await step(
      recorder.store,
      [...keys, ...prepared.flatMap(([, { keys: further }]) => further), pendingEventsKey],
      [...args, ...prepared.flatMap(([as, { args: further }]) => [as, ...further]), prepared.length],
    );
    for (let at = 0; at < recorded.length; at += 2) {
      recorder.tell(events[recorded[at] as Name], recorded[at + 1] ?? '');
    }
    return (reply ?? null) as Reply;
  };
}

const readHere = (name: string): string => readStep(import.meta.dirname, name);
const recordOne = `local limits = {
  most_alone = ${repeatsStandingAlone}, most_told_apart = ${mostRepeatsToldApart}, kept_for = '${keptInMilliseconds}', most_entries = '${mostEntries}',
}
${readHere('record-one')}`;
const prelude = `${recordOne}${readHere('record')}`;
declareWriteKind(`${recordOne}${readHere('record-beside')}`);
const recordRefusal = recordedStep<'event', number>(import.meta.dirname, 'record-refusal');
const recordEvent = recordedStep<'event', number>(import.meta.dirname, 'record-event');
