/** What somebody needs who applies for an Ügyfélkapu+: listed where the application begins, before a page asks for it. */
import type { Account } from '../accounts/account.ts';
import type { PagesSettings } from '../configuration/pages.ts';
import type { Language } from '../web/language.ts';
import { maskedEmail } from '../web/page/masked-contact.ts';
import { appNames } from './app-names.ts';

type Needed = {
  readonly appNames: string;
  /** A code goes to the address that is verified; who has none waits instead, and whoever has an authenticator gives its code. */
  readonly mailbox: string | undefined;
};

export function neededBy(
  { profile, hasPlus }: Account,
  apps: PagesSettings['authenticator_apps'],
  language: Language,
): Needed {
  const { email, email_verified: isVerified } = profile;
  const mailbox = email && isVerified && !hasPlus ? maskedEmail(email) : undefined;
  return { appNames: appNames(apps, language), mailbox };
}
