/** The person at the window: their data beside their document, what can be done for them, and the tasks that one clerk does alone. */
import { Router } from '@koa/router';
import type { Context, Middleware } from 'koa';
import { z } from 'zod';
import { type Account, nameBorne } from '../accounts/account.ts';
import type { ActivationStore } from '../accounts/activation-store.ts';
import type { DeskChanges } from '../accounts/desk-changes-store.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import { deskEvents } from '../audit/desk-events.ts';
import { type CaseStore, documents } from '../desk/case-store.ts';
import type { DeskAction } from '../desk/permissions.ts';
import { isOpen as isRequestOpen } from '../desk/request.ts';
import type { RequestStore } from '../desk/request-store.ts';
import { sentCodeField } from '../one-time-codes/sent-code.ts';
import type { LookUpLimit } from '../throttle/look-up-limit.ts';
import type { PairingStore } from '../totp/pairing-store.ts';
import { concealedEmail } from '../web/concealed.ts';
import { checkFields, type Fields, type ReadForm } from '../web/form.ts';
import { dateInWords } from '../web/instants.ts';
import { languageOf } from '../web/language.ts';
import type { FormError } from '../web/page.ts';
import { seeOther } from '../web/redirect.ts';
import { type Desk, deskHome } from './at-work.ts';
import type { Cases, IdentifiedCase, OpenCase } from './open-case.ts';
import { showReceipt } from './receipt.ts';
import { type Task, tasksFor } from './tasks.ts';
import { typedName } from './typed-name.ts';

export interface CaseRouteParts {
  readonly desk: Desk;
  readonly openCases: Cases;
  readonly cases: CaseStore;
  readonly requests: RequestStore;
  readonly changes: DeskChanges;
  readonly activations: ActivationStore;
  readonly pairings: PairingStore;
  readonly lookUpLimit: LookUpLimit;
  readonly audit: AuditLog;
  readonly readForm: ReadForm;
  readonly now: () => Date;
}

const documentSchema = z.object({
  document: z.enum(documents, 'desk.document.empty').prefault('' as 'id-card'),
});
const pairingSchema = z.object({
  pairing_code: sentCodeField('desk.pairing.format', 'desk.pairing.empty'),
});
const nameField = typedName('desk.name.empty');
const nameSchema = z.object({ family_name: nameField, given_name: nameField });
const reasonSchema = z.object({
  reason: z.string().trim().min(1, 'desk.reason.empty').max(300, 'desk.reason.too-long').prefault(''),
});

export function caseRoutes(parts: CaseRouteParts): Middleware {
  const { desk, openCases, changes, now } = parts;
  const router = new Router({ prefix: `${deskHome}/case/:case` });
  const readForm = parts.readForm;

  router.get('/', (ctx) => openCases.whenOpen(ctx, 'look-up', (open) => showCase(ctx, open)));

  router.post('/', async (ctx) => {
    const fields = await readForm(ctx);
    await openCases.whenOpen(ctx, 'look-up', (open) => identify(ctx, open, fields));
  });

  router.get('/enrol', (ctx) =>
    whenTask(ctx, 'supervise-enrolment', 'enrol', (open) => showPairing(ctx, open)),
  );

  router.post('/enrol', async (ctx) => {
    const fields = await readForm(ctx);
    await whenTask(ctx, 'supervise-enrolment', 'enrol', (open) => pair(ctx, open, fields));
  });

  router.get('/activation-code', (ctx) =>
    whenTask(ctx, 'new-activation-code', 'activation-code', (open) => showTask(ctx, open, 'activation-code')),
  );

  router.post('/activation-code', async (ctx) => {
    await readForm(ctx);
    await whenTask(ctx, 'new-activation-code', 'activation-code', (open) => issueCode(ctx, open));
  });

  router.get('/unlock', (ctx) => whenTask(ctx, 'unlock', 'unlock', (open) => showTask(ctx, open, 'unlock')));

  router.post('/unlock', async (ctx) => {
    await readForm(ctx);
    await whenTask(ctx, 'unlock', 'unlock', (open) => unlock(ctx, open));
  });

  router.get('/suspend', (ctx) =>
    whenTask(ctx, 'suspend', 'suspend', (open) => showTask(ctx, open, 'suspend')),
  );

  router.post('/suspend', async (ctx) => {
    const fields = await readForm(ctx);
    await whenTask(ctx, 'suspend', 'suspend', (open) => suspend(ctx, open, fields));
  });

  router.get('/name', (ctx) => whenTask(ctx, 'change-name', 'name', (open) => showTask(ctx, open, 'name')));

  router.post('/name', async (ctx) => {
    const fields = await readForm(ctx);
    await whenTask(ctx, 'change-name', 'name', (open) => rename(ctx, open, fields));
  });

  /** For what the page of the case offers as the account stands; whoever types another address is led back there. */
  async function whenTask(
    ctx: Context,
    action: DeskAction,
    task: Task,
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

  /** Counted with the look-ups: otherwise a clerk could have somebody guess without end. */
  async function unlock(ctx: Context, open: IdentifiedCase): Promise<void> {
    const { person, citizen } = open;
    if (!(await parts.lookUpLimit(person.accountId))) {
      await parts.audit.record(deskEvents.lookUpRefused(person, 'too-many'));
      const error: FormError = { field: '', message: 'desk.look-up.too-many' };
      await showTask(ctx, open, 'unlock', {}, [error], 429);
      return;
    }
    await changes.unlock(citizen, deskEvents.unlocked(person, citizen.id));
    await showDone(ctx, open, 'unlock');
  }

  async function identify(ctx: Context, open: OpenCase, fields: Fields): Promise<void> {
    const checked = checkFields(documentSchema, fields);
    if ('errors' in checked) {
      await showCase(ctx, open, checked.errors as FormError[]);
      return;
    }
    const { document } = checked.value;
    const event = deskEvents.identityChecked(open.person, open.citizen.id, document);
    await parts.cases.noteDocument(open.name, open.deskCase, document, event);
    seeOther(ctx, open.address);
  }

  async function pair(ctx: Context, open: IdentifiedCase, fields: Fields): Promise<void> {
    const checked = checkFields(pairingSchema, fields);
    if ('errors' in checked) {
      await showPairing(ctx, open, checked.errors as FormError[]);
      return;
    }
    const { person, citizen, document } = open;
    const event = deskEvents.enrolmentSupervised(person, citizen.id, document);
    const outcome = await parts.pairings.pass(citizen.id, checked.value.pairing_code, now(), event);
    if (outcome === 'passed') {
      await showDone(ctx, open, 'enrol');
      return;
    }
    await parts.audit.record(deskEvents.pairingRefused(person, citizen.id));
    const message = outcome === 'none' ? 'desk.pairing.none' : 'desk.pairing.wrong';
    await showPairing(ctx, open, [{ field: 'pairing_code', message }]);
  }

  async function issueCode(ctx: Context, open: IdentifiedCase): Promise<void> {
    const { person, citizen, document } = open;
    const event = deskEvents.activationCodeIssued(person, citizen.id, document);
    const issued = await parts.activations.issueCode(citizen.id, event);
    if (!issued) {
      seeOther(ctx, open.address);
      return;
    }
    await showReceipt(ctx, desk, open, citizen.profile, issued);
  }

  async function suspend(ctx: Context, open: IdentifiedCase, fields: Fields): Promise<void> {
    const checked = checkFields(reasonSchema, fields);
    if ('errors' in checked) {
      await showTask(ctx, open, 'suspend', fields, checked.errors as FormError[]);
      return;
    }
    const { person, citizen, document } = open;
    const event = deskEvents.suspended(person, citizen.id, document, checked.value.reason);
    if (!(await changes.suspend(citizen, now(), event))) {
      seeOther(ctx, open.address);
      return;
    }
    await showDone(ctx, open, 'suspend');
  }

  async function rename(ctx: Context, open: IdentifiedCase, fields: Fields): Promise<void> {
    const checked = checkFields(nameSchema, fields);
    if ('errors' in checked) {
      await showTask(ctx, open, 'name', fields, checked.errors as FormError[]);
      return;
    }
    const { person, citizen, document } = open;
    const event = deskEvents.nameChanged(person, citizen.id, document);
    if (!(await changes.rename(citizen, checked.value, now(), event))) {
      seeOther(ctx, open.address);
      return;
    }
    await showDone(ctx, open, 'name');
  }

  async function showCase(ctx: Context, open: OpenCase, errors: FormError[] = []): Promise<void> {
    const stored = await parts.requests.find(open.citizen.id);
    const request = stored && isRequestOpen(stored.request, now()) ? stored.request : undefined;
    const isOwnProposal = request !== undefined && (await desk.isOwn(open, request.proposedBy));
    await desk.show(ctx, open, 'case', {
      title: 'desk.case.title',
      titleValues: { name: nameBorne(open.citizen.profile) },
      status: errors.length > 0 ? 422 : 200,
      errors,
      data: {
        ...citizenData(ctx, open),
        isIdentified: open.deskCase.document !== undefined,
        documents,
        tasks: tasksFor(open.citizen, request !== undefined).filter(
          (task) => task !== 'cancel-request' || !isOwnProposal,
        ),
        request,
      },
    });
  }

  function citizenData(ctx: Context, { citizen, address }: OpenCase): Record<string, unknown> {
    return { address, citizen: describe(ctx, citizen), status: citizen.status, hasPlus: citizen.hasPlus };
  }

  function describe(ctx: Context, { profile }: Account): Record<string, unknown> {
    const { email, birthdate } = profile;
    return {
      ...profile,
      email: email && concealedEmail(email),
      birthdate: dateInWords(new Date(birthdate), languageOf(ctx)),
    };
  }

  function showPairing(ctx: Context, open: IdentifiedCase, errors: FormError[] = []): Promise<void> {
    return showTask(ctx, open, 'enrol', {}, errors);
  }

  async function showTask(
    ctx: Context,
    open: IdentifiedCase,
    task: 'enrol' | 'activation-code' | 'unlock' | 'suspend' | 'name',
    typed: Fields = {},
    errors: FormError[] = [],
    status = errors.length > 0 ? 422 : 200,
  ): Promise<void> {
    await desk.show(ctx, open, `task-${task}`, {
      title: `desk.task.${task}`,
      status,
      errors,
      data: { ...citizenData(ctx, open), typed },
    });
  }

  async function showDone(
    ctx: Context,
    open: OpenCase,
    task: 'enrol' | 'unlock' | 'suspend' | 'name',
  ): Promise<void> {
    await desk.show(ctx, open, 'done', {
      title: `desk.done.${task}.title`,
      data: { address: open.address, say: `desk.done.${task}.say` },
    });
  }

  return router.routes() as unknown as Middleware;
}
