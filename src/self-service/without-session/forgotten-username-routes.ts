/** "Elfelejtett felhasználónév": an e-mail address, and the same answer whether or not anybody has it. What there is to say goes there. */
import { Router } from '@koa/router';
import type { Context } from 'koa';
import { z } from 'zod';
import { parseContact } from '../../accounts/contact/contact-change.ts';
import type { ForgottenUsername } from '../../accounts/recovery/forgotten-username.ts';
import { LimitReached } from '../../errors.ts';
import type { UsernameRequests } from '../../throttle/windows/username-requests.ts';
import { checkFields, type Fields, type ReadForm } from '../../web/form/form.ts';
import type { FormError, Pages } from '../../web/page/page.ts';
import { type Door, forPeople } from '../../web/request/door.ts';
import { seeOther } from '../../web/request/redirect.ts';
import { safeReturnAddress } from '../return-address.ts';

export interface ForgottenUsernameParts {
  readonly forgottenUsername: ForgottenUsername;
  readonly usernameRequests: UsernameRequests;
  readonly pages: Pages;
  readonly readForm: ReadForm;
  readonly now: () => Date;
}

const home = '/elfelejtett-felhasznalonev';
const sentAddress = `${home}/elkuldve`;

const longestAddress = 254;
const addressSchema = z.object({
  email: z
    .string()
    .trim()
    .min(1, 'forgotten-username.empty')
    .transform((typed) => parseContact('email', typed) ?? '')
    .refine((address) => address !== '', 'forgotten-username.format')
    .prefault(''),
});

function showStart(
  { pages }: Pick<ForgottenUsernameParts, 'pages'>,
  ctx: Context,
  errors: FormError[] = [],
  fields: Fields = {},
): Promise<void> {
  const data = { email: fields.email?.slice(0, longestAddress) ?? '', signIn: signInOf(ctx, fields) };
  const page = { title: 'forgotten-username.title', errors, data } as const;
  return pages.show(ctx, 'self-service/without-session/forgotten-username', page);
}

async function submitStart(parts: ForgottenUsernameParts, ctx: Context, fields: Fields): Promise<void> {
  const checked = checkFields(addressSchema, fields);
  if ('errors' in checked) {
    await showStart(parts, ctx, checked.errors as FormError[], fields);
    return;
  }
  const wait = await parts.usernameRequests.countRequest(ctx.ip);
  if (wait > 0) {
    throw new LimitReached(Math.ceil(wait / 1000));
  }
  await parts.forgottenUsername.ask(checked.value.email, parts.now());
  const signIn = signInOf(ctx, fields);
  seeOther(ctx, signIn ? `${sentAddress}?folytatas=${encodeURIComponent(signIn)}` : sentAddress);
}

function showSent({ pages }: Pick<ForgottenUsernameParts, 'pages'>, ctx: Context): Promise<void> {
  return pages.show(ctx, 'self-service/without-session/forgotten-username-sent', {
    title: 'forgotten-username.sent.title',
    data: { signIn: signInOf(ctx) },
  });
}

/** The sign-in that somebody came from, or ''. */
function signInOf(ctx: Context, fields: Fields = {}): string {
  return safeReturnAddress(fields.folytatas ?? ctx.query.folytatas) ?? '';
}

export function forgottenUsernameRoutes(parts: ForgottenUsernameParts): Door {
  const router = new Router();
  router.get(home, (ctx) => showStart(parts, ctx));
  router.post(home, async (ctx) => submitStart(parts, ctx, await parts.readForm(ctx)));
  router.get(sentAddress, (ctx) => showSent(parts, ctx));
  return forPeople(router);
}
