/** Asks a signed-in citizen whether a relying party that is not bound by law or contract may be told what it asks for. */
import type { Context } from 'koa';
import { seeOther } from '../web/request/redirect.ts';
import type { AskedConsent, LoginInteraction } from './login-interaction.ts';
import type { LoginParts } from './login-parts.ts';

/** Goes on at once where nobody needs to be asked. */
export async function showConsent(
  { interactions, pages }: Pick<LoginParts, 'interactions' | 'pages'>,
  ctx: Context,
  { address, serviceName }: LoginInteraction,
  asked: AskedConsent,
): Promise<void> {
  if (!asked.isNeeded) {
    await interactions.consent(ctx, asked);
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
  { interactions }: Pick<LoginParts, 'interactions'>,
  ctx: Context,
  { asked, address }: LoginInteraction,
): Promise<void> {
  if (!asked) {
    seeOther(ctx, address);
    return;
  }
  await interactions.consent(ctx, asked);
}
