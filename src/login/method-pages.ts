/** The pages before anything is proven: which way to sign in, and that a password alone opens nothing any more. */
import type { Context } from 'koa';
import { daysLeft } from '../assurance/cutover-calendar.ts';
import { languageOf } from '../web/language.ts';
import { dateInWords } from '../web/page/dates-and-times.ts';
import type { LoginInteraction } from './login-interaction.ts';
import type { LoginParts } from './login-parts.ts';

type MethodParts = Pick<LoginParts, 'pages' | 'calendar' | 'now'>;

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
  const data = { methods, address, deadline: deadlineOf(parts, ctx, interaction) };
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

/** After the last phase a password opens nothing; the page says where one is helped. */
export async function showClosed(
  { pages }: Pick<LoginParts, 'pages'>,
  ctx: Context,
  { address, serviceName }: LoginInteraction,
): Promise<void> {
  await pages.show(ctx, 'login/closed', { title: 'closed.title', serviceName, data: { address } });
}
