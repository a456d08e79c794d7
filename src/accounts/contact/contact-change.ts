/**
 * Changing the e-mail address or the telephone number: a code goes to the new one and another to one that was confirmed before, so
 * that neither a mistyped address nor a thief in a session gets anywhere.
 */
import { z } from 'zod';
import { type CodeChannel, codeChannels } from '../../assurance/code-channels.ts';
import { isWornOut, messageCodeFields } from '../../one-time-codes/message-code.ts';
import {
  type Account,
  keptProfileSchema,
  type Profile,
  profileSchema,
  verifiedChannelsOf,
} from '../account.ts';

export const contactChangeSchema = z.strictObject({
  /** `email`: the address changes; `sms`: the number. */
  channel: z.enum(codeChannels),
  /** The new address or number. */
  value: z.string(),
  newCodeHash: z.string(),
  /** Where the other code went; absent where nothing was confirmed before. */
  old: z.strictObject({ channel: z.enum(codeChannels), codeHash: z.string() }).optional(),
  browserHash: z.string(),
  expiresAt: z.iso.datetime(),
  ...messageCodeFields,
});

export type ContactChange = z.output<typeof contactChangeSchema>;

export function isChangeOver(change: ContactChange, now: Date): boolean {
  return isWornOut(change) || now >= new Date(change.expiresAt);
}

/** The confirmed contact that is asked: the one that changes where possible, else another. */
export function oldSideOf(
  profile: Profile,
  channel: CodeChannel,
  sendable: readonly CodeChannel[],
): CodeChannel | undefined {
  const confirmed = verifiedChannelsOf(profile).filter((one) => sendable.includes(one));
  return confirmed.find((one) => one === channel) ?? confirmed[0];
}

export function contactOf({ email, phone_number }: Profile, channel: CodeChannel): string | undefined {
  return channel === 'email' ? email : phone_number;
}

export type ContactFault =
  /** It is the confirmed one already. */
  | 'same'
  /** Nothing is confirmed and there is no second factor: a stolen password could make somebody else's address the owner's. */
  | 'unproven';

export function faultOfNewContact(
  { profile, hasPlus }: Account,
  channel: CodeChannel,
  value: string,
  old: CodeChannel | undefined,
): ContactFault | undefined {
  const isKnown = contactOf(profile, channel) === value;
  if (isKnown && verifiedChannelsOf(profile).includes(channel)) {
    return 'same';
  }
  return hasPlus || old !== undefined || isKnown ? undefined : 'unproven';
}

export function withContact(profile: Profile, { channel, value }: ContactChange): Profile {
  // What else is kept stays as it came: an import took more than it does today.
  return keptProfileSchema.parse(
    channel === 'email'
      ? { ...profile, email: value, email_verified: true }
      : { ...profile, phone_number: value, phone_number_verified: true },
  );
}

/** What a citizen typed, as it is kept: `06 30 123 4567` and `+36 (30) 123-4567` are `+36301234567`. Undefined when it is none. */
export function parseContact(channel: CodeChannel, typed: string): string | undefined {
  const { email, phone_number } = profileSchema.shape;
  const trimmed = typed.trim();
  const parsed =
    channel === 'email'
      ? email.safeParse(trimmed)
      : phone_number.safeParse(
          trimmed
            .replace(/[\s()/.\p{Pd}]/gu, '')
            .replace(/^06/, '+36')
            .replace(/^00/, '+'),
        );
  return parsed.data;
}
