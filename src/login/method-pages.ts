/** The pages where nothing is typed: which way to sign in, that a password alone opens nothing any more, and that one is not known well enough. */
import type { Context } from 'koa';
import { daysLeft } from '../assurance/cutover-calendar.ts';
import { languageOf } from '../web/language.ts';
import { dateInWords } from '../web/page/dates-and-times.ts';
import type { LoginInteraction } from './login-interaction.ts';
import type { LoginParts } from './login-parts.ts';
import { passkeyFormOf } from './passkey/passkey-form.ts';

type MethodParts = Pick<LoginParts, 'pages' | 'calendar' | 'passkeyOptions' | 'now'>;

export async function showMethods(
  parts: MethodParts,
  ctx: Context,
  interaction: LoginInteraction,
): Promise<void> {
  const { address, serviceName, terms } = interaction;
  const methods = terms.offer.methods.map((method) => ({
    href: `${address}?method=${method}`,
    title: `method.${method}.title`,
    text: `method.${method}.text`,
  }));
  const data = {
    methods,
    address,
    deadline: deadlineOf(parts, ctx, interaction),
    passkey: passkeyFormOf(parts, interaction),
  };
  await parts.pages.show(ctx, 'login/method', { title: 'method.title', serviceName, data });
}

/** How long a password alone is still accepted here: days left, and the last day. */
function deadlineOf(
  { calendar, now }: MethodParts,
  ctx: Context,
  { terms }: LoginInteraction,
): { days: number; lastDay: string } | undefined {
  const until = terms.offer.passwordUntil;
  return (
    until && {
      days: daysLeft(calendar, until, now()),
      lastDay: dateInWords(new Date(until.getTime() - 1), languageOf(ctx)),
    }
  );
}

/** Signed in, and still not known well enough: where one is identified. */
export async function showNotIdentified(
  { pages }: Pick<LoginParts, 'pages'>,
  ctx: Context,
  { address, serviceName, terms }: LoginInteraction,
): Promise<void> {
  const canUseWallet = terms.offer.methods.includes('digitalis-allampolgar');
  const data = { address, canUseWallet };
  await pages.show(ctx, 'login/not-identified', { title: 'not-identified.title', serviceName, data });
}

/** After the last phase a password opens nothing; the page says where one is helped. */
export async function showClosed(
  { pages }: Pick<LoginParts, 'pages'>,
  ctx: Context,
  { address, serviceName }: LoginInteraction,
): Promise<void> {
  await pages.show(ctx, 'login/closed', { title: 'closed.title', serviceName, data: { address } });
}
