/**
 * What becomes of a request: the citizen is told, the delay passes, it takes effect, the citizen is told again. Whatever a node left
 * undone when it stopped, another takes up; a message may come twice, an effect never.
 */
import { type Account, recipientOf, verifiedChannelsOf } from '../accounts/account.ts';
import type { AccountStore } from '../accounts/account-store.ts';
import { deskEvents } from '../audit/desk-events.ts';
import type { DeskPolicy } from '../configuration/policies.ts';
import type { MessageQueue } from '../notifications/message-queue.ts';
import type { Logger } from '../observability/logger.ts';
import type { IdentityDocument } from './case-store.ts';
import { isCancellable, isOpen, proposalOf, type RequestIn } from './request.ts';
import type { RequestStore, StoredRequest } from './request-store.ts';
import type { DeskPerson } from './role.ts';

export interface RequestCourse {
  /** Does at once what can be done at once: tells the citizen of what was approved. */
  goOn(accountId: string, now: Date): Promise<void>;
  /** By the owner. @returns false when there is nothing to cancel any more. */
  cancel(stored: StoredRequest, by: 'link' | 'own-pages', now: Date): Promise<boolean>;
  /** The owner stands at the window: also what nobody has decided on yet. @returns false when there is nothing to cancel any more. */
  cancelAtWindow(
    stored: StoredRequest,
    clerk: DeskPerson,
    document: IdentityDocument,
    now: Date,
  ): Promise<boolean>;
  /** Whatever is due. */
  settleDue(now: Date): Promise<void>;
}

export interface RequestCourseParts {
  readonly issuer: string;
  readonly policy: DeskPolicy;
  readonly requests: RequestStore;
  readonly accounts: Pick<AccountStore, 'find'>;
  readonly messages: MessageQueue;
  /** Whether text messages can be sent. */
  readonly hasTexts: boolean;
}

const hourInMilliseconds = 60 * 60 * 1000;

export function createRequestCourse(parts: RequestCourseParts): RequestCourse {
  const { policy, requests, accounts, messages } = parts;

  /** Approved: every contact is told, with the link that cancels; only then the delay begins. */
  async function announce(stored: StoredRequest<RequestIn<'approved'>>, now: Date): Promise<void> {
    const account = await accounts.find(stored.accountId);
    if (!account) {
      return;
    }
    const { id, kind } = stored.request;
    const takesEffectAt = new Date(now.getTime() + delayInHours(account) * hourInMilliseconds);
    const token = await requests.prepareLink(account.id, id);
    const cancel = `${parts.issuer}/hivatali-keres/${token}`;
    await messages.tell(recipientOf(account), `desk-${kind}-approved`, now, {
      cancel,
      from: takesEffectAt.toISOString(),
    });
    await text(account, 'desk-approved');
    const announced: RequestIn<'announced'> = {
      ...stored.request,
      state: 'announced',
      takesEffectAt: takesEffectAt.toISOString(),
    };
    await requests.move(stored, announced, deskEvents.requestAnnounced(account.id, kind));
  }

  async function takeEffect(stored: StoredRequest<RequestIn<'announced'>>, now: Date): Promise<void> {
    const { accountId, request } = stored;
    await requests.takeEffect(stored, now, deskEvents.requestTookEffect(accountId, request.kind));
    await goOn(accountId, now);
  }

  async function tellOfEffect(stored: StoredRequest<RequestIn<'done'>>): Promise<void> {
    const account = await accounts.find(stored.accountId);
    const { kind } = stored.request;
    if (account) {
      await messages.tell(recipientOf(account), `desk-${kind}-done`, new Date(stored.request.doneAt));
      await text(account, 'desk-done');
    }
    const told: RequestIn<'done'> = { ...stored.request, isTold: true };
    await requests.move(stored, told, deskEvents.ownerTold(stored.accountId, kind));
  }

  async function text(account: Account, kind: 'desk-approved' | 'desk-done'): Promise<void> {
    const { phone_number: phone, locale } = account.profile;
    if (phone && parts.hasTexts) {
      await messages.text({ phone, locale }, kind, {});
    }
  }

  function delayInHours(account: Account): number {
    const isReachable = verifiedChannelsOf(account.profile).length > 0;
    return isReachable ? policy.delay_hours.with_contact : policy.delay_hours.without_contact;
  }

  async function settle(stored: StoredRequest, now: Date): Promise<void> {
    const { accountId, request } = stored;
    if (request.state === 'approved') {
      await announce({ ...stored, request }, now);
    } else if (request.state === 'announced' && now >= new Date(request.takesEffectAt)) {
      await takeEffect({ ...stored, request }, now);
    } else if (request.state === 'done' && !request.isTold) {
      await tellOfEffect({ ...stored, request });
    } else if (request.state === 'proposed' && now >= new Date(request.expiresAt)) {
      const expired = { ...proposalOf(request), state: 'expired' } as const;
      await requests.move(stored, expired, deskEvents.requestExpired(accountId, request.kind));
    }
  }

  async function goOn(accountId: string, now: Date): Promise<void> {
    const stored = await requests.find(accountId);
    if (stored) {
      await settle(stored, now);
    }
  }

  return {
    goOn,

    async cancel(stored, by, now) {
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
    },

    async cancelAtWindow(stored, clerk, document, now) {
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
    },

    async settleDue(now) {
      for (const stored of await requests.due(now)) {
        await settle(stored, now);
      }
    },
  };
}

const everyMilliseconds = 30_000;

/** The task that every node runs; whichever comes first does it. @returns a function that stops it. */
export function startRequestCourse(course: RequestCourse, now: () => Date, logger: Logger): () => void {
  const timer = setInterval(() => {
    course
      .settleDue(now())
      .catch((error: Error) => logger.warn({ reason: error.message }, 'requests of the desk'));
  }, everyMilliseconds);
  return () => clearInterval(timer);
}
