/** What somebody needs who applies for an Ügyfélkapu+: listed where the application begins, before a page asks for it. */
import type { Account } from '../accounts/account.ts';
import { maskedEmail } from '../web/page/masked-contact.ts';

/** A code goes to the address that is verified; who has none waits instead, and whoever has an authenticator gives its code. */
export function neededBy({ profile, hasPlus }: Account): { readonly mailbox: string | undefined } {
  const { email, email_verified: isVerified } = profile;
  return { mailbox: email && isVerified && !hasPlus ? maskedEmail(email) : undefined };
}
