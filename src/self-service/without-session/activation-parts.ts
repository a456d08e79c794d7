/** What the pages of an activation work with, and their addresses. */
import type { Context } from 'koa';
import type { JudgeNewPassword } from '../../accounts/password/password-rules.ts';
import type { AccountActivation } from '../../accounts/recovery/activation.ts';
import type { Activation, ActivationStore } from '../../accounts/recovery/activation-store.ts';
import type { AuditLog } from '../../audit/audit-log.ts';
import type { DeviceCookies } from '../../web/cookies/device-cookie.ts';
import type { ReadForm } from '../../web/form/form.ts';
import type { FormTokens } from '../../web/form/form-token.ts';
import type { Pages } from '../../web/page/page.ts';
import { seeOther } from '../../web/request/redirect.ts';

export interface ActivationParts {
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

export const activationAddress = '/aktivalas';
export const activationPasswordAddress = `${activationAddress}/jelszo`;
export const activationDoneAddress = `${activationAddress}/kesz`;

/** For whoever comes to a page that is not theirs now: the last one, or that the activation is over. */
export async function showActivationOver(
  { pages }: Pick<ActivationParts, 'pages'>,
  ctx: Context,
  current?: Activation,
): Promise<void> {
  if (current?.state === 'done') {
    seeOther(ctx, activationDoneAddress);
    return;
  }
  await pages.show(ctx, 'self-service/without-session/activation-over', {
    title: 'activation.over.title',
    status: 410,
  });
}

/** The activation that this browser began. */
export function currentActivation(
  { activations, formTokens }: Pick<ActivationParts, 'activations' | 'formTokens'>,
  ctx: Context,
): Promise<Activation | undefined> {
  return activations.find(formTokens.browserOf(ctx));
}
