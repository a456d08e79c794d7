/** The pages of a forgotten password as they are shown. */
import type { Context } from 'koa';
import type { Account } from '../../accounts/account.ts';
import { shortestPassword } from '../../accounts/password/password-rules.ts';
import type { Reset, ResetAsked, StoredReset } from '../../accounts/recovery/password-reset-store.ts';
import { type AlsoEnds, endingsInWords } from '../../ending-notices/ending-notices.ts';
import type { Fields } from '../../web/form/form.ts';
import type { StrengthShown } from '../../web/form/new-password-error.ts';
import { languageOf } from '../../web/language.ts';
import { timeOfDay } from '../../web/page/dates-and-times.ts';
import type { FormError, Pages } from '../../web/page/page.ts';
import { seeOther } from '../../web/request/redirect.ts';
import { safeReturnAddress } from '../return-address.ts';
import { currentReset, isIn } from './reset-parts.ts';

interface PageParts {
  readonly pages: Pages;
}

export const resetHome = '/elfelejtett-jelszo';

/** Where a reset goes on, by where it stands. */
export const resetPageOf: Readonly<Record<Reset['state'], string>> = {
  asked: `${resetHome}/kod`,
  proven: `${resetHome}/uj-jelszo`,
  done: `${resetHome}/kesz`,
};

export function showResetStart(
  { pages }: PageParts,
  ctx: Context,
  errors: FormError[] = [],
  fields: Fields = {},
): Promise<void> {
  const data = {
    username: fields.username?.slice(0, 64) ?? '',
    signIn: safeReturnAddress(fields.folytatas ?? ctx.query.folytatas) ?? '',
  };
  const page = { title: 'reset.title', errors, data } as const;
  return pages.show(ctx, 'self-service/without-session/reset', page);
}

export function showResetCode(
  { pages }: PageParts,
  ctx: Context,
  { sessionIdentifier, expiresAt }: ResetAsked,
  errors: FormError[] = [],
): Promise<void> {
  const lapsesAt = new Date(expiresAt);
  const data = { sessionIdentifier, until: timeOfDay(lapsesAt, languageOf(ctx)) };
  const page = { title: 'reset.code.title', errors, lapsesAt, data } as const;
  return pages.show(ctx, 'self-service/without-session/reset-code', page);
}

/** @param where it was opened: in the browser that asked, in another while it counts, or when it does not any more. */
export function showResetLink(
  { pages }: PageParts,
  ctx: Context,
  where: 'here' | 'elsewhere' | 'nowhere',
): Promise<void> {
  const data = { address: ctx.path, letsIn: where === 'elsewhere' };
  return where === 'here'
    ? pages.show(ctx, 'self-service/without-session/reset-link', { title: 'reset.link.title', data })
    : pages.show(ctx, 'self-service/without-session/reset-elsewhere', {
        title: 'reset.elsewhere.title',
        data,
      });
}

/** The password stays as it is. */
export function showLetIn({ pages }: PageParts, ctx: Context, returnTo = '/fiok'): Promise<void> {
  const data = { address: returnTo };
  return pages.show(ctx, 'self-service/without-session/browser-let-in', {
    title: 'reset.let-in.title',
    data,
  });
}

interface NewPasswordShown {
  /** In any case, and only where sessions end. */
  readonly ends: readonly AlsoEnds[];
  readonly endsIfSignedOut: readonly AlsoEnds[];
  readonly errors?: FormError[];
  readonly endsSessions?: boolean;
  readonly strength?: StrengthShown | undefined;
}

export function showResetPassword(
  { pages }: PageParts,
  ctx: Context,
  owner: Account,
  { ends, endsIfSignedOut, errors = [], endsSessions = true, strength }: NewPasswordShown,
): Promise<void> {
  const language = languageOf(ctx);
  const data = {
    username: owner.profile.username,
    least: shortestPassword(owner),
    endsSessions,
    strength,
    ends: endingsInWords(ends, language),
    endsIfSignedOut: endingsInWords(endsIfSignedOut, language),
  };
  const page = { title: 'reset.password.title', errors, data } as const;
  return pages.show(ctx, 'self-service/without-session/reset-password', page);
}

export function showResetDone({ pages }: PageParts, ctx: Context, returnTo = '/fiok'): Promise<void> {
  const data = { address: returnTo };
  return pages.show(ctx, 'self-service/without-session/reset-done', { title: 'reset.done.title', data });
}

export function showResetOver({ pages }: PageParts, ctx: Context): Promise<void> {
  return pages.show(ctx, 'self-service/without-session/reset-over', {
    title: 'reset.over.title',
    status: 410,
  });
}

/** Works on a reset that is in this state; whoever comes with another is led to where it stands. */
export async function whenIn<State extends Reset['state']>(
  state: State,
  parts: Parameters<typeof currentReset>[0] & PageParts,
  ctx: Context,
  work: (stored: StoredReset<Extract<Reset, { state: State }>>) => Promise<void>,
): Promise<void> {
  const stored = await currentReset(parts, ctx);
  await (isIn(state, stored) ? work(stored) : showWhereResetStands(parts, ctx, stored));
}

/** For whoever comes to a page that is not theirs now: the next one, or the way back to the beginning. */
export async function showWhereResetStands(
  parts: PageParts,
  ctx: Context,
  stored: StoredReset | undefined,
): Promise<void> {
  const address = stored && resetPageOf[stored.reset.state];
  if (address && address !== ctx.path) {
    seeOther(ctx, address);
  } else {
    await showResetOver(parts, ctx);
  }
}
