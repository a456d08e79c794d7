/** Requests that two people decide on, one an account, sealed; and where they wait. */
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { type Identity, keysOfSecondAccount } from '../../accounts/identity.ts';
import { type Recorder, recordedStep } from '../../audit/audit-log.ts';
import type { SecurityEvent } from '../../audit/events/security-event.ts';
import type { Secrets } from '../../configuration/secrets.ts';
import { endingStep } from '../../endings/ending-step.ts';
import { messageQueue } from '../../notifications/message-queue.ts';
import { accountKey, deskRequestKey, secondAccountKey } from '../../storage/catalogue/account-keys.ts';
import { deskLinkKey, deskProposalsKey, deskRequestsDueKey } from '../../storage/catalogue/desk-keys.ts';
import type { StoreKey } from '../../storage/catalogue/entry.ts';
import { doWhatIsDue } from '../../storage/due/due-list.ts';
import { type Listing, readEach } from '../../storage/due/each-in-turn.ts';
import { hashOfIdentifier } from '../../storage/keyed-hash.ts';
import { queueingRule } from '../../storage/outbox/outbox.ts';
import type { Sealer } from '../../storage/sealed.ts';
import { openRecord } from '../../storage/sealed-record.ts';
import { firstVersion, readVersioned, versions } from '../../storage/versioned-record.ts';
import { type DeskRequest, proposalOf, type RequestIn, requestSchema } from './request.ts';

export interface StoredRequest<State extends DeskRequest = DeskRequest> {
  readonly accountId: string;
  readonly version: number;
  readonly request: State;
}

export interface RequestStore {
  find(accountId: string): Promise<StoredRequest | undefined>;
  /** @returns false when another request was there, or came first, or it is not for whoever proposes it. */
  propose(
    accountId: string,
    replaced: StoredRequest | undefined,
    request: RequestIn<'proposed'>,
    event: SecurityEvent,
  ): Promise<boolean>;
  /**
   * @param messages that the owner is told by in the same move, as `MessageQueue.prepare` makes them
   * @returns false when somebody else moved it first; nothing happened then.
   */
  move(
    stored: StoredRequest,
    next: DeskRequest,
    event: SecurityEvent,
    messages?: readonly string[],
  ): Promise<boolean>;
  /**
   * What was agreed on happens, exactly once. But for a second account it ends every session and token of the account in the same step.
   * @param identity of the account's owner
   */
  takeEffect(
    stored: StoredRequest<RequestIn<'announced'>>,
    identity: Identity,
    now: Date,
    event: SecurityEvent,
  ): Promise<RequestIn<'done'> | undefined>;
  /** Proposals of an office that await a decision, oldest first. */
  proposalsOf(office: string): Promise<Listing<StoredRequest<RequestIn<'proposed'>>>>;
  /**
   * Does it to every request of which something is to come by now. Whatever does not move by it is tried again later.
   * @throws LeftUndone when it failed for some
   */
  eachDue(now: Date, work: (stored: StoredRequest) => Promise<void>): Promise<void>;
  /** For the link in the message, by which the owner cancels. @returns the token. */
  prepareLink(accountId: string, requestId: string): Promise<string>;
  findByLink(token: string): Promise<StoredRequest | undefined>;
}

/** Longer than any request takes; the owner sees it in their own pages. */
const lifeInMilliseconds = deskRequestKey.lifeInSeconds * 1000;
const dueKey = deskRequestsDueKey();
const mostAtOnce = 100;
/** Until a request of which nothing came is looked at again. */
const pauseInMilliseconds = 60_000;

const moveStep = recordedStep<'moved', number>(
  import.meta.dirname,
  'move-desk-request',
  queueingRule,
  versions,
);
const takeEffectStep = endingStep<'effected', number>(import.meta.dirname, 'take-effect', versions);

const permitStep = recordedStep<'effected', number>(import.meta.dirname, 'permit-second-account', versions);

const linkSchema = z.strictObject({ accountId: z.string(), requestId: z.string() });

export function createRequestStore(recorder: Recorder, sealer: Sealer, secrets: Secrets): RequestStore {
  const { store } = recorder;
  const place = (accountId: string): string => `account:${accountId}:desk-request`;
  const linkKey = (token: string): StoreKey => deskLinkKey(hashOfIdentifier(token));

  function seal(accountId: string, request: DeskRequest): string {
    return sealer.seal(JSON.stringify(request), place(accountId));
  }

  async function find(accountId: string): Promise<StoredRequest | undefined> {
    const { version, value } = await readVersioned(store, deskRequestKey(accountId));
    if (value === undefined) {
      return undefined;
    }
    const request = openRecord(
      sealer,
      requestSchema,
      value,
      place(accountId),
      `desk request of account ${accountId}`,
    );
    return { accountId, version, request };
  }

  async function put(
    accountId: string,
    version: number,
    request: DeskRequest,
    event: SecurityEvent,
    messages: readonly string[] = [],
  ): Promise<boolean> {
    const own = [deskRequestKey(accountId), deskProposalsKey(request.office), dueKey, accountKey(accountId)];
    const keys = [...own, messageQueue.stream];
    const args = [
      version,
      seal(accountId, request),
      lifeInMilliseconds,
      firstVersion(),
      accountId,
      request.state === 'proposed' ? Date.parse(request.expiresAt) : '',
      nextInstantOf(request) ?? '',
      whoResets(request) ?? '',
      ...messages,
    ];
    return (await moveStep(recorder, keys, args, { moved: event })) === 1;
  }

  return {
    find,

    propose: (accountId, replaced, request, event) => put(accountId, replaced?.version ?? 0, request, event),

    move: ({ accountId, version }, next, event, messages) => put(accountId, version, next, event, messages),

    async takeEffect(stored, identity, now, event) {
      const done = doneWith(stored.request, now);
      const take = stored.request.kind === 'second-account' ? permitSecondAccount : endWithPlus;
      const effect = { ...stored, sealed: seal(stored.accountId, done), identity, now, event };
      return (await take(recorder, secrets, effect)) === 1 ? done : undefined;
    },

    async proposalsOf(office) {
      const accountIds = await store.zrange(deskProposalsKey(office), 0, String(mostAtOnce - 1));
      const nameOf = (accountId: string): string => `request of account ${accountId}`;
      const { readable, unreadable } = await readEach(accountIds, nameOf, find);
      return {
        readable: readable.filter(
          (stored): stored is StoredRequest<RequestIn<'proposed'>> =>
            stored.request.state === 'proposed' && stored.request.office === office,
        ),
        unreadable,
      };
    },

    eachDue: (now, work) =>
      doWhatIsDue(store, dueKey, now, pauseInMilliseconds, async ({ member: accountId }) => {
        const stored = await find(accountId);
        await (stored ? work(stored) : store.zrem(dueKey, accountId));
      }),

    async prepareLink(accountId, requestId) {
      const token = randomBytes(32).toString('base64url');
      await store.set(
        linkKey(token),
        JSON.stringify({ accountId, requestId }),
        'EX',
        deskLinkKey.lifeInSeconds,
      );
      return token;
    },

    async findByLink(token) {
      const kept = await store.get(linkKey(token));
      if (!kept) {
        return undefined;
      }
      const { accountId, requestId } = linkSchema.parse(JSON.parse(kept));
      const stored = await find(accountId);
      return stored?.request.id === requestId ? stored : undefined;
    },
  };
}

interface Effect extends StoredRequest<RequestIn<'announced'>> {
  /** As it is kept from now on. */
  readonly sealed: string;
  readonly identity: Identity;
  readonly now: Date;
  readonly event: SecurityEvent;
}

function endWithPlus(recorder: Recorder, _: Secrets, effect: Effect): Promise<number> {
  const { accountId, version, request, sealed, now, event } = effect;
  const keys = [deskRequestKey(accountId), accountKey(accountId), dueKey];
  const args = [version, sealed, lifeInMilliseconds, request.kind, accountId, now.getTime()];
  const ending = { act: 'plus-cancelled-at-desk', accountId } as const;
  return takeEffectStep(recorder, ending, keys, args, { effected: event });
}

function permitSecondAccount(recorder: Recorder, secrets: Secrets, effect: Effect): Promise<number> {
  const { accountId, version, sealed, identity, now, event } = effect;
  const own = [deskRequestKey(accountId), accountKey(accountId), dueKey];
  const keys = [...own, keysOfSecondAccount(secrets, identity)[0]];
  const leaveInMilliseconds = secondAccountKey.lifeInSeconds * 1000;
  const args = [version, sealed, lifeInMilliseconds, accountId, now.getTime(), leaveInMilliseconds];
  return permitStep(recorder, keys, args, { effected: event });
}

function doneWith(request: RequestIn<'announced'>, now: Date): RequestIn<'done'> {
  return {
    ...proposalOf(request),
    state: 'done',
    approvedBy: request.approvedBy,
    approvedAt: request.approvedAt,
    doneAt: now.toISOString(),
    isTold: false,
  };
}

/** A reset is not for whoever made the account or a code for it: by both alone they could be its owner. */
function whoResets(request: DeskRequest): string | undefined {
  if (request.kind !== 'reset') {
    return undefined;
  }
  return request.state === 'approved'
    ? request.approvedBy
    : request.state === 'proposed'
      ? request.proposedBy
      : undefined;
}

/** When something is to come of it without anybody's doing. Milliseconds since 1970. */
function nextInstantOf(request: DeskRequest): number | undefined {
  switch (request.state) {
    case 'proposed':
      return Date.parse(request.expiresAt);
    case 'approved':
      return Date.parse(request.approvedAt);
    case 'announced':
      return Date.parse(request.takesEffectAt);
    case 'done':
      return request.isTold ? undefined : Date.parse(request.doneAt);
    default:
      return undefined;
  }
}
