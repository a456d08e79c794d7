/** Enrolment with help: the person applies on their own phone and reads out eight digits, which the clerk types. */
import type { Context } from 'koa';
import { z } from 'zod';
import type { AuditLog } from '../../audit/audit-log.ts';
import { deskEvents } from '../../audit/events/desk-events.ts';
import { messageCodeField } from '../../one-time-codes/message-code.ts';
import type { PairingStore } from '../../totp/enrolment/pairing-store.ts';
import { checkFields, type Fields } from '../../web/form/form.ts';
import type { FormError } from '../../web/page/page.ts';
import type { Desk } from '../desk-access.ts';
import type { IdentifiedCase } from './open-case.ts';
import { showTask, showTaskDone } from './task-page.ts';

export interface EnrolmentTaskParts {
  readonly desk: Desk;
  readonly pairings: PairingStore;
  readonly audit: AuditLog;
  readonly now: () => Date;
}

const pairingSchema = z.object({
  pairing_code: messageCodeField('desk.pairing.format', 'desk.pairing.empty'),
});

export async function showEnrolment(
  { desk }: Pick<EnrolmentTaskParts, 'desk'>,
  ctx: Context,
  open: IdentifiedCase,
): Promise<void> {
  const isOwnMaking = await desk.hasMade(open, open.citizen);
  await showTask(desk, ctx, open, 'enrol', isOwnMaking ? ownMaking : {});
}

const ownMaking = { errors: [{ field: '', message: 'desk.enrol.own-making' }], status: 403 } as const;

export async function submitPairingCode(
  parts: EnrolmentTaskParts,
  ctx: Context,
  open: IdentifiedCase,
  fields: Fields,
): Promise<void> {
  const { desk, pairings, audit, now } = parts;
  const checked = checkFields(pairingSchema, fields);
  if ('errors' in checked) {
    await showTask(desk, ctx, open, 'enrol', { errors: checked.errors as FormError[] });
    return;
  }
  const { person, citizen, document } = open;
  const event = deskEvents.enrolmentSupervised(person, citizen.id, document);
  const outcome = (await desk.hasMade(open, citizen))
    ? 'own-making'
    : await pairings.pass(citizen.id, checked.value.pairing_code, person.accountId, now(), event);
  if (outcome === 'own-making') {
    await audit.record(deskEvents.actionRefused(person, 'supervise-enrolment'));
    await showEnrolment(parts, ctx, open);
    return;
  }
  if (outcome === 'passed') {
    await showTaskDone(desk, ctx, open, 'enrol');
    return;
  }
  await audit.record(deskEvents.pairingRefused(person, citizen.id));
  const message = outcome === 'none' ? 'desk.pairing.none' : 'desk.pairing.wrong';
  await showTask(desk, ctx, open, 'enrol', { errors: [{ field: 'pairing_code', message }] });
}
