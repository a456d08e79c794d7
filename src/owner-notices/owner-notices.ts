/** Telling the owner. Everything here leaves with what the request writes, and costs it no round trip. */
import { type Account, noticeAddressOf } from '../accounts/account.ts';
import { nobody } from '../accounts/account-record.ts';
import type { PasswordLock } from '../accounts/password/verify-password.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import { securityEvents } from '../audit/events/security-events.ts';
import type { NoticeKind } from '../notifications/message-kinds.ts';
import type { MessageQueue } from '../notifications/message-queue.ts';
import { deviceOfRequest } from '../observability/request-origin.ts';
import { accountKey } from '../storage/catalogue/account-keys.ts';
import type { Store } from '../storage/redis.ts';
import { write, writeTogether } from '../storage/request/write-together.ts';
import type { ObjectionStore } from '../totp/authenticators/objection-store.ts';
import type { Language } from '../web/language.ts';
import { instantInWords } from '../web/page/dates-and-times.ts';
import type { Translate } from '../web/translate.ts';
import type { UnusualSignIn } from './unusual-sign-in.ts';

export interface OwnerNotices {
  /** @param service where, in the owner's language */
  signedIn(account: Account, service: string, unusual: UnusualSignIn): Promise<void>;
  /** After the right password. */
  codeRefused(
    account: Account,
    isKnownBrowser: boolean,
    verdict: { readonly kind: string } & LockBegun,
  ): Promise<void>;
  /** Whether or not anybody has the name, so that it takes as long. */
  passwordLocked(lock: PasswordLock): Promise<void>;
}

interface LockBegun {
  readonly lockedUntil?: Date;
  readonly isLast?: true;
}

export interface OwnerNoticeParts {
  readonly store: Store;
  readonly issuer: string;
  readonly messages: Pick<MessageQueue, 'notice'>;
  readonly objections: Pick<ObjectionStore, 'draw'>;
  readonly audit: AuditLog;
  readonly translator: (language: Language) => Translate;
  /** Whether there is a gateway for text messages. */
  readonly hasTexts: boolean;
  readonly now: () => Date;
}

/** A shorter one is a citizen who mistypes. */
const shortestLockToldInMilliseconds = 15 * 60_000;

export function createOwnerNotices(parts: OwnerNoticeParts): OwnerNotices {
  const { store, audit, now } = parts;

  return {
    async signedIn(account, service, unusual) {
      const signedInAt = write.presentFields(accountKey(account.id), 'signed_in_at', now().getTime());
      await writeTogether(store, signedInAt);
      const why = reasonsFor(parts, account, unusual);
      if (why !== '') {
        await tell(parts, account, 'unusual-sign-in', { service, why });
      }
    },

    async codeRefused(account, isKnownBrowser, verdict) {
      if (verdict.kind === 'wrong' && !isKnownBrowser) {
        await tell(parts, account, 'wrong-codes', {});
      }
      if (verdict.lockedUntil || verdict.isLast) {
        const browsers = isKnownBrowser ? 'known' : 'unknown';
        await audit.record(securityEvents.guessesLocked(account.id, 'code', browsers));
        await tellOfLock(parts, account, 'code', { ...verdict, browsers });
      }
    },

    async passwordLocked({ account, isKnownBrowser, ...lock }) {
      const browsers = isKnownBrowser ? 'known' : 'unknown';
      await audit.record(securityEvents.guessesLocked(account?.id ?? nobody, 'password', browsers));
      await tellOfLock(parts, account, 'password', { ...lock, browsers });
    },
  };
}

async function tellOfLock(
  parts: OwnerNoticeParts,
  account: Account | undefined,
  guessed: 'password' | 'code',
  { lockedUntil, isLast, browsers }: LockBegun & { readonly browsers: 'known' | 'unknown' },
): Promise<void> {
  const length = lockedUntil ? lockedUntil.getTime() - parts.now().getTime() : 0;
  if (isLast || length >= shortestLockToldInMilliseconds) {
    const t = parts.translator(account?.profile.locale ?? 'hu');
    await tell(parts, account, 'guesses-locked', {
      guessed: t(`locked.${guessed}`),
      why: t(`locked.${browsers}`),
    });
  }
}

async function tell(
  { messages, objections, issuer, hasTexts, now }: OwnerNoticeParts,
  account: Account | undefined,
  kind: NoticeKind,
  more: Readonly<Record<string, string>>,
): Promise<void> {
  const address = account ? noticeAddressOf(account, hasTexts) : 'nobody';
  if (address === undefined) {
    return;
  }
  const accountId = account?.id ?? nobody;
  const { token, kept } = objections.draw({ accountId });
  const link = { address: `${issuer}/nem-en-voltam/${token}`, kept };
  await messages.notice(accountId, address, kind, link, now(), { device: deviceOfRequest(), ...more });
}

function reasonsFor(
  { translator }: Pick<OwnerNoticeParts, 'translator'>,
  { profile: { locale } }: Account,
  { browser, failures, absent_since: absentSince }: UnusualSignIn,
): string {
  const t = translator(locale);
  const since = absentSince && instantInWords(new Date(absentSince), locale);
  return [
    browser && t('unusual.browser'),
    failures && t('unusual.failures', { failures }),
    since && t('unusual.absence', { since }),
  ]
    .filter(Boolean)
    .join(' ');
}
