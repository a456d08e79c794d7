/**
 * Changing the e-mail address or the telephone number: the form for the new one, then a code from each side, the new and the old.
 * This file: what these pages work with, and their addresses.
 */
import type { ContactChangeStore } from '../../accounts/contact-change-store.ts';
import type { CodeChannel } from '../../assurance/one-time-codes.ts';
import type { MessageQueue } from '../../notifications/message-queue.ts';
import type { Crowd } from '../../throttle/crowd.ts';
import { concealedEmail, concealedPhone } from '../../web/concealed.ts';
import type { DeviceCookies } from '../../web/device-cookie.ts';
import type { ReadForm } from '../../web/form.ts';
import type { FormTokens } from '../../web/form-token.ts';
import type { Pages } from '../../web/page.ts';
import type { OwnPages } from '../signed-in.ts';

export interface ContactParts {
  readonly ownPages: OwnPages;
  readonly changes: ContactChangeStore;
  /** Where this deployment can send codes. */
  readonly sendable: readonly CodeChannel[];
  readonly messages: MessageQueue;
  readonly crowd: Crowd;
  readonly formTokens: FormTokens;
  readonly devices: DeviceCookies;
  readonly pages: Pages;
  readonly readForm: ReadForm;
  readonly now: () => Date;
}

/** The pages of the two contacts. */
export const contactAddress = {
  email: '/fiok/elerhetoseg/email',
  sms: '/fiok/elerhetoseg/telefon',
} as const satisfies Record<CodeChannel, string>;

export function masked(channel: CodeChannel, value: string): string {
  return channel === 'email' ? concealedEmail(value) : concealedPhone(value);
}
