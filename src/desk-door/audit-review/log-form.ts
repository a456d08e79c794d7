/** What an auditor typed into the form: it becomes the address of a page, and an inquiry where one person is asked about. */
import type { Context } from 'koa';
import type { AccountStore } from '../../accounts/account-store.ts';
import { usernameAsStored } from '../../accounts/username.ts';
import type { AuditLog } from '../../audit/audit-log.ts';
import { deskEvents } from '../../audit/events/desk-events.ts';
import type { Inquiry, InquiryStore } from '../../desk/audit-review/inquiry-store.ts';
import type { SignedInStaff } from '../../staff-pages/staff-access.ts';
import type { LookUpLimit } from '../../throttle/windows/look-up-limit.ts';
import { checkFields, type Fields } from '../../web/form/form.ts';
import type { FormError } from '../../web/page/page.ts';
import { seeOther } from '../../web/request/redirect.ts';
import { type LogForm, type LogQuery, logFormSchema, queryText } from './log-filter.ts';
import { type LogPageParts, logAddress, showLog } from './log-page.ts';

export interface InquiryParts {
  readonly desk: LogPageParts['desk'];
  readonly accounts: AccountStore;
  readonly inquiries: InquiryStore;
  readonly lookUpLimit: LookUpLimit;
  readonly audit: AuditLog;
}

type Refused = { readonly because: 'unknown' | 'own' | 'too-many' };

const everything: LogQuery = { inquiry: '', clerk: '', office: '', kind: '', from: '', to: '', before: '' };

export async function submitLogForm(
  parts: LogPageParts & InquiryParts,
  ctx: Context,
  staff: SignedInStaff,
  fields: Fields,
): Promise<void> {
  const formSchema = logFormSchema(parts.policy.offices.map(({ id }) => id));
  const checked = checkFields(formSchema, fields);
  const refuse = (errors: readonly FormError[], status = 422): Promise<void> =>
    showLog(parts, ctx, staff, { query: everything, typed: fields, errors, status });
  if ('errors' in checked) {
    await refuse(checked.errors as FormError[]);
    return;
  }
  const { person, reason, clerk: typedClerk, ...rest } = checked.value;
  const clerk = typedClerk === '' ? '' : await parts.staffDirectory.numberOf(typedClerk);
  if (clerk === undefined) {
    await refuse([{ field: 'clerk', message: 'oversight.clerk.unknown' }]);
    return;
  }
  const opened = person === '' ? { inquiry: rest.inquiry } : await openInquiry(parts, staff, checked.value);
  if ('because' in opened) {
    const message = `oversight.person.${opened.because}` as const;
    await refuse([{ field: 'person', message }], opened.because === 'too-many' ? 429 : 422);
    return;
  }
  seeOther(ctx, `${logAddress}${queryText({ ...rest, clerk, inquiry: opened.inquiry })}`);
}

/** From here on the auditor sees what happened to a person; who that is, and why, was recorded in the step that allows it. */
async function openInquiry(
  { desk, accounts, inquiries, lookUpLimit, audit }: InquiryParts,
  staff: SignedInStaff,
  { person, reason }: LogForm,
): Promise<{ readonly inquiry: string } | Refused> {
  const { person: auditor } = staff;
  const refuse = async (because: Refused['because']): Promise<Refused> => {
    await audit.record(deskEvents.inquiryRefused(auditor, because));
    return { because };
  };
  if (!(await lookUpLimit(auditor.accountId))) {
    return refuse('too-many');
  }
  const username = usernameAsStored(person);
  const accountId = await accounts.findId(username);
  if (accountId === undefined) {
    return refuse('unknown');
  }
  if (await desk.isOwn(staff, accountId)) {
    return refuse('own');
  }
  const inquiry = { auditorId: auditor.accountId, accountId, username, reason };
  return { inquiry: await inquiries.open(inquiry, deskEvents.logOfPersonRead(auditor, accountId, reason)) };
}

/** Runs with the inquiry that the query names, if it names one and it is not over. */
export async function whenInquiryLasts(
  parts: LogPageParts & Pick<InquiryParts, 'inquiries'>,
  ctx: Context,
  staff: SignedInStaff,
  query: LogQuery,
  work: (inquiry: Inquiry | undefined) => Promise<void>,
): Promise<void> {
  if (query.inquiry === '') {
    await work(undefined);
    return;
  }
  const inquiry = await parts.inquiries.find(query.inquiry, staff.person.accountId);
  if (!inquiry) {
    const errors: FormError[] = [{ field: 'person', message: 'oversight.inquiry.over' }];
    await showLog(parts, ctx, staff, { query: { ...query, inquiry: '' }, errors, status: 410 });
    return;
  }
  await work(inquiry);
}
