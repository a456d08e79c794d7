/**
 * What an act of the citizen takes with it besides, in their words: by the table of endings, and by what is really there. The page where
 * they act says it before or after, the mail and the history afterwards; where nothing is there, nothing is said.
 *
 * In this folder: that alone. The partial is `views/partials/ends-with-it.ejs`.
 */
import type { Account } from '../accounts/account.ts';
import type { ContactChangeStore } from '../accounts/contact/contact-change-store.ts';
import type { SecurityEvent } from '../audit/events/security-event.ts';
import { type Act, fateOf, type ThingName } from '../endings/endings.ts';
import { readingOf, valueIn } from '../storage/sealed-record.ts';
import { fitsAccount, isOver } from '../totp/enrolment/enrolment.ts';
import type { EnrolmentStore } from '../totp/enrolment/enrolment-store.ts';
import type { CredentialStore } from '../wallet/issuing/credential-store.ts';
import type { WalletSubjectStore } from '../wallet/subjects/wallet-subject-store.ts';
import type { Language } from '../web/language.ts';
import { dateInWords } from '../web/page/dates-and-times.ts';
import type { Translate } from '../web/translate.ts';

export interface EndingNoticeParts {
  readonly credentials: Pick<CredentialStore, 'list'>;
  readonly walletSubjects: Pick<WalletSubjectStore, 'linked'>;
  readonly enrolments: Pick<EnrolmentStore, 'find'>;
  readonly changes: Pick<ContactChangeStore, 'isUnderWay'>;
  readonly translator: (language: Language) => Translate;
  readonly now: () => Date;
}

/** When each of them began. */
type Reader = (parts: EndingNoticeParts, account: Account) => Promise<readonly Date[]>;

const readers = {
  cards: async ({ credentials, now }, { id }) =>
    (await credentials.list(id)).readable
      .filter(({ revokedAt, expiresAt }) => revokedAt === undefined && new Date(expiresAt) > now())
      .map(({ issuedAt }) => new Date(issuedAt)),
  linkedWallets: async ({ walletSubjects }, { id }) => (await walletSubjects.linked(id)).map(({ at }) => at),
  application: async ({ enrolments, now }, account) => {
    const reading = await readingOf(enrolments.find(account.id));
    if (reading.kind === 'unreadable') {
      // One is there, and ends: what it says keeps nobody from ending it.
      return [now()];
    }
    const enrolment = valueIn(reading)?.enrolment;
    return enrolment && !isOver(enrolment, now()) && fitsAccount(enrolment, account) ? [now()] : [];
  },
  contactChange: async ({ changes, now }, { id }) => ((await changes.isUnderWay(id, now())) ? [now()] : []),
} satisfies Partial<Record<ThingName, Reader>>;

type ToldThing = keyof typeof readers;

/**
 * Of the others nothing is said: they are what the act is about, each page says so by itself (sessions, with the grants and approvals that
 * hang on them), or they open nothing and end within the hour. A thing that is new to the table stands in one of the two lists.
 */
type UntoldThing =
  | 'account'
  | 'closing'
  | 'sessions'
  | 'grants'
  | 'signIns'
  | 'authenticators'
  | 'passkeyChallenges'
  | 'wrongPasswords'
  | 'wrongCodes'
  | 'address'
  | 'reset'
  | 'activation'
  | 'approvals'
  | 'approved'
  | 'offers'
  | 'deskRequest'
  | 'secondAccount'
  | 'role'
  | 'links'
  | 'history'
  | 'services'
  | 'counts'
  | 'queued'
  | 'devices';

/** Does not compile when a thing is in neither list. */
const toldThings = Object.keys(readers) as Exclude<ThingName, UntoldThing>[] satisfies ToldThing[];

export interface AlsoEnds {
  readonly thing: ToldThing;
  readonly count: number;
  /** The oldest. */
  readonly since: Date;
}

export interface EndingNotices {
  /** What is there now that the act would end. */
  of(act: Act, account: Account): Promise<readonly AlsoEnds[]>;
  /** What a mail to the owner says besides: nothing where nothing ended. */
  inMail(ended: readonly AlsoEnds[], account: Account): { readonly also: string };
}

export function createEndingNotices(parts: EndingNoticeParts): EndingNotices {
  return {
    async of(act, account) {
      const ending = toldThings.filter((thing) => isEndedBy(thing, act));
      const found = await Promise.all(
        ending.map(async (thing) => alsoEnds(thing, await readers[thing](parts, account))),
      );
      return found.flat();
    },

    inMail(ended, { profile: { locale } }) {
      const t = parts.translator(locale);
      const also =
        ended.length > 0 ? `${t('ended-with-it.line', { what: inOneLine(ended, t, locale) })}.` : '';
      return { also };
    },
  };
}

function isEndedBy(thing: ToldThing, act: Act): boolean {
  const fate = fateOf(thing, act);
  return fate !== 'stays' && fate !== 'one';
}

function alsoEnds(thing: ToldThing, begun: readonly Date[]): AlsoEnds[] {
  const since = new Date(Math.min(...begun.map(Number)));
  return begun.length === 0 ? [] : [{ thing, count: begun.length, since }];
}

/** As the partial takes it. */
export function endingsInWords(ends: readonly AlsoEnds[], language: Language) {
  return ends.map(({ thing, count, since }) => ({ thing, count, since: dateInWords(since, language) }));
}

/** For a place that has room for one line. */
function inOneLine(ends: readonly AlsoEnds[], t: Translate, language: Language): string {
  return endingsInWords(ends, language)
    .map(({ thing, count, since }) => t(`ends-with-it.${thing}`, { count, since }))
    .join('; ');
}

const detailPrefix = 'ended-';

/** The event says what ended with it, where anything did. */
export function withEnded(event: SecurityEvent, ended: readonly AlsoEnds[]): SecurityEvent {
  const told = ended.map(({ thing, count, since }) => [
    detailPrefix + thing,
    `${count} ${since.toISOString()}`,
  ]);
  return { ...event, details: { ...event.details, ...Object.fromEntries(told) } };
}

/** What an event said that ended with it. */
export function endedBy(details: SecurityEvent['details']): AlsoEnds[] {
  return toldThings.flatMap((thing) => {
    const [count, since] = details[detailPrefix + thing]?.split(' ') ?? [];
    return count && since ? [{ thing, count: Number(count), since: new Date(since) }] : [];
  });
}
