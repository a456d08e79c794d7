/** An entry of the log in words: when, who, where, what, whom, why, with which outcome and on what authority. */
import { isEventName } from '../../audit/events/event-names.ts';
import type { RecordedEvent } from '../../audit/events/security-event.ts';
import type { LogEntry } from '../../audit/reading/log-pages.ts';
import type { Language } from '../../web/language.ts';
import { instantInWords } from '../../web/page/dates-and-times.ts';
import type { MessageKey, Translate } from '../../web/translate.ts';

export interface EntryInWords {
  readonly sequence: number;
  readonly at: string;
  readonly isReadable: boolean;
  readonly what: string;
  readonly who: string;
  readonly office: string;
  readonly whom: string;
  readonly reason: string;
  readonly outcome: string;
  readonly isRefused: boolean;
  readonly authority: string;
}

export interface WordsFor {
  readonly t: Translate;
  readonly language: Language;
  readonly officeName: (office: string, language: Language) => string;
  /** Of colleagues, by staff number. */
  readonly names: ReadonlyMap<string, string>;
  /** User name of the one person whose entries these are; without it nobody is named. */
  readonly person: string | undefined;
}

const unreadable = {
  isReadable: false,
  what: '',
  who: '',
  office: '',
  whom: '',
  reason: '',
  outcome: '',
  isRefused: false,
  authority: '',
};

export function inWords({ sequence, at, event }: LogEntry, words: WordsFor): EntryInWords {
  const { t, language } = words;
  const place = { sequence, at: instantInWords(at, language) };
  if (event === undefined) {
    return { ...place, ...unreadable };
  }
  const { actor, account, outcome, authority } = event;
  return {
    ...place,
    isReadable: true,
    what: whatOf(event, t),
    who: whoOf(event, words),
    office: actor.kind === 'clerk' ? words.officeName(actor.office, language) : '',
    whom: account === undefined ? '' : (words.person ?? t('oversight.whom.hidden')),
    reason: reasonOf(event, t),
    outcome: t(`oversight.outcome.${outcome}`),
    isRefused: outcome === 'refused',
    authority: t(`authority.${authority}`),
  };
}

/** The staff numbers that stand in entries. */
export function staffIn(entries: readonly Pick<LogEntry, 'event'>[]): string[] {
  return entries.flatMap(({ event }) => {
    const { actor } = event ?? {};
    return (actor?.kind === 'clerk' || actor?.kind === 'operator') && actor.id ? [actor.id] : [];
  });
}

function whatOf({ event, details }: RecordedEvent, t: Translate): string {
  const named = isEventName(event) ? t(`event.${event}`) : event;
  const { document, kind, role, because, client, times } = details;
  const about = [
    word(t, `desk.document.${document}`, document),
    event.startsWith('desk.') ? word(t, `desk.proposal.${kind}`, kind) : '',
    word(t, `desk.role.${role}`, role),
    event === 'desk.look-up-refused' || event === 'oversight.inquiry-refused'
      ? word(t, `oversight.because.${because}`, because)
      : '',
    client ?? '',
    // One entry may stand for many refusals.
    event.endsWith('.refused') && times !== undefined ? t('oversight.times', { times: Number(times) }) : '',
  ].filter((part) => part !== '');
  return about.length === 0 ? named : `${named} (${about.join(', ')})`;
}

/** Values of details come from a closed list; one of an older version of ours is shown as it is. */
function word(t: Translate, key: string, value: string | undefined): string {
  if (value === undefined) {
    return '';
  }
  try {
    return t(key as MessageKey);
  } catch {
    return value;
  }
}

function whoOf({ actor }: RecordedEvent, { t, names }: WordsFor): string {
  switch (actor.kind) {
    case 'clerk':
      return named(actor.id, names);
    case 'operator':
      return actor.id === undefined ? t('oversight.actor.operator') : named(actor.id, names);
    case 'client':
      return t('oversight.actor.client', { name: actor.id });
    default:
      return t(`oversight.actor.${actor.kind}`);
  }
}

function named(staffNumber: string, names: WordsFor['names']): string {
  const name = names.get(staffNumber);
  return name === undefined ? staffNumber : `${name} (${staffNumber})`;
}

function reasonOf({ reason, details }: RecordedEvent, t: Translate): string {
  return [word(t, `desk.purpose.${details.purpose}`, details.purpose), reason ?? '']
    .filter((part) => part !== '')
    .join(' – ');
}
