/** What commands about one account have in common. */
import type { Account } from '../accounts/account.ts';
import { usernameAsStored } from '../accounts/username.ts';
import { ConfigurationError } from '../errors.ts';
import { isError } from '../observability/described-error.ts';
import { readEach } from '../storage/due/each-in-turn.ts';
import type { CommandContext } from './command-context.ts';

/** @throws ConfigurationError when nobody has the name */
export async function accountNamed(
  { accounts }: Pick<CommandContext, 'accounts'>,
  username: string,
): Promise<Account> {
  const id = await accounts.findId(usernameAsStored(username));
  const account = id ? await readable(accounts, username, id) : undefined;
  return account ?? failWith(`there is no account ${username}`);
}

async function readable(
  { find }: CommandContext['accounts'],
  username: string,
  id: string,
): Promise<Account | undefined> {
  const { readable: found, unreadable } = await readEach([id], () => id, find);
  const [failure] = unreadable;
  if (failure) {
    const reason = isError(failure.cause) ? failure.cause.message : 'its record is damaged';
    failWith(`the account ${username} (${id}) cannot be read: ${reason}`);
  }
  return found[0];
}

const longestReason = 200;

/** Why an operator does it: recorded, and mostly read by the owner. */
export function reasonGiven(reason: string): string {
  const given = reason.trim();
  if (given === '' || given.length > longestReason) {
    failWith(`--reason takes 1 to ${longestReason} characters`);
  }
  return given;
}

export function failWith(sentence: string): never {
  throw new ConfigurationError(sentence);
}
