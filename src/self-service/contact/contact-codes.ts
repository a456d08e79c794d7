/** The page that asks for the codes of both sides, and makes the change once they are right. */
import type { Context } from 'koa';
import { z } from 'zod';
import { type ContactChange, contactOf } from '../../accounts/contact/contact-change.ts';
import type { CodeChannel } from '../../assurance/code-channels.ts';
import { securityEvents } from '../../audit/events/security-events.ts';
import { messageCodeField } from '../../one-time-codes/message-code.ts';
import { checkFields, type Fields } from '../../web/form/form.ts';
import { languageOf } from '../../web/language.ts';
import { timeOfDay } from '../../web/page/dates-and-times.ts';
import { inGroups } from '../../web/page/grouped-number.ts';
import type { FormError } from '../../web/page/page.ts';
import { seeOther } from '../../web/request/redirect.ts';
import type { SignedIn } from '../session-guard.ts';
import { showContactForm } from './contact-form.ts';
import { tellBothSides } from './contact-messages.ts';
import { type ContactParts, contactAddress, masked } from './contact-parts.ts';

const codesSchema = z.object({
  new_code: messageCodeField('contact-code.format', 'contact-code.empty'),
  old_code: messageCodeField('contact-code.format'),
});

/** The change that this browser began, and that still awaits its codes. */
export async function findChange(
  { changes, formTokens, now }: Pick<ContactParts, 'changes' | 'formTokens' | 'now'>,
  ctx: Context,
  { account }: SignedIn,
  channel: CodeChannel,
): Promise<ContactChange | undefined> {
  const change = await changes.find(account.id, formTokens.browserOf(ctx), now());
  return change?.channel === channel ? change : undefined;
}

export async function showContactCodes(
  { pages }: Pick<ContactParts, 'pages'>,
  ctx: Context,
  { account }: SignedIn,
  { channel, value, old, sessionIdentifier, expiresAt }: ContactChange,
  errors: FormError[] = [],
): Promise<void> {
  const lapsesAt = new Date(expiresAt);
  const data = {
    address: contactAddress[channel],
    sessionIdentifier,
    value: inGroups(value),
    until: timeOfDay(lapsesAt, languageOf(ctx)),
    oldSide: old && masked(old.channel, contactOf(account.profile, old.channel) ?? ''),
  };
  await pages.show(ctx, 'self-service/contact/codes', {
    title: old ? 'contact.codes.title' : 'contact.codes.title-one',
    errors,
    signedInAs: account.profile.username,
    lapsesAt,
    data,
  });
}

export async function submitContactCodes(
  parts: ContactParts,
  ctx: Context,
  signedIn: SignedIn,
  channel: CodeChannel,
  fields: Fields,
): Promise<void> {
  const { account } = signedIn;
  const change = await findChange(parts, ctx, signedIn, channel);
  if (!change) {
    seeOther(ctx, contactAddress[channel]);
    return;
  }
  const checked = checkFields(codesSchema, fields);
  if ('errors' in checked) {
    await showContactCodes(parts, ctx, signedIn, change, checked.errors as FormError[]);
    return;
  }
  const { new_code: newCode, old_code: oldCode } = checked.value;
  const browser = parts.formTokens.browserOf(ctx);
  const event = securityEvents.contactChanged(account.id, channel);
  const outcome = await parts.changes.confirm(account.id, browser, { newCode, oldCode }, parts.now(), event);
  switch (outcome.kind) {
    case 'changed':
      await tellBothSides(parts, account, change);
      seeOther(ctx, '/fiok?elerhetoseg');
      return;
    case 'wrong':
      await (outcome.triesLeft > 0
        ? showContactCodes(parts, ctx, signedIn, change, errorsOf(outcome))
        : showContactForm(parts, ctx, signedIn, channel, [
            { field: 'contact', message: 'contact.worn-out' },
          ]));
      return;
    case 'moved':
      seeOther(ctx, contactAddress[channel]);
  }
}

function errorsOf(outcome: { newCode: boolean; oldCode: boolean; triesLeft: number }): FormError[] {
  const values = { left: outcome.triesLeft };
  const wrong = [!outcome.newCode && 'new_code', !outcome.oldCode && 'old_code'].filter(
    (field) => field !== false,
  );
  return wrong.map((field): FormError => ({ field, message: 'contact-code.wrong', values }));
}
