/** Passwords of tests. */
import { readPassword, type TypedPassword } from '../../src/accounts/password/typed-password.ts';

/** As a form or a prompt would give it. */
export function passwordOf(text: string): TypedPassword {
  const read = readPassword(text);
  if (read.kind !== 'typed') {
    throw new Error(`nobody can type this password: ${read.kind}`);
  }
  return read.password;
}

/** What no form gives, for rules that must hold all the same. */
export function untypablePassword(text: string): TypedPassword {
  return { text: text.normalize('NFKC'), asTyped: text } as TypedPassword;
}
