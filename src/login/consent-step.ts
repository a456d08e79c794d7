/** Asks a signed-in citizen whether a relying party that is not bound by law or contract may be told what it asks for. */
import type { Context } from 'koa';
import type { Fields } from '../web/form/form.ts';
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
  const { claims, resources, policy, terms, hours } = asked;
  const choices = choicesOf(claims);
  await pages.show(ctx, 'login/consent', {
    title: 'consent.title',
    serviceName,
    data: { address, claims, choices, resources, policy, terms, hours },
  });
}

export async function submitConsent(
  { interactions }: Pick<LoginParts, 'interactions'>,
  ctx: Context,
  { asked, address }: LoginInteraction,
  fields: Fields,
): Promise<void> {
  if (!asked) {
    seeOther(ctx, address);
    return;
  }
  const without = choicesOf(asked.claims).filter((claim) => fields[`without_${claim}`] !== undefined);
  const withheld = asked.claims.filter((claim) =>
    without.some((one) => claim === one || claim === sayingOf(one)),
  );
  const claims = asked.claims.filter((claim) => !withheld.includes(claim));
  await interactions.consent(ctx, { ...asked, claims, withheld });
}

/** Whether something was verified goes with it. */
function choicesOf(claims: readonly string[]): string[] {
  return claims.filter((claim) => !claims.some((other) => claim === sayingOf(other)));
}

function sayingOf(claim: string): string {
  return `${claim}_verified`;
}
