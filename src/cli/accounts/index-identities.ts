/** `kapu accounts index-identities`: for accounts from before one person had one account. */
import type { Command } from 'commander';
import { lacksData } from '../../accounts/account.ts';
import type { AccountStore } from '../../accounts/account-store.ts';
import { withCommandContext } from '../command-context.ts';
import { inWords } from '../import/progress-bar.ts';

export function addIndexIdentitiesCommand(accounts: Command): void {
  accounts
    .command('index-identities')
    .description('Lists every account under its person, so that nobody gets a second one.')
    .addHelpText(
      'after',
      `
Needed once, after an upgrade from a version that did not know persons (decision 36); accounts that come later are listed as
they come. Nodes may run meanwhile. Stopped, it is run again: what is listed stays listed, and nothing is listed twice.

Accounts of which only the owner says who they are, since the former system did not know it, are not listed until somebody identifies them.
Persons who have several accounts are named, a line each, and change in nothing: which of them is to be closed is for people.`,
    )
    .action(() => withCommandContext(({ accounts: store }) => indexIdentities(store)));
}

async function indexIdentities(accounts: AccountStore): Promise<void> {
  let listed = 0;
  let again = 0;
  let byOwnWord = 0;
  for await (const account of accounts.list()) {
    if (lacksData(account.profile)) {
      continue;
    }
    const accountsOfPerson = await accounts.indexIdentity(account);
    if (accountsOfPerson === undefined) {
      byOwnWord += 1;
      continue;
    }
    listed += 1;
    if (accountsOfPerson > 1) {
      again += 1;
      const names = await usernamesOf(accounts, await accounts.findByIdentity(account.profile));
      process.stdout.write(`equal birth data: ${names.join(', ')}\n`);
    }
  }
  process.stdout.write(`${inWords(listed)} accounts listed, ${inWords(again)} lines of equal birth data\n`);
  if (byOwnWord > 0) {
    process.stdout.write(`${inWords(byOwnWord)} not listed: only their owners say who they are\n`);
  }
}

/** In the order of the alphabet. */
export async function usernamesOf(
  accounts: Pick<AccountStore, 'find'>,
  ids: readonly string[],
): Promise<string[]> {
  const found = await Promise.all(ids.map((id) => accounts.find(id)));
  return found.flatMap((account) => (account ? [account.profile.username] : [])).sort();
}
