/**
 * Cancelling an Ügyfélkapu+ with the törlőkód, in a room of its own since two doors lead here: a sign-in whose code cannot be given, and
 * the citizen's pages, with or without a session. Who it is, a door makes sure of; this file: the page, and the act. Only the plus
 * goes; the account stays, and everything signed in with it ends.
 */
import type { Context } from 'koa';
import { type Account, recipientOf } from '../accounts/account.ts';
import { securityEvents } from '../audit/events/security-events.ts';
import { type EndingNotices, endingsInWords, withEnded } from '../ending-notices/ending-notices.ts';
import type { MessageQueue } from '../notifications/message-queue.ts';
import type { IndexKeys } from '../storage/index-key.ts';
import type { AuthenticatorStore } from '../totp/authenticators/authenticator-store.ts';
import {
  hashesOfCancellationCode,
  typedLengthOfCancellationCode,
} from '../totp/cancellation/cancellation-code.ts';
import type { DeviceCookies } from '../web/cookies/device-cookie.ts';
import { paperCodeField } from '../web/form/paper-code-field.ts';
import { languageOf } from '../web/language.ts';
import { keptInstant } from '../web/page/dates-and-times.ts';
import type { FormError, Pages } from '../web/page/page.ts';

export interface CancelParts {
  readonly indexKeys: IndexKeys;
  readonly authenticators: AuthenticatorStore;
  readonly messages: MessageQueue;
  readonly endingNotices: EndingNotices;
  readonly devices: DeviceCookies;
  readonly pages: Pages;
  readonly now: () => Date;
}

const longestTyped = 64;

export const cancellationCodeField = paperCodeField(typedLengthOfCancellationCode, {
  empty: 'cancellation-code.empty',
  short: 'cancellation-code.too-short',
  long: 'cancellation-code.too-long',
});

/** How somebody came to the page. */
export interface CancelPage {
  readonly door: 'public' | 'self-service' | 'sign-in';
  /** Where its form is sent. */
  readonly address: string;
  /** What proves who it is: nothing more where that was given just now. */
  readonly asks: 'name-and-password' | 'password' | 'nothing';
  /** As it is known, or was typed. */
  readonly username: string;
  /** The sign-in that they came from, or ''. */
  readonly signIn: string;
  readonly serviceName?: string | undefined;
}

export interface Refused {
  readonly errors: FormError[];
  /** The törlőkód as it was typed: kept, so that it can be compared with the paper. It is no more secret than the screen that shows it. */
  readonly typed?: string | undefined;
}

/** @param account undefined where nobody proved who they are: nobody is told there what anybody has */
export async function showCancelPlus(
  { pages, endingNotices }: Pick<CancelParts, 'pages' | 'endingNotices'>,
  ctx: Context,
  { door, address, asks, username, signIn, serviceName }: CancelPage,
  account: Account | undefined,
  { errors, typed = '' }: Refused = { errors: [] },
): Promise<void> {
  const ends = account ? await endingNotices.of('plus-cancelled', account) : [];
  await pages.show(ctx, 'cancelling/cancel', {
    title: 'cancel.title',
    errors,
    serviceName,
    signedInAs: door === 'self-service' ? username : undefined,
    data: {
      address,
      asks,
      username,
      signIn,
      typedCode: typed.slice(0, longestTyped),
      ends: endingsInWords(ends, languageOf(ctx)),
    },
  });
}

/** @param account who proved that they are it, and has the törlőkód, or not */
export async function cancelPlus(
  parts: CancelParts,
  ctx: Context,
  account: Account,
  typed: string,
  page: CancelPage,
): Promise<void> {
  const { indexKeys, authenticators, messages, endingNotices, pages, now } = parts;
  const hashes = hashesOfCancellationCode(indexKeys, account.id, typed);
  const ended = await endingNotices.of('plus-cancelled', account);
  const isCancelled = await authenticators.cancel(account.id, hashes, {
    cancelled: withEnded(securityEvents.plusCancelled(account.id, page.door), ended),
    refused: securityEvents.cancellationRefused(account.id),
  });
  if (!isCancelled) {
    const isProvenTwice = page.door === 'self-service' || isKnownByCode(parts, ctx, account);
    const wanted = isProvenTwice ? await authenticators.cancellationCodeMadeAt(account.id) : undefined;
    const errors = [wrongCancellationCode(wanted)];
    await showCancelPlus(parts, ctx, page, account, { errors, typed });
    return;
  }
  await messages.tell(recipientOf(account), 'plus-cancelled', now(), endingNotices.inMail(ended, account));
  await pages.show(ctx, 'cancelling/cancelled', {
    title: 'cancelled.title',
    data: { signIn: page.signIn, ends: endingsInWords(ended, languageOf(ctx)) },
  });
}

/** Whoever has the password alone learns nothing of the paper, and not since when there is an Ügyfélkapu+: a code was given in this browser before. */
function isKnownByCode({ devices }: CancelParts, ctx: Context, { profile }: Account): boolean {
  return devices.codeAttemptSourceOf(ctx, profile.username).knownDevice !== undefined;
}

/** To who gave a second proof: which one is wanted, by the date that its paper bears; one of an older version bears none. */
export function wrongCancellationCode(wanted: Date | undefined): FormError {
  const field = 'cancellation_code';
  return wanted
    ? {
        field,
        message: 'cancellation-code.wrong-one',
        values: { date: keptInstant(wanted, 'instantInWords') },
      }
    : { field, message: 'cancellation-code.wrong' };
}
