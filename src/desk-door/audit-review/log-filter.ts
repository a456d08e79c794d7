/** What an auditor looks for in the log: as typed in the form, and as it stands in the address of the page. */
import { z } from 'zod';
import { eventNames, isEventName } from '../../audit/events/event-names.ts';
import { historyIdPattern } from '../../audit/history/history-store.ts';
import type { AuditFilter } from '../../audit/reading/audit-reader.ts';
import { staffNumberPattern } from '../../desk/staff/staff-number.ts';
import { typedDateAsIso } from '../../web/form/typed-date.ts';
import { beginningOf, dayAfter, isInOrder } from '../../web/page/dates-and-times.ts';

/** Everything of a room: the beginning of its events' names. */
const kindGroups = ['desk', 'oversight'] as const;

/** Of times in which there can be a log: the calendar has days that have no day after them, and instants that Redis does not know. */
const isoDay = z.iso
  .date('oversight.date.format')
  .refine((day) => '2000-01-01' <= day && day <= '2999-12-31', 'oversight.date.format');

export const dayOfLog = z.string().transform(typedDateAsIso).pipe(isoDay);

const day = z
  .string()
  .transform(typedDateAsIso)
  .pipe(z.union([z.literal(''), isoDay], 'oversight.date.format'))
  .prefault('');

const kind = z
  .string()
  .refine(
    (typed) => typed === '' || isEventName(typed) || kindGroups.some((group) => group === typed),
    'oversight.kind.unknown',
  )
  .prefault('');

/** A name of an inquiry (inquiry-store.ts), or none. */
const inquiry = z
  .string()
  .regex(/^[\w-]{0,40}$/)
  .prefault('');

/** @param offices ids of those that there are */
export function logFormSchema(offices: readonly string[]) {
  return z
    .object({
      inquiry,
      person: z.string().trim().max(100, 'username.too-long').prefault(''),
      reason: z.string().trim().max(300, 'desk.reason.too-long').prefault(''),
      clerk: z.string().trim().max(100, 'oversight.too-long').prefault(''),
      office: z
        .string()
        .refine((typed) => typed === '' || offices.includes(typed), 'oversight.office.unknown')
        .prefault(''),
      kind,
      from: day,
      to: day,
    })
    .refine(({ person, reason }) => person === '' || reason !== '', {
      path: ['reason'],
      message: 'oversight.reason.empty',
    })
    .refine(({ from, to }) => isInOrder(from, to), {
      path: ['to'],
      message: 'oversight.date.order',
    });
}

export type LogForm = z.output<ReturnType<typeof logFormSchema>>;

/** As addresses hold it: no name of anybody. */
const querySchema = z.object({
  inquiry,
  clerk: z.union([z.literal(''), z.string().regex(staffNumberPattern)]).prefault(''),
  office: z
    .string()
    .regex(/^[\w-]{0,100}$/)
    .prefault(''),
  kind,
  from: day,
  to: day,
  before: z.union([z.literal(''), z.string().regex(historyIdPattern)]).prefault(''),
});

export type LogQuery = z.output<typeof querySchema>;

/** Undefined for what no page of ours leads to. */
export function logQueryOf(query: unknown): LogQuery | undefined {
  return querySchema.safeParse(query).data;
}

/** Of what is set. */
export function queryText(query: Partial<LogQuery>): string {
  const set = Object.entries(query).filter(([, value]) => value !== '');
  return set.length === 0 ? '' : `?${new URLSearchParams(set)}`;
}

/** @param account that the inquiry is about, if there is one */
export function filterOf({ clerk, office, kind, from, to }: LogQuery, account?: string): AuditFilter {
  return {
    ...(account === undefined ? {} : { account }),
    ...(clerk === '' ? {} : { clerk }),
    ...(office === '' ? {} : { office }),
    ...(kind === '' ? {} : { kind }),
    ...(from === '' ? {} : { from: beginningOf(from) }),
    ...(to === '' ? {} : { to: new Date(beginningOf(dayAfter(to)).getTime() - 1) }),
  };
}

export const kindsToChoose = [...kindGroups, ...eventNames] as const;
