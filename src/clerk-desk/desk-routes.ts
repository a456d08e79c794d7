/** The desk's first page: who is at work, whom to look up, and what awaits a second person. */
import { Router } from '@koa/router';
import type { Context, Middleware } from 'koa';
import { z } from 'zod';
import { usernameAsStored } from '../accounts/account.ts';
import type { AccountStore } from '../accounts/account-store.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import { deskEvents } from '../audit/desk-events.ts';
import { type CaseStore, lookUpReasons } from '../desk/case-store.ts';
import type { LookUpCounts } from '../desk/look-up-counts-store.ts';
import { permissionOf } from '../desk/permissions.ts';
import type { RequestStore } from '../desk/request-store.ts';
import type { OwnSignIn } from '../relying-party/own-sign-in.ts';
import type { LookUpLimit } from '../throttle/look-up-limit.ts';
import { checkFields, type Fields, type ReadForm } from '../web/form.ts';
import { dayOf, instantInWords } from '../web/instants.ts';
import { languageOf } from '../web/language.ts';
import type { OwnCookies } from '../web/own-cookies.ts';
import type { FormError, Pages } from '../web/page.ts';
import { seeOther } from '../web/redirect.ts';
import { type AtWork, type Desk, deskHome } from './at-work.ts';

export interface DeskRouteParts {
  readonly issuer: string;
  readonly desk: Desk;
  readonly accounts: AccountStore;
  readonly cases: CaseStore;
  readonly requests: RequestStore;
  readonly lookUpLimit: LookUpLimit;
  readonly lookUpCounts: LookUpCounts;
  readonly signIn: OwnSignIn;
  readonly cookies: OwnCookies;
  readonly audit: AuditLog;
  readonly pages: Pages;
  readonly readForm: ReadForm;
  readonly now: () => Date;
}

const lookUpSchema = z
  .object({
    username: z.string().trim().min(1, 'desk.look-up.empty').max(100, 'username.too-long').prefault(''),
    purpose: z.enum(lookUpReasons, 'desk.purpose.empty').prefault('' as 'other'),
    note: z.string().trim().max(200, 'desk.note.too-long').prefault(''),
  })
  .refine(({ purpose, note }) => purpose !== 'other' || note !== '', {
    path: ['note'],
    message: 'desk.note.empty',
  });

export function deskRoutes(parts: DeskRouteParts): Middleware {
  const { desk, accounts, cases, requests, cookies, audit, pages } = parts;
  const router = new Router({ prefix: deskHome });

  router.get('/callback', async (ctx) => {
    const pending = cookies.get(ctx, 'pending') ?? '';
    cookies.clear(ctx, 'pending');
    const completed = await parts.signIn.complete(new URL(`${parts.issuer}${ctx.url}`), pending);
    if (!completed) {
      await pages.show(ctx, 'desk/not-signed-in', { title: 'account.not-signed-in.title', status: 400 });
      return;
    }
    cookies.set(ctx, 'session', completed.cookie);
    seeOther(ctx, completed.returnTo);
  });

  router.get('/sign-out', async (ctx) => {
    await desk.whenAtWork(ctx, deskHome, async ({ session }) => {
      await desk.end(ctx);
      seeOther(ctx, await parts.signIn.signOutAddress(session));
    });
  });

  router.get('/', async (ctx) => {
    await desk.whenAtWork(ctx, deskHome, (atWork) => showHome(ctx, atWork));
  });

  router.post('/', async (ctx) => {
    const fields = await parts.readForm(ctx);
    await desk.whenAllowed(ctx, deskHome, 'look-up', (atWork) => lookUp(ctx, atWork, fields));
  });

  async function lookUp(ctx: Context, atWork: AtWork, fields: Fields): Promise<void> {
    const checked = checkFields(lookUpSchema, fields);
    if ('errors' in checked) {
      await showHome(ctx, atWork, fields, checked.errors as FormError[]);
      return;
    }
    const { person } = atWork;
    const { username, purpose, note } = checked.value;
    const day = dayOf(parts.now());
    // Counted before anything is looked at: names that nobody has, too.
    if (!(await parts.lookUpLimit(person.accountId))) {
      const event = deskEvents.lookUpRefused(person, 'too-many');
      await parts.lookUpCounts.refuse(person, 'too-many', day, event);
      await showHome(ctx, atWork, fields, [{ field: '', message: 'desk.look-up.too-many' }], 429);
      return;
    }
    const accountId = await accounts.findId(usernameAsStored(username));
    const account = accountId === undefined ? undefined : await accounts.find(accountId);
    const isOwn = account !== undefined && (await desk.isOwn(atWork, account.id));
    if (account === undefined || isOwn) {
      const event = deskEvents.lookUpRefused(person, isOwn ? 'own' : 'unknown');
      await (isOwn ? audit.record(event) : parts.lookUpCounts.refuse(person, 'unknown', day, event));
      const message = isOwn ? 'desk.look-up.own' : 'desk.look-up.unknown';
      await showHome(ctx, atWork, fields, [{ field: 'username', message }]);
      return;
    }
    const opened = { accountId: account.id, reason: purpose };
    const event = deskEvents.dataViewed(person, account.id, purpose, note);
    const name = await cases.open(person, opened, day, event);
    seeOther(ctx, `${deskHome}/case/${name}`);
  }

  async function showHome(
    ctx: Context,
    atWork: AtWork,
    fields: Fields = {},
    errors: FormError[] = [],
    status = errors.length > 0 ? 422 : 200,
  ): Promise<void> {
    const { role, office } = atWork.person;
    const mayDecide = permissionOf(role, 'decide') === 'allowed';
    const proposals = mayDecide ? await requests.proposalsOf(office) : [];
    const described = proposals.map(async ({ request: { id, kind, proposedBy, proposedAt } }) => ({
      id,
      kind,
      by: await desk.nameOf(proposedBy),
      at: instantInWords(new Date(proposedAt), languageOf(ctx)),
    }));
    await desk.show(ctx, atWork, 'home', {
      title: 'desk.title',
      status,
      errors,
      data: {
        mayLookUp: permissionOf(role, 'look-up') === 'allowed',
        mayDecide,
        mayOversee: permissionOf(role, 'oversee') === 'allowed',
        proposals: await Promise.all(described),
        purposes: lookUpReasons,
        typed: { username: fields.username ?? '', purpose: fields.purpose ?? '', note: fields.note ?? '' },
      },
    });
  }

  return router.routes() as unknown as Middleware;
}
