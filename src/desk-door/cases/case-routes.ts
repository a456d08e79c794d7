/**
 * The person at the window: their data beside their document, and the tasks that one clerk does alone. A case is whom a clerk looked
 * up, for half an hour (desk/cases/case-store.ts); its tasks open once the clerk has identified the person.
 */
import { Router } from '@koa/router';
import type { Context } from 'koa';
import type { DeskAction } from '../../desk/staff/permissions.ts';
import type { Fields, ReadForm } from '../../web/form/form.ts';
import { type Door, forPeople } from '../../web/request/door.ts';
import { deskHome } from '../desk-access.ts';
import { type AccountTaskParts, changeName, issueActivationCode, suspend, unlock } from './account-tasks.ts';
import { type CasePageParts, showCase, submitDocument } from './case-page.ts';
import { type EnrolmentTaskParts, showEnrolment, submitPairingCode } from './enrolment-task.ts';
import type { Cases, IdentifiedCase } from './open-case.ts';
import { type SoloTask, showTask, whenTask } from './task-page.ts';

export interface CaseRouteParts extends CasePageParts, AccountTaskParts, EnrolmentTaskParts {
  readonly openCases: Cases;
  readonly readForm: ReadForm;
}

interface TaskPage {
  /** What the role must allow. */
  readonly action: DeskAction;
  /** Where it is more than a form. */
  show?(parts: CaseRouteParts, ctx: Context, open: IdentifiedCase): Promise<void>;
  submit(parts: CaseRouteParts, ctx: Context, open: IdentifiedCase, fields: Fields): Promise<void>;
}

/** By the last part of the address. */
const taskPages: Readonly<Record<SoloTask, TaskPage>> = {
  enrol: { action: 'supervise-enrolment', show: showEnrolment, submit: submitPairingCode },
  'activation-code': { action: 'new-activation-code', submit: issueActivationCode },
  unlock: { action: 'unlock', submit: unlock },
  suspend: { action: 'suspend', submit: suspend },
  name: { action: 'change-name', submit: changeName },
};

export function caseRoutes(parts: CaseRouteParts): Door {
  const { desk, openCases, readForm } = parts;
  const router = new Router({ prefix: `${deskHome}/case/:case` });

  router.get('/', (ctx) => openCases.whenOpen(ctx, 'look-up', (open) => showCase(parts, ctx, open)));
  router.post('/', async (ctx) => {
    const fields = await readForm(ctx);
    await openCases.whenOpen(ctx, 'look-up', (open) => submitDocument(parts, ctx, open, fields));
  });

  for (const [task, { action, show, submit }] of Object.entries(taskPages) as [SoloTask, TaskPage][]) {
    router.get(`/${task}`, (ctx) =>
      whenTask(openCases, ctx, action, task, (open) =>
        show ? show(parts, ctx, open) : showTask(desk, ctx, open, task),
      ),
    );
    router.post(`/${task}`, async (ctx) => {
      const fields = await readForm(ctx);
      await whenTask(openCases, ctx, action, task, (open) => submit(parts, ctx, open, fields));
    });
  }

  return forPeople(router);
}
