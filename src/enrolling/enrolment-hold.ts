/**
 * The enrolment hold: a password may be stolen, so the first Ügyfélkapu+ waits for a proof beyond it (decision 10). A code goes to the
 * citizen's verified address, on a page with a session identifier that the message repeats; without an address the application
 * waits until the owner had time to notice it. Whoever signed in with a code already needs none. Who stands at the window is
 * let through by a clerk, but not by the one who registered them: a registration alone shortens nothing (decision 57).
 */
import type { Account } from '../accounts/account.ts';
import { recipientOf } from '../accounts/account.ts';
import type { MessageQueue } from '../notifications/message-queue.ts';
import { nextMessageAt } from '../one-time-codes/message-code.ts';
import type { AttemptSource } from '../throttle/failures/attempt-source.ts';
import type { RateLimits } from '../throttle/windows/rate-limits.ts';
import type { ContactCodeToSend } from '../totp/enrolment/contact-code.ts';
import type { ContactCodeSent } from '../totp/enrolment/enrolment.ts';
import type { Applicant, EnrolmentStore, StoredEnrolment } from '../totp/enrolment/enrolment-store.ts';
import { timeOfDay } from '../web/page/dates-and-times.ts';

export type EnrolmentHoldOutcome = 'begun' | 'moved' | 'too-many-messages';

export interface EnrolmentHold {
  /** @param who whose allowance of messages it is: strangers cannot use up that of the owner's own browser. */
  begin(
    account: Account,
    browser: string,
    who: AttemptSource,
    replacedVersion: number,
    now: Date,
  ): Promise<EnrolmentHoldOutcome>;
  /** Until when an application that begins now waits; undefined where a code is sent instead. */
  waitsUntil(account: Account, now: Date): Date | undefined;
  sendAgain(
    account: Account,
    who: AttemptSource,
    stored: StoredEnrolment<ContactCodeSent>,
    now: Date,
  ): Promise<EnrolmentHoldOutcome>;
}

export interface EnrolmentHoldParts {
  readonly enrolments: EnrolmentStore;
  readonly messages: MessageQueue;
  readonly rateLimits: RateLimits;
  /** How long an application waits where there is no verified address. */
  readonly waitInHours: number;
}

export function createEnrolmentHold({
  enrolments,
  messages,
  rateLimits,
  waitInHours,
}: EnrolmentHoldParts): EnrolmentHold {
  function waitsUntil(account: Account, now: Date): Date | undefined {
    const { email, email_verified } = account.profile;
    return email && email_verified ? undefined : new Date(now.getTime() + waitInHours * 60 * 60_000);
  }

  async function send(
    account: Account,
    contactCode: ContactCodeToSend | undefined,
    now: Date,
  ): Promise<EnrolmentHoldOutcome> {
    if (!contactCode) {
      return 'moved';
    }
    const { code, sessionIdentifier, expiresAt } = contactCode;
    const more = { code, sessionIdentifier, until: timeOfDay(expiresAt, account.profile.locale) };
    await messages.tell(recipientOf(account), 'enrolment-code', now, more, expiresAt);
    return 'begun';
  }

  return {
    waitsUntil,

    async begin(account, browser, who, replacedVersion, now) {
      const applicant: Applicant = {
        accountId: account.id,
        browser,
        sessionsEndedAt: account.sessionsEndedAt,
      };
      const waitUntil = waitsUntil(account, now);
      if (!waitUntil) {
        if (!(await rateLimits.mayWriteTo(account.id, who))) {
          return 'too-many-messages';
        }
        return send(account, await enrolments.startWithContactCode(applicant, replacedVersion, now), now);
      }
      return (await enrolments.start(applicant, replacedVersion, now, waitUntil)) ? 'begun' : 'moved';
    },

    async sendAgain(account, who, stored, now) {
      const next = nextMessageAt(stored.enrolment);
      if (!next || now < next || !(await rateLimits.mayWriteTo(account.id, who))) {
        return 'too-many-messages';
      }
      return send(account, await enrolments.renewContactCode(account.id, stored, now), now);
    },
  };
}
