/**
 * Changing the e-mail address or the telephone number: the form for the new one, then a code from each side, the new and the old.
 * This file: what these pages work with, and their addresses.
 */
import type { ContactChangeStore } from '../../accounts/contact/contact-change-store.ts';
import type { CodeChannel } from '../../assurance/code-channels.ts';
import type { MessageQueue } from '../../notifications/message-queue.ts';
import type { RateLimits } from '../../throttle/windows/rate-limits.ts';
import type { DeviceCookies } from '../../web/cookies/device-cookie.ts';
import type { ReadForm } from '../../web/form/form.ts';
import type { FormTokens } from '../../web/form/form-token.ts';
import { maskedEmail, maskedPhone } from '../../web/page/masked-contact.ts';
import type { Pages } from '../../web/page/page.ts';
import type { SessionGuard } from '../session-guard.ts';

export interface ContactParts {
  readonly sessionGuard: SessionGuard;
  readonly changes: ContactChangeStore;
  /** Where this deployment can send codes. */
  readonly sendable: readonly CodeChannel[];
  readonly messages: MessageQueue;
  readonly rateLimits: RateLimits;
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
  return channel === 'email' ? maskedEmail(value) : maskedPhone(value);
}
