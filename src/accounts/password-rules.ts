/** What a new password must be: long enough, and not the citizen's own name. No composition rules (NIST SP 800-63B-4 §3.1.1.2). */
import type { Account } from './account.ts';
import { longestPassword } from './verify-password.ts';

/** OWASP ASVS 5.0 6.2.1: eight characters beside a second factor, fifteen where a password stands alone. */
const shortestBesideCode = 8;
const shortestAlone = 15;

export type PasswordFault = 'too-short' | 'too-long' | 'own-name' | 'unchanged';

export function shortestPassword({ hasPlus }: Pick<Account, 'hasPlus'>): number {
  return hasPlus ? shortestBesideCode : shortestAlone;
}

/** @returns the first fault, or undefined. Lengths count code points, as people count letters. */
export function faultOfNewPassword(
  account: Account,
  current: string,
  chosen: string,
): PasswordFault | undefined {
  const length = [...chosen].length;
  if (length < shortestPassword(account)) {
    return 'too-short';
  }
  if (chosen.length > longestPassword) {
    return 'too-long';
  }
  if (chosen === current) {
    return 'unchanged';
  }
  const { username, email } = account.profile;
  const isOwnName = [username, email].some(
    (name) => name && chosen.toLowerCase().includes(name.toLowerCase()),
  );
  return isOwnName ? 'own-name' : undefined;
}
