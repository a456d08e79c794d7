/** An entry of the history as its owner reads it, and whether they can say that it was not them. */
import type { HistoryEvent } from '../../audit/events/event-names.ts';
import type { HistoryEntry } from '../../audit/history/history-store.ts';
import { endedBy, endingsInWords } from '../../ending-notices/ending-notices.ts';
import type { Language } from '../../web/language.ts';
import { instantInWords } from '../../web/page/dates-and-times.ts';
import type { HistoryParts } from './history-parts.ts';

/** What a stranger can have done, and the citizen can still do something about. */
const objectionable: readonly HistoryEvent[] = [
  'signed-in',
  'code.refused',
  'plus.activated',
  'plus.imported',
  'plus.cancelled',
  'authenticator.forgotten',
  'passkey.added',
  'passkey.removed',
  'password.changed',
  'password.reset',
  'browser.let-in',
  'contact.changed',
  'wallet.issued',
  'wallet.linked',
  'wallet.unlinked',
  'device.let-in',
  'approval.given',
  'data.downloaded',
  'closing.requested',
];

export function canObjectTo({ event }: HistoryEntry): boolean {
  return objectionable.includes(event);
}

export async function entryInWords(
  { officeName, access }: Pick<HistoryParts, 'officeName' | 'access'>,
  entry: HistoryEntry,
  language: Language,
) {
  const { id, at, event, times, device, details, reason = '', office, staff } = entry;
  return {
    id,
    at: instantInWords(at, language),
    event,
    times,
    device,
    name: details.name ?? '',
    reason,
    purpose: details.purpose ?? '',
    ...about(details),
    unusual: unusualIn(details),
    /** Of a clerk: an office and a number, never a name. */
    office: office === undefined ? '' : officeName(office, language),
    staff: staff ?? '',
    service: details.client ? await access.nameOf(details.client, language) : '',
    canObject: canObjectTo(entry),
    ended: endingsInWords(endedBy(details), language),
  };
}

/** What looked so about a sign-in, or where guesses came from. */
function unusualIn({ browser, browsers, failures, absent_since }: HistoryEntry['details']) {
  return [
    ...(browser === 'unknown' || browsers === 'unknown' ? [{ what: 'browser' } as const] : []),
    ...(failures === undefined ? [] : [{ what: 'failures', failures } as const]),
    ...(absent_since === undefined ? [] : [{ what: 'absence' } as const]),
  ];
}

/** What an event was about: at most one of these. */
function about({ document, kind, role, contact }: HistoryEntry['details']): Record<string, string> {
  return { document: document ?? '', kind: kind ?? '', role: role ?? '', contact: contact ?? '' };
}
