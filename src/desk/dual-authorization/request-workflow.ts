/**
 * What becomes of a request: the citizen is told, the delay passes, it takes effect, the citizen is told again. Whatever a node left
 * undone when it stopped, another takes up; a message may come twice, an effect never.
 */
import { type Account, recipientOf, verifiedChannelsOf, verifiedContactOf } from '../../accounts/account.ts';
import type { AccountStore } from '../../accounts/account-store.ts';
import type { IdentityDocument } from '../../assurance/identification.ts';
import { deskEvents } from '../../audit/events/desk-events.ts';
import type { SecurityEvent } from '../../audit/events/security-event.ts';
import type { DeskPolicy } from '../../configuration/policies.ts';
import type { MessageQueue } from '../../notifications/message-queue.ts';
import type { Logger } from '../../observability/logger.ts';
import { startTask } from '../../storage/due/task.ts';
import type { DeskPerson } from '../staff/role.ts';
import { isCancellable, isOpen, proposalOf, type RequestIn } from './request.ts';
import type { RequestStore, StoredRequest } from './request-store.ts';

export interface RequestWorkflow {
  /** Does at once what can be done at once: tells the citizen of what was approved. */
  goOn(accountId: string, now: Date): Promise<void>;
  /** By a second member of staff. @returns false when somebody else was faster. */
  refuse(stored: StoredRequest<RequestIn<'proposed'>>, decider: DeskPerson, now: Date): Promise<boolean>;
  /** By the owner. @returns false when there is nothing to cancel any more. */
  cancel(stored: StoredRequest, by: 'link' | 'own-pages', now: Date): Promise<boolean>;
  /** The owner stands at the window: also what nobody has decided on yet. @returns false when there is nothing to cancel any more. */
  cancelAtWindow(
    stored: StoredRequest,
    clerk: DeskPerson,
    document: IdentityDocument,
    now: Date,
  ): Promise<boolean>;
  /** Whatever is due. @throws LeftUndone when something could not be done; it is tried again later */
  settleDue(now: Date): Promise<void>;
}

export interface RequestWorkflowParts {
  readonly issuer: string;
  readonly policy: DeskPolicy;
  readonly requests: RequestStore;
  readonly accounts: Pick<AccountStore, 'find'>;
  readonly messages: MessageQueue;
  /** Whether text messages can be sent. */
  readonly hasTexts: boolean;
}

const hourInMilliseconds = 60 * 60 * 1000;

export function createRequestWorkflow(parts: RequestWorkflowParts): RequestWorkflow {
  const { requests } = parts;

  return {
    goOn: (accountId, now) => goOn(parts, accountId, now),
    refuse: (stored, decider, now) => refuse(parts, stored, decider, now),
    cancel: (stored, by, now) => cancel(requests, stored, by, now),
    cancelAtWindow: (stored, clerk, document, now) => cancelAtWindow(requests, stored, clerk, document, now),

    settleDue: (now) => requests.eachDue(now, (stored) => settle(parts, stored, now)),
  };
}

async function goOn(parts: RequestWorkflowParts, accountId: string, now: Date): Promise<void> {
  const stored = await parts.requests.find(accountId);
  if (stored) {
    await settle(parts, stored, now);
  }
}

/** The one step that is due in this state, if any. */
async function settle(parts: RequestWorkflowParts, stored: StoredRequest, now: Date): Promise<void> {
  const { accountId, request } = stored;
  if (request.state === 'approved') {
    await announce(parts, { ...stored, request }, now);
  } else if (request.state === 'announced' && now >= new Date(request.takesEffectAt)) {
    await takeEffect(parts, { ...stored, request }, now);
  } else if (request.state === 'done' && !request.isTold) {
    await tellOfEffect(parts, { ...stored, request });
  } else if (request.state === 'proposed' && now >= new Date(request.expiresAt)) {
    const expired = { ...proposalOf(request), state: 'expired' } as const;
    await endUndone(
      parts,
      { ...stored, request },
      expired,
      deskEvents.requestExpired(accountId, request.kind),
    );
  }
}

function refuse(
  parts: RequestWorkflowParts,
  stored: StoredRequest<RequestIn<'proposed'>>,
  decider: DeskPerson,
  now: Date,
): Promise<boolean> {
  const { accountId, request } = stored;
  const refused: RequestIn<'refused'> = {
    ...proposalOf(request),
    state: 'refused',
    refusedBy: decider.accountId,
    refusedAt: now.toISOString(),
  };
  return endUndone(parts, stored, refused, deskEvents.requestRefused(decider, accountId, request.kind));
}

/** Nothing comes of it, and the owner is told in the same move: whoever lost their way in cannot read their history, and would wait. */
async function endUndone(
  parts: RequestWorkflowParts,
  stored: StoredRequest<RequestIn<'proposed'>>,
  next: RequestIn<'refused' | 'expired'>,
  event: SecurityEvent,
): Promise<boolean> {
  const account = await parts.accounts.find(stored.accountId);
  const proposedAt = new Date(stored.request.proposedAt);
  return parts.requests.move(
    stored,
    next,
    event,
    account ? messagesOfEnd(parts, account, next, proposedAt) : [],
  );
}

function messagesOfEnd(
  { messages, hasTexts }: RequestWorkflowParts,
  account: Account,
  { state }: RequestIn<'refused' | 'expired'>,
  proposedAt: Date,
): string[] {
  const mail = messages.prepare(recipientOf(account), `desk-${state}`, proposedAt);
  const { phone_number: phone, locale } = account.profile;
  const text = phone && hasTexts ? messages.prepareText({ phone, locale }, 'desk-not-done') : '';
  return [mail, text].filter((message) => message !== '');
}

/** Approved: every contact is told; only then the delay begins. */
async function announce(
  parts: RequestWorkflowParts,
  stored: StoredRequest<RequestIn<'approved'>>,
  now: Date,
): Promise<void> {
  const account = await parts.accounts.find(stored.accountId);
  if (!account) {
    return;
  }
  const { kind } = stored.request;
  const delay = delayInHours(parts.policy, account) * hourInMilliseconds;
  const takesEffectAt = new Date(now.getTime() + delay);
  await tellOfApproval(parts, account, stored.request, takesEffectAt);
  await text(parts, account, 'desk-approved');
  const announced: RequestIn<'announced'> = {
    ...stored.request,
    state: 'announced',
    takesEffectAt: takesEffectAt.toISOString(),
  };
  await parts.requests.move(stored, announced, deskEvents.requestAnnounced(account.id, kind));
}

/** With the link that cancels, where the address is the owner's; anybody else's would cancel in their place. */
async function tellOfApproval(
  { issuer, requests, messages }: RequestWorkflowParts,
  account: Account,
  { id, kind }: RequestIn<'approved'>,
  takesEffectAt: Date,
): Promise<void> {
  const contact = verifiedContactOf(account);
  if (!contact) {
    await messages.tell(recipientOf(account), `desk-${kind}-approved-without-link`, takesEffectAt);
    return;
  }
  const token = await requests.prepareLink(account.id, id);
  const link = `${issuer}/hivatali-keres/${token}`;
  await messages.tellWithLink(contact, `desk-${kind}-approved`, link, takesEffectAt);
}

/** How long its owner may cancel what was approved. */
export function delayInHours(
  { delay_hours: hours }: Pick<DeskPolicy, 'delay_hours'>,
  account: Account,
): number {
  const isReachable = verifiedChannelsOf(account.profile).length > 0;
  return isReachable ? hours.with_contact : hours.without_contact;
}

async function takeEffect(
  parts: RequestWorkflowParts,
  stored: StoredRequest<RequestIn<'announced'>>,
  now: Date,
): Promise<void> {
  const { accountId, request } = stored;
  const account = await parts.accounts.find(accountId);
  if (account) {
    const event = deskEvents.requestTookEffect(accountId, request.kind);
    await parts.requests.takeEffect(stored, account.profile, now, event);
    await goOn(parts, accountId, now);
  }
}

async function tellOfEffect(
  parts: RequestWorkflowParts,
  stored: StoredRequest<RequestIn<'done'>>,
): Promise<void> {
  const account = await parts.accounts.find(stored.accountId);
  const { kind, doneAt } = stored.request;
  if (account) {
    await parts.messages.tell(recipientOf(account), `desk-${kind}-done`, new Date(doneAt));
    await text(parts, account, 'desk-done');
  }
  const told: RequestIn<'done'> = { ...stored.request, isTold: true };
  await parts.requests.move(stored, told, deskEvents.ownerTold(stored.accountId, kind));
}

async function text(
  { messages, hasTexts }: Pick<RequestWorkflowParts, 'messages' | 'hasTexts'>,
  account: Account,
  kind: 'desk-approved' | 'desk-done',
): Promise<void> {
  const { phone_number: phone, locale } = account.profile;
  if (phone && hasTexts) {
    await messages.text({ phone, locale }, kind, {});
  }
}

async function cancel(
  requests: RequestStore,
  stored: StoredRequest,
  by: 'link' | 'own-pages',
  now: Date,
): Promise<boolean> {
  const { accountId, request } = stored;
  if (!isCancellable(request)) {
    return false;
  }
  const cancelled: RequestIn<'cancelled'> = {
    ...proposalOf(request),
    state: 'cancelled',
    cancelledAt: now.toISOString(),
    by,
  };
  return requests.move(stored, cancelled, deskEvents.requestCancelled(accountId, request.kind, by));
}

async function cancelAtWindow(
  requests: RequestStore,
  stored: StoredRequest,
  clerk: DeskPerson,
  document: IdentityDocument,
  now: Date,
): Promise<boolean> {
  const { accountId, request } = stored;
  if (!isOpen(request, now)) {
    return false;
  }
  const cancelled: RequestIn<'cancelled'> = {
    ...proposalOf(request),
    state: 'cancelled',
    cancelledAt: now.toISOString(),
    by: 'window',
    cancelledBy: clerk.accountId,
  };
  const event = deskEvents.requestCancelledAtWindow(clerk, accountId, request.kind, document);
  return requests.move(stored, cancelled, event);
}

const everyMilliseconds = 30_000;

/** The task that every node runs; whichever comes first does it. @returns a function that stops it. */
export function startRequestWorkflow(workflow: RequestWorkflow, now: () => Date, logger: Logger): () => void {
  return startTask('desk requests', everyMilliseconds, () => workflow.settleDue(now()), logger);
}
