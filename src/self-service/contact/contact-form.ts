/** The page that asks for a new address or number, and sends codes for it. */
import type { Context } from 'koa';
import {
  contactOf,
  faultOfNewContact,
  oldSideOf,
  parseContact,
} from '../../accounts/contact/contact-change.ts';
import type { CodeChannel } from '../../assurance/code-channels.ts';
import type { Fields } from '../../web/form/form.ts';
import { inGroups } from '../../web/page/grouped-number.ts';
import type { FormError, LockedError } from '../../web/page/page.ts';
import { seeOther } from '../../web/request/redirect.ts';
import type { SignedIn } from '../session-guard.ts';
import { sendCodes } from './contact-messages.ts';
import { type ContactParts, contactAddress, masked } from './contact-parts.ts';

/** Longer than any address; what is cut off was none. */
const longestTyped = 300;

export async function showContactForm(
  { pages, sendable }: Pick<ContactParts, 'pages' | 'sendable'>,
  ctx: Context,
  { account }: SignedIn,
  channel: CodeChannel,
  errors: FormError[] = [],
  status?: number,
  typed = '',
): Promise<void> {
  const old = oldSideOf(account.profile, channel, sendable);
  const data = {
    address: contactAddress[channel],
    channel,
    proposed: typed,
    current: inGroups(contactOf(account.profile, channel) ?? ''),
    oldSide: old && masked(old, contactOf(account.profile, old) ?? ''),
  };
  await pages.show(ctx, 'self-service/contact/contact', {
    title: `contact.${channel}.title`,
    status,
    errors,
    signedInAs: account.profile.username,
    data,
  });
}

type UnlockedMessage = Exclude<FormError['message'], LockedError['message']>;

export async function submitContactForm(
  parts: ContactParts,
  ctx: Context,
  signedIn: SignedIn,
  channel: CodeChannel,
  fields: Fields,
): Promise<void> {
  const { account } = signedIn;
  const typed = (fields.contact ?? '').slice(0, longestTyped);
  const refuse = (message: UnlockedMessage, status = 422): Promise<void> =>
    showContactForm(parts, ctx, signedIn, channel, [{ field: 'contact', message }], status, typed);

  const value = parseContact(channel, typed);
  if (value === undefined) {
    await refuse(typed.trim() === '' ? `contact.${channel}.empty` : `contact.${channel}.format`);
    return;
  }
  const old = oldSideOf(account.profile, channel, parts.sendable);
  const fault = faultOfNewContact(account, channel, value, old);
  if (fault) {
    await refuse(`contact.${fault}`);
    return;
  }
  const who = parts.devices.codeAttemptSourceOf(ctx, account.profile.username);
  if (!(await parts.rateLimits.mayWriteTo(account.id, who))) {
    await refuse('contact.too-many', 429);
    return;
  }
  const wanted = { channel, value, old };
  const browser = parts.formTokens.browserOf(ctx);
  const codes = await parts.changes.begin(account.id, browser, wanted, parts.now());
  if (codes === 'too-soon') {
    await refuse('contact-code.too-soon', 429);
    return;
  }
  if (codes) {
    await sendCodes(parts, account, wanted, codes);
  }
  seeOther(ctx, ctx.path);
}
