/**
 * The cut-over from Ügyfélkapu (password) to Ügyfélkapu+ (password, then a code), as pure functions of the calendar and an
 * instant. The phases begin at local times of the calendar's time zone, daylight saving included.
 */
import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { type Assurance, isAtLeast, stricterOf } from './levels.ts';

/** `ugyfelkapu` is the password alone, `ugyfelkapu-plus` the password and then a code. */
export type PasswordMethod = 'ugyfelkapu' | 'ugyfelkapu-plus';

/** `digitalis-allampolgar` is a wallet: nothing is typed here that anybody could know. */
export type Method = PasswordMethod | 'digitalis-allampolgar';

export type Phase =
  /** A password alone signs in; nothing is said of the change. */
  | 'password'
  /** A password alone signs in, and citizens are told what is coming. */
  | 'announced'
  /** Both are on offer, and citizens are told how long. */
  | 'both-offered'
  /** A password alone opens nothing but the application for an Ügyfélkapu+. */
  | 'application-only'
  /** A password alone opens nothing; who has no Ügyfélkapu+ is helped in person. */
  | 'closed';

export interface Calendar {
  /** IANA name; days are counted on its clocks. */
  readonly timeZone: string;
  readonly announcedFrom: Date;
  readonly bothOfferedFrom: Date;
  readonly applicationOnlyFrom: Date;
  readonly closedFrom: Date;
  /** From when on wallets are offered, where they are switched on; absent: from the start. */
  readonly walletsFrom?: Date | undefined;
  /** Relying parties that accept a password alone for longer, by client id, and until when. */
  readonly passwordOnlyUntil: ReadonlyMap<string, Date>;
}

const localTime = z.string().refine(isLocalTime, 'must be a local time such as 2027-04-01T00:00');

const writtenCalendarSchema = z.strictObject({
  /** IANA name, e.g. `Europe/Budapest`. */
  time_zone: z.string().refine(isTimeZone, 'is not a time zone'),
  announced_from: localTime,
  both_offered_from: localTime,
  application_only_from: localTime,
  closed_from: localTime,
  /** Wallets are offered from then on; left out: as soon as they are switched on. */
  wallets_from: localTime.optional(),
  exceptions: z.array(z.strictObject({ client_id: z.string(), password_only_until: localTime })).default([]),
});

/** The calendar as it stands in `config/calendar.json`. Local times that a change of clocks leaves out are refused. */
export const calendarSchema = writtenCalendarSchema.transform((written, context): Calendar => {
  const instant = (text: string): Date => toInstant(text, written.time_zone);
  try {
    const calendar = {
      timeZone: written.time_zone,
      announcedFrom: instant(written.announced_from),
      bothOfferedFrom: instant(written.both_offered_from),
      applicationOnlyFrom: instant(written.application_only_from),
      closedFrom: instant(written.closed_from),
      walletsFrom: written.wallets_from === undefined ? undefined : instant(written.wallets_from),
      passwordOnlyUntil: new Map(
        written.exceptions.map(({ client_id, password_only_until }) => [
          client_id,
          instant(password_only_until),
        ]),
      ),
    };
    if (calendar.passwordOnlyUntil.size < written.exceptions.length) {
      context.addIssue('a relying party may have one exception');
    }
    if (!isInOrder(calendar)) {
      context.addIssue('the phases must follow each other');
    }
    return calendar;
  } catch (error) {
    context.addIssue((error as Error).message);
    return z.NEVER;
  }
});

export function phaseAt(calendar: Calendar, now: Date): Phase {
  if (now >= calendar.closedFrom) {
    return 'closed';
  }
  if (now >= calendar.applicationOnlyFrom) {
    return 'application-only';
  }
  if (now >= calendar.bothOfferedFrom) {
    return 'both-offered';
  }
  return now >= calendar.announcedFrom ? 'announced' : 'password';
}

/** What a citizen meets at a relying party at one instant. */
export interface Offer {
  readonly phase: Phase;
  /** The ways of signing in, the recommended one first. */
  readonly methods: readonly Method[];
  /**
   * The least assurance that may come out: the demand itself, or more once the calendar has closed the password. That is what a
   * password and a one-time code reach, where those are switched on, else what an Ügyfélkapu+ reaches.
   */
  readonly least: Assurance;
  /** What a right password opens for a citizen without an Ügyfélkapu+. */
  readonly passwordOpens: 'sign-in' | 'application' | 'nothing';
  /** Until when a password alone is accepted here; absent where it is not, or where nothing is said of the change yet. */
  readonly passwordUntil: Date | undefined;
}

/**
 * @param demand the least assurance that the relying party and its request ask for
 * @param byCode the least that a password and a one-time code reach; undefined where no such codes are sent
 * @param byWallet the most that a wallet reaches; undefined where none is accepted
 */
export function offerAt(
  calendar: Calendar,
  clientId: string,
  demand: Assurance,
  now: Date,
  byCode?: Assurance | undefined,
  byWallet?: Assurance | undefined,
): Offer {
  const phase = phaseAt(calendar, now);
  const end = endOfPassword(calendar, clientId);
  const passwordSignsIn = demand === 'low' && now < end;
  const least = passwordSignsIn ? demand : stricterOf(demand, byCode ?? 'substantial');
  const hasWallets =
    byWallet !== undefined && isAtLeast(byWallet, least) && !(now < (calendar.walletsFrom ?? now));
  return {
    phase,
    methods: [
      ...methodsOf(phase, passwordSignsIn),
      ...(hasWallets ? ['digitalis-allampolgar' as const] : []),
    ],
    least,
    passwordOpens: passwordSignsIn ? 'sign-in' : phase === 'closed' ? 'nothing' : 'application',
    passwordUntil: passwordSignsIn && phase !== 'password' ? end : undefined,
  };
}

/**
 * True when a sign-in that reached this assurance by these methods (`amr`) is enough here. A password alone is enough only where
 * it signs in: `low` is also what a password and a one-time code reach, and one does not pass for the other.
 */
export function isEnough(
  { least, passwordOpens }: Offer,
  reached: Assurance,
  amr: readonly string[],
): boolean {
  const isByMoreThanPassword = amr.some((method) => method !== 'pwd');
  return isAtLeast(reached, least) && (passwordOpens === 'sign-in' || isByMoreThanPassword);
}

/** True as long as any relying party at all accepts a password alone. */
export function isPasswordAcceptedAnywhere(calendar: Calendar, now: Date): boolean {
  const exceptions = [...calendar.passwordOnlyUntil.values()];
  return now < calendar.applicationOnlyFrom || exceptions.some((until) => now < until);
}

/** Days left after today on the clocks of the country, as in "még 12 nap"; 0 on the last day. */
export function daysLeft({ timeZone }: Pick<Calendar, 'timeZone'>, until: Date, now: Date): number {
  const dayOf = (instant: number): Temporal.PlainDate =>
    Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(timeZone).toPlainDate();
  const lastDay = dayOf(until.getTime() - 1);
  return Math.max(0, dayOf(now.getTime()).until(lastDay, { largestUnit: 'day' }).days);
}

function methodsOf(phase: Phase, passwordSignsIn: boolean): PasswordMethod[] {
  if (!passwordSignsIn) {
    return ['ugyfelkapu-plus'];
  }
  const isBeforePlus = phase === 'password' || phase === 'announced';
  return isBeforePlus ? ['ugyfelkapu', 'ugyfelkapu-plus'] : ['ugyfelkapu-plus', 'ugyfelkapu'];
}

/** The exception of the relying party prolongs; it never shortens. */
function endOfPassword({ applicationOnlyFrom, passwordOnlyUntil }: Calendar, clientId: string): Date {
  const exception = passwordOnlyUntil.get(clientId);
  return exception && exception > applicationOnlyFrom ? exception : applicationOnlyFrom;
}

function isInOrder(calendar: Calendar): boolean {
  const { announcedFrom, bothOfferedFrom, applicationOnlyFrom, closedFrom } = calendar;
  return (
    announcedFrom <= bothOfferedFrom &&
    bothOfferedFrom <= applicationOnlyFrom &&
    applicationOnlyFrom <= closedFrom
  );
}

/** @param localText on the clocks of the country, e.g. `2027-04-01T00:00`; undefined for what is no time, or one that a change of clocks leaves out */
export function instantAt({ timeZone }: Pick<Calendar, 'timeZone'>, localText: string): Date | undefined {
  try {
    return isLocalTime(localText) ? toInstant(localText, timeZone) : undefined;
  } catch {
    return undefined;
  }
}

/** On the clocks of the country, e.g. `2027-04-01T00:00`. */
export function localTimeOf({ timeZone }: Pick<Calendar, 'timeZone'>, instant: Date): string {
  const zoned = Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(timeZone);
  return zoned.toPlainDateTime().toString({ smallestUnit: 'minute' });
}

function toInstant(localText: string, timeZone: string): Date {
  const zoned = Temporal.PlainDateTime.from(localText).toZonedDateTime(timeZone, {
    disambiguation: 'reject',
  });
  return new Date(zoned.epochMilliseconds);
}

function isLocalTime(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/.test(text)) {
    return false;
  }
  try {
    Temporal.PlainDateTime.from(text, { overflow: 'reject' });
    return true;
  } catch {
    return false;
  }
}

function isTimeZone(name: string): boolean {
  try {
    Temporal.Now.zonedDateTimeISO(name);
    return true;
  } catch {
    return false;
  }
}
