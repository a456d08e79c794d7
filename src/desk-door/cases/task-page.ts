/** What the pages of tasks have in common: when one is open, how it looks, and what it says when the task is done. */
import type { Context } from 'koa';
import type { Account } from '../../accounts/account.ts';
import type { DeskAction } from '../../desk/staff/permissions.ts';
import type { Fields } from '../../web/form/form.ts';
import { languageOf } from '../../web/language.ts';
import { dateInWords } from '../../web/page/dates-and-times.ts';
import { maskedEmail } from '../../web/page/masked-contact.ts';
import type { FormError } from '../../web/page/page.ts';
import { seeOther } from '../../web/request/redirect.ts';
import type { Desk } from '../desk-access.ts';
import type { Cases, IdentifiedCase, OpenCase } from './open-case.ts';
import { tasksFor } from './tasks.ts';

/** The tasks that one clerk does alone, each a page. */
export type SoloTask = 'enrol' | 'activation-code' | 'unlock' | 'suspend' | 'name';

interface Typed {
  readonly typed?: Fields;
  readonly errors?: readonly FormError[];
  readonly status?: number;
}

/** For what the page of the case offers as the account stands; whoever types another address is led back there. */
export async function whenTask(
  openCases: Cases,
  ctx: Context,
  action: DeskAction,
  task: SoloTask,
  work: (open: IdentifiedCase) => Promise<void>,
): Promise<void> {
  await openCases.whenIdentified(ctx, action, async (open) => {
    if (tasksFor(open.citizen, false).includes(task)) {
      await work(open);
    } else {
      seeOther(ctx, open.address);
    }
  });
}

export async function showTask(
  desk: Desk,
  ctx: Context,
  open: IdentifiedCase,
  task: SoloTask,
  { typed = {}, errors = [], status }: Typed = {},
): Promise<void> {
  await desk.show(ctx, open, `cases/task-${task}`, {
    title: `desk.task.${task}`,
    status,
    errors,
    data: { ...citizenData(ctx, open), typed },
  });
}

export async function showTaskDone(
  desk: Desk,
  ctx: Context,
  open: OpenCase,
  task: Exclude<SoloTask, 'activation-code'>,
): Promise<void> {
  await desk.show(ctx, open, 'done', {
    title: `desk.done.${task}.title`,
    data: { address: open.address, say: `desk.done.${task}.say` },
  });
}

/** What every page of a case says of the person. */
export function citizenData(ctx: Context, { citizen, address }: OpenCase): Record<string, unknown> {
  return { address, citizen: describe(ctx, citizen), status: citizen.status, hasPlus: citizen.hasPlus };
}

function describe(ctx: Context, { profile }: Account): Record<string, unknown> {
  const { email, birthdate } = profile;
  return {
    ...profile,
    email: email && maskedEmail(email),
    birthdate: birthdate && dateInWords(new Date(birthdate), languageOf(ctx)),
  };
}
