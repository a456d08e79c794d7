/** The messages of a changed contact: a code to either side, and afterwards the news to both. */
import { type Account, recipientOf } from '../../accounts/account.ts';
import { type ContactChange, contactOf } from '../../accounts/contact/contact-change.ts';
import type { ContactCodes, WantedContact } from '../../accounts/contact/contact-change-store.ts';
import type { CodeChannel } from '../../assurance/code-channels.ts';
import { timeOfDay } from '../../web/page/dates-and-times.ts';
import { type ContactParts, masked } from './contact-parts.ts';

type MessageParts = Pick<ContactParts, 'messages' | 'now'>;

/** The message to the old side names what the new one will be, so that its owner knows what is going on. */
export async function sendCodes(
  parts: MessageParts,
  account: Account,
  { channel, value, old }: WantedContact,
  { sessionIdentifier, newCode, oldCode, expiresAt }: ContactCodes,
): Promise<void> {
  const until = timeOfDay(expiresAt, account.profile.locale);
  const newValues = { code: newCode, sessionIdentifier, until };
  await send(parts, account, channel, value, 'contact-code-new', newValues, expiresAt);
  const oldValue = old && contactOf(account.profile, old);
  if (old && oldValue && oldCode) {
    const values = { code: oldCode, sessionIdentifier, until, contact: masked(channel, value) };
    await send(parts, account, old, oldValue, 'contact-code-old', values, expiresAt);
  }
}

async function send(
  { messages, now }: MessageParts,
  account: Account,
  channel: CodeChannel,
  to: string,
  kind: 'contact-code-new' | 'contact-code-old',
  values: Record<string, string>,
  expiresAt: Date,
): Promise<void> {
  const recipient = recipientOf(account);
  await (channel === 'sms'
    ? messages.text({ phone: to, locale: recipient.locale }, kind, values, expiresAt)
    : messages.tell({ ...recipient, email: to }, kind, now(), values, expiresAt));
}

export async function tellBothSides(
  { messages, now }: MessageParts,
  account: Account,
  { channel, value }: ContactChange,
): Promise<void> {
  const recipient = recipientOf(account);
  const values = { contact: masked(channel, value) };
  await messages.tell(recipient, 'contact-changed', now(), values);
  if (channel === 'email' && value !== recipient.email) {
    await messages.tell({ ...recipient, email: value }, 'contact-changed', now(), values);
  }
}
