/** The second page of an activation: the password that the account starts with. */
import type { Context } from 'koa';
import { z } from 'zod';
import type { Account } from '../../accounts/account.ts';
import { provenRequester } from '../../accounts/password/hash-queue.ts';
import { shortestPassword } from '../../accounts/password/password-rules.ts';
import { passwordField } from '../../accounts/password/typed-password.ts';
import type { Activation } from '../../accounts/recovery/activation-store.ts';
import { securityEvents } from '../../audit/events/security-events.ts';
import { checkFields, type Fields } from '../../web/form/form.ts';
import { errorOfNewPassword, type StrengthShown, strengthShown } from '../../web/form/new-password-error.ts';
import type { FormError } from '../../web/page/page.ts';
import { seeOther } from '../../web/request/redirect.ts';
import {
  type ActivationParts,
  activationDoneAddress,
  currentActivation,
  showActivationOver,
} from './activation-parts.ts';

type CodeGiven = Activation & { state: 'code-given' };

const passwordSchema = z.object({ new_password: passwordField('new-password.empty') });

export async function showActivationPassword(parts: ActivationParts, ctx: Context): Promise<void> {
  const current = await currentActivation(parts, ctx);
  const owner = current?.state === 'code-given' ? await parts.activation.ownerOf(current) : undefined;
  await (owner ? showForm(parts, ctx, owner) : showActivationOver(parts, ctx, current));
}

export async function submitActivationPassword(
  parts: ActivationParts,
  ctx: Context,
  fields: Fields,
): Promise<void> {
  const current = await currentActivation(parts, ctx);
  await (current?.state === 'code-given'
    ? receivePassword(parts, ctx, current, fields)
    : showActivationOver(parts, ctx, current));
}

async function receivePassword(
  parts: ActivationParts,
  ctx: Context,
  current: CodeGiven,
  fields: Fields,
): Promise<void> {
  const owner = await parts.activation.ownerOf(current);
  if (!owner) {
    await showActivationOver(parts, ctx);
    return;
  }
  const checked = checkFields(passwordSchema, fields);
  if ('errors' in checked) {
    await showForm(parts, ctx, owner, checked.errors as FormError[]);
    return;
  }
  const { new_password: chosen } = checked.value;
  const fault = await parts.judgeNewPassword(owner, chosen);
  if (fault) {
    const errors = [errorOfNewPassword(fault, shortestPassword(owner))];
    await showForm(parts, ctx, owner, errors, strengthShown(fault));
    return;
  }
  const event = securityEvents.accountActivated(owner.id);
  const password = { password: chosen, requester: provenRequester(ctx.ip) };
  if (await parts.activation.setPassword(owner, current.codeHash, password, parts.now(), event)) {
    const done = { state: 'done', returnTo: current.returnTo } as const;
    await parts.activations.remember(parts.formTokens.browserOf(ctx), done);
  } else {
    await parts.audit.record(
      securityEvents.activationRefused('moved', parts.devices.triedName(owner.profile.username)),
    );
  }
  seeOther(ctx, activationDoneAddress);
}

function showForm(
  { pages }: Pick<ActivationParts, 'pages'>,
  ctx: Context,
  owner: Account,
  errors: FormError[] = [],
  strength?: StrengthShown,
): Promise<void> {
  const data = { username: owner.profile.username, least: shortestPassword(owner), strength };
  const page = { title: 'activation.password.title', errors, data } as const;
  return pages.show(ctx, 'self-service/without-session/activation-password', page);
}
