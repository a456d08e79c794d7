/** What one clerk changes of an account alone: a new activation code, lifting a lock, suspending, the name borne. */
import type { Context } from 'koa';
import { z } from 'zod';
import type { DeskChanges } from '../../accounts/desk/desk-changes-store.ts';
import type { ActivationStore } from '../../accounts/recovery/activation-store.ts';
import type { AuditLog } from '../../audit/audit-log.ts';
import { deskEvents } from '../../audit/events/desk-events.ts';
import type { LookUpLimit } from '../../throttle/windows/look-up-limit.ts';
import { checkFields, type Fields } from '../../web/form/form.ts';
import type { FormError } from '../../web/page/page.ts';
import { seeOther } from '../../web/request/redirect.ts';
import type { Desk } from '../desk-access.ts';
import { reasonSchema } from '../reason.ts';
import { showReceipt } from '../receipt.ts';
import { nameTypedByClerk } from '../typed-name.ts';
import type { IdentifiedCase } from './open-case.ts';
import { showTask, showTaskDone } from './task-page.ts';

export interface AccountTaskParts {
  readonly desk: Desk;
  readonly changes: DeskChanges;
  readonly activations: ActivationStore;
  readonly lookUpLimit: LookUpLimit;
  readonly audit: AuditLog;
  readonly now: () => Date;
}

const nameField = nameTypedByClerk('desk.name.empty');
const nameSchema = z.object({ family_name: nameField, given_name: nameField });

export async function issueActivationCode(
  { desk, activations }: Pick<AccountTaskParts, 'desk' | 'activations'>,
  ctx: Context,
  open: IdentifiedCase,
): Promise<void> {
  const { person, citizen, document } = open;
  const event = deskEvents.activationCodeIssued(person, citizen.id, document);
  const issued = await activations.issueCode(citizen.id, event, person.accountId);
  if (!issued) {
    seeOther(ctx, open.address);
    return;
  }
  await showReceipt(ctx, desk, open, citizen.profile, issued);
}

/** Counted with the look-ups: otherwise a clerk could have somebody guess without end. */
export async function unlock(
  { desk, changes, lookUpLimit, audit }: Omit<AccountTaskParts, 'activations'>,
  ctx: Context,
  open: IdentifiedCase,
): Promise<void> {
  const { person, citizen } = open;
  if (!(await lookUpLimit(person.accountId))) {
    await audit.record(deskEvents.lookUpRefused(person, 'too-many'));
    const errors: FormError[] = [{ field: '', message: 'desk.look-up.too-many' }];
    await showTask(desk, ctx, open, 'unlock', { errors, status: 429 });
    return;
  }
  await changes.unlock(citizen, deskEvents.unlocked(person, citizen.id));
  await showTaskDone(desk, ctx, open, 'unlock');
}

export async function suspend(
  { desk, changes, now }: Pick<AccountTaskParts, 'desk' | 'changes' | 'now'>,
  ctx: Context,
  open: IdentifiedCase,
  fields: Fields,
): Promise<void> {
  const checked = checkFields(reasonSchema, fields);
  if ('errors' in checked) {
    await showTask(desk, ctx, open, 'suspend', { typed: fields, errors: checked.errors as FormError[] });
    return;
  }
  const { person, citizen, document } = open;
  const event = deskEvents.suspended(person, citizen.id, document, checked.value.reason);
  if (!(await changes.suspend(citizen, now(), event))) {
    seeOther(ctx, open.address);
    return;
  }
  await showTaskDone(desk, ctx, open, 'suspend');
}

export async function changeName(
  { desk, changes, now }: Pick<AccountTaskParts, 'desk' | 'changes' | 'now'>,
  ctx: Context,
  open: IdentifiedCase,
  fields: Fields,
): Promise<void> {
  const checked = checkFields(nameSchema, fields);
  if ('errors' in checked) {
    await showTask(desk, ctx, open, 'name', { typed: fields, errors: checked.errors as FormError[] });
    return;
  }
  const { person, citizen, document } = open;
  const event = deskEvents.nameChanged(person, citizen.id, document);
  if (!(await changes.rename(citizen, checked.value, now(), event))) {
    seeOther(ctx, open.address);
    return;
  }
  await showTaskDone(desk, ctx, open, 'name');
}
