/** The list of a citizen's passkeys, each with what becomes of it when its device is lost, and the form for another one. */
import type { Context } from 'koa';
import { nameBorne } from '../../accounts/account.ts';
import { endingsInWords } from '../../ending-notices/ending-notices.ts';
import { mostPasskeys, type Passkey, userHandleIn, userHandleOf } from '../../passkeys/passkey.ts';
import { type Language, languageOf } from '../../web/language.ts';
import { dateInWords } from '../../web/page/dates-and-times.ts';
import type { FormError } from '../../web/page/page.ts';
import { countUnreadable } from '../../web/page/unreadable.ts';
import type { SignedIn } from '../session-guard.ts';
import { challengePlaceIn, type PasskeyPageParts } from './passkey-parts.ts';

export type PageParts = Pick<PasskeyPageParts, 'passkeys' | 'passkeyOptions' | 'endingNotices' | 'pages'>;

/** What was done just now. */
export type Done = 'added' | 'renamed' | 'removed';

export async function showPasskeys(
  parts: PageParts,
  ctx: Context,
  signedIn: SignedIn,
  { errors = [], done }: { errors?: FormError[]; done?: Done | undefined } = {},
): Promise<void> {
  const { account, arrivedAt } = signedIn;
  const { id, profile } = account;
  const language = languageOf(ctx);
  const [ends, { readable: known, unreadable }] = await Promise.all([
    parts.endingNotices.of('passkey-removed', account),
    parts.passkeys.list(id),
  ]);
  const owner = { id, username: profile.username, displayName: nameBorne(profile) };
  const place = challengePlaceIn(signedIn, 'registration');
  const options = parts.passkeyOptions.toRegister(owner, known, place, arrivedAt);
  const data = {
    passkeys: known.map((passkey) => inWords(passkey, language)),
    hasPlus: account.hasPlus,
    unreadable: countUnreadable(ctx, unreadable),
    unreadableIds: unreadable.map(({ which }) => which),
    options: account.hasPlus && known.length + unreadable.length < mostPasskeys ? options : undefined,
    done,
    ends: endingsInWords(ends, language),
    // What is not named here a device may drop for good, and what cannot be read cannot be named.
    accepted: unreadable.length > 0 ? [] : acceptedBy(options, id, known),
    details: detailsFor(options, id, known, { name: owner.username, displayName: owner.displayName }),
  };
  await parts.pages.show(ctx, 'self-service/passkeys/passkeys', {
    title: 'passkeys.title',
    errors,
    signedInAs: profile.username,
    data,
  });
}

function inWords(passkey: Passkey, language: Language) {
  const { id, name, createdAt, lastUsedAt, isFrozen, isSynced, isBackedUp } = passkey;
  return {
    id,
    name,
    isFrozen,
    since: dateInWords(new Date(createdAt), language),
    lastUsed: lastUsedAt && dateInWords(lastUsedAt, language),
    kept: isBackedUp ? 'backed-up' : isSynced ? 'not-yet' : 'bound',
  };
}

/**
 * For the authenticators of this browser, which may drop all others of the account (WebAuthn Level 3 §5.1.10.2). They know it by what they were
 * told when a passkey was made: one that came from another installation, by another name than ours.
 */
function acceptedBy(options: object, accountId: string, known: readonly Passkey[]): object[] {
  const used = known.filter(({ isFrozen }) => !isFrozen);
  return userHandlesOf(accountId, known).map((userId) => ({
    rpId: rpIdIn(options),
    userId,
    allAcceptedCredentialIds: used
      .filter((passkey) => userHandleIn(passkey, accountId) === userId)
      .map(({ credentialId }) => credentialId),
  }));
}

/** What the account is called today. */
function detailsFor(
  options: object,
  accountId: string,
  known: readonly Passkey[],
  called: { name: string; displayName: string },
): object[] {
  return userHandlesOf(accountId, known).map((userId) => ({ rpId: rpIdIn(options), userId, ...called }));
}

function userHandlesOf(accountId: string, known: readonly Passkey[]): string[] {
  return [...new Set([userHandleOf(accountId), ...known.map((passkey) => userHandleIn(passkey, accountId))])];
}

function rpIdIn(options: object): string {
  return 'rp' in options ? (options.rp as { id: string }).id : '';
}
