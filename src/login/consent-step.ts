/** Asks a signed-in citizen whether a relying party that is not bound by law or contract may be told what it asks for. */
import type { Context } from 'koa';
import { seeOther } from '../web/redirect.ts';
import type { LoginParts } from './login-parts.ts';
import type { AskedConsent, SignIn } from './sign-in.ts';

/** Goes on at once where nobody needs to be asked. */
export async function showConsent(
  { signIns, pages }: Pick<LoginParts, 'signIns' | 'pages'>,
  ctx: Context,
  { address, serviceName }: SignIn,
  asked: AskedConsent,
): Promise<void> {
  if (!asked.isNeeded) {
    await signIns.consent(ctx, asked);
    return;
  }
  const { claims, resources, policy, terms } = asked;
  await pages.show(ctx, 'login/consent', {
    title: 'consent.title',
    serviceName,
    data: { address, claims, resources, policy, terms },
  });
}

export async function submitConsent(
  { signIns }: Pick<LoginParts, 'signIns'>,
  ctx: Context,
  { asked, address }: SignIn,
): Promise<void> {
  if (!asked) {
    seeOther(ctx, address);
    return;
  }
  await signIns.consent(ctx, asked);
}
