/** "Fiók aktiválása": user name and activation code, then a password. Nobody is signed in here. */
import { Router } from '@koa/router';
import type { Context, Middleware } from 'koa';
import { z } from 'zod';
import { usernameAsStored } from '../accounts/account.ts';
import type { AccountActivation } from '../accounts/activation.ts';
import type { Activation, ActivationStore } from '../accounts/activation-store.ts';
import { type JudgeNewPassword, shortestPassword } from '../accounts/password-rules.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import { securityEvents } from '../audit/security-events.ts';
import type { DeviceCookies } from '../web/device-cookie.ts';
import { checkFields, type Fields, type ReadForm } from '../web/form.ts';
import type { FormTokens } from '../web/form-token.ts';
import { timeOfDay } from '../web/instants.ts';
import type { FormError, Pages } from '../web/page.ts';
import { seeOther } from '../web/redirect.ts';
import { errorOfNewPassword, newPasswordField, type StrengthShown, strengthShown } from './new-password.ts';
import { signInAt } from './sign-in-under-way.ts';

export interface ActivationRouteParts {
  readonly activation: AccountActivation;
  readonly activations: ActivationStore;
  readonly judgeNewPassword: JudgeNewPassword;
  readonly devices: DeviceCookies;
  readonly formTokens: FormTokens;
  readonly audit: AuditLog;
  readonly pages: Pages;
  readonly readForm: ReadForm;
  readonly now: () => Date;
}

type CodeGiven = Activation & { state: 'code-given' };

const home = '/aktivalas';
const passwordPage = `${home}/jelszo`;
const lastPage = `${home}/kesz`;

const codeSchema = z.object({
  username: z.string().trim().min(1, 'username.empty').max(64, 'username.too-long').prefault(''),
  activation_code: z.string().trim().min(1, 'activation.empty').max(64, 'activation.wrong').prefault(''),
});
const passwordSchema = z.object({ new_password: newPasswordField });

export function activationRoutes(parts: ActivationRouteParts): Middleware {
  const { activation, activations, formTokens, pages, readForm, now } = parts;
  const router = new Router({ prefix: home });

  router.get('/', (ctx) => showStart(ctx));

  router.post('/', async (ctx) => {
    const fields = await readForm(ctx);
    const checked = checkFields(codeSchema, fields);
    if ('errors' in checked) {
      await showStart(ctx, checked.errors as FormError[], 422, fields);
      return;
    }
    await receiveCode(ctx, fields, checked.value);
  });

  router.get('/jelszo', async (ctx) => {
    const current = await activations.find(formTokens.browserOf(ctx));
    const owner = current?.state === 'code-given' ? await activation.ownerOf(current) : undefined;
    if (owner) {
      await showNewPassword(ctx, shortestPassword(owner));
    } else {
      await showOver(ctx, current);
    }
  });

  router.post('/jelszo', async (ctx) => {
    const fields = await readForm(ctx);
    const current = await activations.find(formTokens.browserOf(ctx));
    if (current?.state === 'code-given') {
      await receivePassword(ctx, current, fields);
    } else {
      await showOver(ctx, current);
    }
  });

  router.get('/kesz', async (ctx) => {
    const current = await activations.find(formTokens.browserOf(ctx));
    if (current?.state !== 'done') {
      await showOver(ctx, undefined);
      return;
    }
    const data = { address: current.returnTo ?? '/fiok' };
    await pages.show(ctx, 'self-service/activation-done', { title: 'activation.done.title', data });
  });

  async function receiveCode(
    ctx: Context,
    fields: Fields,
    typed: z.output<typeof codeSchema>,
  ): Promise<void> {
    const username = usernameAsStored(typed.username);
    const guesser = parts.devices.guesserOf(ctx, username);
    const verdict = await activation.verifyCode(username, typed.activation_code, guesser, now());
    if (verdict.kind === 'right') {
      const { accountId, codeHash } = verdict;
      const returnTo = signInAt(fields.folytatas);
      await activations.remember(formTokens.browserOf(ctx), {
        state: 'code-given',
        accountId,
        codeHash,
        returnTo,
      });
      seeOther(ctx, passwordPage);
      return;
    }
    await parts.audit.record(securityEvents.activationRefused(verdict.kind));
    switch (verdict.kind) {
      case 'wrong':
        return showStart(ctx, [{ field: 'username', message: 'activation.wrong' }], 422, fields);
      case 'expired':
        return showStart(ctx, [{ field: 'activation_code', message: 'activation.expired' }], 422, fields);
      case 'locked': {
        const values = { until: timeOfDay(verdict.until) };
        return showStart(ctx, [{ field: 'username', message: 'code.locked', values }], 429, fields);
      }
    }
  }

  async function receivePassword(ctx: Context, current: CodeGiven, fields: Fields): Promise<void> {
    const owner = await activation.ownerOf(current);
    if (!owner) {
      await showOver(ctx, undefined);
      return;
    }
    const least = shortestPassword(owner);
    const checked = checkFields(passwordSchema, fields);
    if ('errors' in checked) {
      await showNewPassword(ctx, least, checked.errors as FormError[]);
      return;
    }
    const { new_password: chosen } = checked.value;
    const fault = await parts.judgeNewPassword(owner, chosen);
    if (fault) {
      await showNewPassword(ctx, least, [errorOfNewPassword(fault, least)], strengthShown(fault));
      return;
    }
    const event = securityEvents.accountActivated(owner.id);
    if (await activation.setPassword(owner, current.codeHash, chosen, now(), event)) {
      await activations.remember(formTokens.browserOf(ctx), { state: 'done', returnTo: current.returnTo });
    } else {
      await parts.audit.record(securityEvents.activationRefused('moved'));
    }
    seeOther(ctx, lastPage);
  }

  function showStart(
    ctx: Context,
    errors: FormError[] = [],
    status = 200,
    fields: Fields = {},
  ): Promise<void> {
    const data = {
      username: fields.username?.slice(0, 64) ?? '',
      signIn: signInAt(fields.folytatas ?? ctx.query.folytatas) ?? '',
    };
    return pages.show(ctx, 'self-service/activation', { title: 'activation.title', status, errors, data });
  }

  function showNewPassword(
    ctx: Context,
    least: number,
    errors: FormError[] = [],
    strength?: StrengthShown,
  ): Promise<void> {
    const status = errors.length > 0 ? 422 : 200;
    const page = { title: 'activation.password.title', status, errors, data: { least, strength } } as const;
    return pages.show(ctx, 'self-service/activation-password', page);
  }

  async function showOver(ctx: Context, current: Activation | undefined): Promise<void> {
    if (current?.state === 'done') {
      seeOther(ctx, lastPage);
      return;
    }
    await pages.show(ctx, 'self-service/activation-over', { title: 'activation.over.title', status: 410 });
  }

  return router.routes() as unknown as Middleware;
}
