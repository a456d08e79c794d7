/** Cancelling an Ügyfélkapu+ from the citizen's own pages, or from a public page with name and password for those whose phone is gone. */

import { Router } from '@koa/router';
import type { Context } from 'koa';
import { z } from 'zod';
import type { Account } from '../../accounts/account.ts';
import { passwordField } from '../../accounts/password/typed-password.ts';
import type { VerifyPassword } from '../../accounts/password/verify-password.ts';
import { usernameAsStored } from '../../accounts/username.ts';
import {
  type CancelPage,
  type CancelParts,
  cancellationCodeField,
  cancelPlus,
  showCancelPlus,
} from '../../cancelling/cancel-plus.ts';
import { checkFields, type Fields, type ReadForm } from '../../web/form/form.ts';
import { lockedError } from '../../web/form/locked-error.ts';
import type { FormError } from '../../web/page/page.ts';
import { type Door, forPeople } from '../../web/request/door.ts';
import { goneSignal } from '../../web/request/request-context.ts';
import { safeReturnAddress } from '../return-address.ts';
import type { SessionGuard } from '../session-guard.ts';

export interface CancelPlusParts extends CancelParts {
  readonly sessionGuard: SessionGuard;
  readonly verifyPassword: VerifyPassword;
  readonly readForm: ReadForm;
}

const publicAddress = '/megszuntetes';
const ownAddress = '/fiok/megszuntetes';

const ownSchema = z.object({ cancellation_code: cancellationCodeField });
/** In the order of the page, which errors keep. */
const publicSchema = z.object({
  username: z.string().trim().min(1, 'username.empty').max(64, 'username.too-long').prefault(''),
  password: passwordField('password.empty'),
  ...ownSchema.shape,
});

function publicPage(ctx: Context, fields: Fields = {}): CancelPage {
  return {
    door: 'public',
    address: publicAddress,
    asks: 'name-and-password',
    username: fields.username?.slice(0, 64) ?? '',
    signIn: safeReturnAddress(fields.folytatas ?? ctx.query.folytatas) ?? '',
  };
}

function ownPage({ profile: { username } }: Account): CancelPage {
  return { door: 'self-service', address: ownAddress, asks: 'nothing', username, signIn: '' };
}

async function submitPublicly(parts: CancelPlusParts, ctx: Context, fields: Fields): Promise<void> {
  const page = publicPage(ctx, fields);
  const refuse = (errors: FormError[]): Promise<void> =>
    showCancelPlus(parts, ctx, page, undefined, { errors, typed: fields.cancellation_code });

  const checked = checkFields(publicSchema, fields);
  if ('errors' in checked) {
    await refuse(checked.errors as FormError[]);
    return;
  }
  const { username, password, cancellation_code: typed } = checked.value;
  const name = usernameAsStored(username);
  const source = parts.devices.attemptSourceOf(ctx, name);
  const verdict = await parts.verifyPassword(name, password, source, parts.now(), goneSignal(ctx));
  switch (verdict.kind) {
    case 'verified':
      await cancelPlus(parts, ctx, verdict.account, typed, page);
      return;
    case 'wrong':
    case 'suspended':
      await refuse([{ field: 'username', message: 'password.wrong' }]);
      return;
    case 'locked':
      await refuse([lockedError('username', 'password.locked', verdict.until)]);
  }
}

async function submitSignedIn(
  parts: CancelPlusParts,
  ctx: Context,
  account: Account,
  fields: Fields,
): Promise<void> {
  const page = ownPage(account);
  const checked = checkFields(ownSchema, fields);
  if ('errors' in checked) {
    const errors = checked.errors as FormError[];
    await showCancelPlus(parts, ctx, page, account, { errors, typed: fields.cancellation_code });
    return;
  }
  await cancelPlus(parts, ctx, account, checked.value.cancellation_code, page);
}

export function cancelPlusRoutes(parts: CancelPlusParts): Door {
  const { sessionGuard, readForm } = parts;
  const router = new Router();

  router.get(publicAddress, (ctx) => showCancelPlus(parts, ctx, publicPage(ctx), undefined));
  router.post(publicAddress, async (ctx) => submitPublicly(parts, ctx, await readForm(ctx)));

  router.get(ownAddress, (ctx) =>
    sessionGuard.whenSignedIn(ctx, ownAddress, ({ account }) =>
      showCancelPlus(parts, ctx, ownPage(account), account),
    ),
  );
  router.post(ownAddress, async (ctx) => {
    const fields = await readForm(ctx);
    await sessionGuard.whenSignedIn(ctx, ownAddress, ({ account }) =>
      submitSignedIn(parts, ctx, account, fields),
    );
  });

  return forPeople(router);
}
