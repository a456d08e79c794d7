/**
 * "Elfelejtett jelszó": user name, then the code from the message (or its link, in the same browser), then a new password. Every answer is
 * the same whether or not anybody has the name. Nobody is signed in here, and the second factor stays as it is.
 */
import { Router } from '@koa/router';
import type { Context, Middleware } from 'koa';
import { z } from 'zod';
import { usernameAsStored } from '../accounts/account.ts';
import { type PasswordReset, resetLinkPath } from '../accounts/password-reset.ts';
import {
  mostWrongResetCodes,
  type PasswordResetStore,
  type Reset,
  type ResetAsked,
  type ResetProven,
  type StoredReset,
} from '../accounts/password-reset-store.ts';
import { type JudgeNewPassword, shortestPassword } from '../accounts/password-rules.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import { securityEvents } from '../audit/security-events.ts';
import { RequestRefused } from '../errors.ts';
import { sentCodeField } from '../one-time-codes/sent-code.ts';
import type { Crowd } from '../throttle/crowd.ts';
import type { DeviceCookies } from '../web/device-cookie.ts';
import { checkFields, type Fields, type ReadForm } from '../web/form.ts';
import type { FormTokens } from '../web/form-token.ts';
import type { FormError, Pages } from '../web/page.ts';
import { seeOther } from '../web/redirect.ts';
import { errorOfNewPassword, newPasswordField, strengthShown } from './new-password.ts';
import { createResetPages, resetHome, resetPageOf } from './reset-pages.ts';
import { signInAt } from './sign-in-under-way.ts';

export interface ResetParts {
  readonly reset: PasswordReset;
  readonly resets: PasswordResetStore;
  readonly judgeNewPassword: JudgeNewPassword;
  readonly crowd: Crowd;
  readonly devices: DeviceCookies;
  readonly formTokens: FormTokens;
  readonly audit: AuditLog;
  readonly pages: Pages;
  readonly readForm: ReadForm;
  readonly now: () => Date;
}

const { asked: codePage, proven: passwordPage, done: lastPage } = resetPageOf;

const nameSchema = z.object({
  username: z.string().trim().min(1, 'username.empty').max(64, 'username.too-long').prefault(''),
});
const codeSchema = z.object({
  reset_code: sentCodeField('contact-code.format', 'contact-code.empty'),
});
const passwordSchema = z.object({ new_password: newPasswordField });

type InState<State extends Reset['state']> = StoredReset<Extract<Reset, { state: State }>>;

export function resetRoutes(parts: ResetParts): Middleware {
  const { reset, resets, formTokens, readForm, now } = parts;
  const pages = createResetPages(parts.pages);
  const router = new Router();

  router.get(resetHome, (ctx) => pages.showStart(ctx));

  router.post(resetHome, async (ctx) => {
    const fields = await readForm(ctx);
    const checked = checkFields(nameSchema, fields);
    if ('errors' in checked) {
      await pages.showStart(ctx, checked.errors as FormError[], fields);
      return;
    }
    await ask(ctx, usernameAsStored(checked.value.username), signInAt(fields.folytatas));
  });

  router.get(codePage, async (ctx) => {
    const stored = await current(ctx);
    if (stored?.reset.state === 'asked') {
      await pages.showCode(ctx, stored.reset);
    } else {
      await pages.showWhereItStands(ctx, stored);
    }
  });

  router.post(codePage, async (ctx) => {
    const fields = await readForm(ctx);
    const stored = await current(ctx);
    if (isIn('asked', stored)) {
      await receiveCode(ctx, stored, fields);
    } else {
      await pages.showWhereItStands(ctx, stored);
    }
  });

  router.post(`${resetHome}/ujra`, async (ctx) => {
    await readForm(ctx);
    const stored = await current(ctx);
    if (isIn('asked', stored)) {
      await ask(ctx, stored.reset.username, stored.reset.returnTo);
    } else {
      await pages.showWhereItStands(ctx, stored);
    }
  });

  router.get(`${resetLinkPath}/:token`, async (ctx) => {
    const stored = await current(ctx);
    const isOurs = isIn('asked', stored) && resets.knowsToken(stored.reset, String(ctx.params.token));
    await pages.showLink(ctx, isOurs);
  });

  router.post(`${resetLinkPath}/:token`, async (ctx) => {
    await readForm(ctx);
    const stored = await current(ctx);
    if (isIn('asked', stored)) {
      const browser = formTokens.browserOf(ctx);
      const outcome = await resets.checkToken(browser, stored, String(ctx.params.token), now());
      seeOther(ctx, outcome === 'right' ? passwordPage : codePage);
    } else {
      await pages.showWhereItStands(ctx, stored);
    }
  });

  router.get(passwordPage, async (ctx) => {
    const stored = await current(ctx);
    const owner = stored?.reset.state === 'proven' ? await reset.ownerOf(stored.reset.claim) : undefined;
    if (owner) {
      await pages.showNewPassword(ctx, shortestPassword(owner));
    } else {
      await pages.showWhereItStands(ctx, stored);
    }
  });

  router.post(passwordPage, async (ctx) => {
    const fields = await readForm(ctx);
    const stored = await current(ctx);
    if (isIn('proven', stored)) {
      await receiveNewPassword(ctx, stored, fields);
    } else {
      await pages.showWhereItStands(ctx, stored);
    }
  });

  router.get(lastPage, async (ctx) => {
    const stored = await current(ctx);
    if (stored?.reset.state !== 'done') {
      await pages.showWhereItStands(ctx, stored);
      return;
    }
    await pages.showDone(ctx, stored.reset.returnTo);
  });

  /** Who asks is counted by address, whoever they ask for. */
  async function ask(ctx: Context, username: string, returnTo: string | undefined): Promise<void> {
    const guesser = parts.devices.guesserOf(ctx, username);
    const crowdedUntil = await parts.crowd.enter(guesser.address, now());
    if (crowdedUntil) {
      const seconds = Math.ceil((crowdedUntil.getTime() - now().getTime()) / 1000);
      ctx.set('Retry-After', String(Math.max(1, seconds)));
      throw new RequestRefused(429, 'too-many');
    }
    await parts.audit.record(securityEvents.passwordResetAsked());
    await reset.ask(username, formTokens.browserOf(ctx), guesser, returnTo, now());
    seeOther(ctx, codePage);
  }

  async function receiveCode(ctx: Context, stored: StoredReset<ResetAsked>, fields: Fields): Promise<void> {
    const checked = checkFields(codeSchema, fields);
    if ('errors' in checked) {
      await pages.showCode(ctx, stored.reset, checked.errors as FormError[]);
      return;
    }
    const browser = formTokens.browserOf(ctx);
    const outcome = await resets.checkCode(browser, stored, checked.value.reset_code, now());
    if (outcome === 'right') {
      seeOther(ctx, passwordPage);
      return;
    }
    await parts.audit.record(
      securityEvents.passwordResetRefused(outcome === 'wrong' ? 'wrong-code' : 'moved'),
    );
    const left = mostWrongResetCodes - stored.reset.wrongCodes - 1;
    if (outcome === 'moved' || left <= 0) {
      seeOther(ctx, codePage);
      return;
    }
    await pages.showCode(ctx, stored.reset, [
      { field: 'reset_code', message: 'contact-code.wrong', values: { left } },
    ]);
  }

  async function receiveNewPassword(
    ctx: Context,
    stored: StoredReset<ResetProven>,
    fields: Fields,
  ): Promise<void> {
    const owner = await reset.ownerOf(stored.reset.claim);
    if (!owner) {
      await pages.showOver(ctx);
      return;
    }
    const least = shortestPassword(owner);
    const endsSessions = fields.sign_out !== undefined;
    const checked = checkFields(passwordSchema, fields);
    if ('errors' in checked) {
      await pages.showNewPassword(ctx, least, { errors: checked.errors as FormError[], endsSessions });
      return;
    }
    const { new_password: chosen } = checked.value;
    const fault = await parts.judgeNewPassword(owner, chosen);
    if (fault) {
      const errors = [errorOfNewPassword(fault, least)];
      await pages.showNewPassword(ctx, least, { errors, endsSessions, strength: strengthShown(fault) });
      return;
    }
    const event = securityEvents.passwordReset(owner.id, endsSessions);
    if (await reset.setPassword(owner, chosen, endsSessions, now(), event)) {
      await resets.finish(formTokens.browserOf(ctx), stored, now());
    } else {
      await parts.audit.record(securityEvents.passwordResetRefused('moved'));
    }
    seeOther(ctx, lastPage);
  }

  function current(ctx: Context): Promise<StoredReset | undefined> {
    return resets.find(formTokens.browserOf(ctx), now());
  }

  return router.routes() as unknown as Middleware;
}

function isIn<State extends Reset['state']>(
  state: State,
  stored: StoredReset | undefined,
): stored is InState<State> {
  return stored?.reset.state === state;
}
