/** `kapu accounts index-identities`: for accounts from before one person had one account. */
import type { Command } from 'commander';
import { type Account, lacksData } from '../../accounts/account.ts';
import type { AccountStore } from '../../accounts/account-store.ts';
import { createHistoryStore, type HistoryStore, mostEntries } from '../../audit/history/history-store.ts';
import { eachInTurn, readEach } from '../../storage/due/each-in-turn.ts';
import { createSealer } from '../../storage/sealed.ts';
import { type CommandContext, withCommandContext } from '../command-context.ts';
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

Accounts of which only the owner says who they are, since the former system did not know it, are not listed until somebody identifies them. Those
from before that was marked are found by their history, and marked (decision 65): after an upgrade from such a version it is run once more.
Persons who have several accounts are named, a line each, and change in nothing: which of them is to be closed is for people.`,
    )
    .action(() => withCommandContext(indexIdentities));
}

async function indexIdentities({ accounts, store, config }: CommandContext): Promise<void> {
  const history = createHistoryStore(store, createSealer(config.secrets.sealing_keys));
  const tally = { listed: 0, again: 0, byOwnWord: 0 };
  try {
    await eachInTurn(
      accounts.list(),
      ({ id }) => id,
      (account) => indexIdentity(accounts, history, account, tally),
    );
  } finally {
    tell(tally);
  }
}

interface Tally {
  listed: number;
  again: number;
  byOwnWord: number;
}

async function indexIdentity(
  accounts: AccountStore,
  history: Pick<HistoryStore, 'list'>,
  account: Account,
  tally: Tally,
): Promise<void> {
  if (lacksData(account.profile)) {
    return;
  }
  const isByOwnWord = account.isByOwnWord || (await hasSaidWhoTheyAre(history, account));
  const accountsOfPerson = await accounts.indexIdentity({ ...account, isByOwnWord });
  if (accountsOfPerson === undefined) {
    tally.byOwnWord += 1;
    return;
  }
  tally.listed += 1;
  if (accountsOfPerson > 1) {
    tally.again += 1;
    const names = await usernamesOf(accounts, await accounts.findByIdentity(account.profile));
    process.stdout.write(`equal birth data: ${names.join(', ')}\n`);
  }
}

function tell({ listed, again, byOwnWord }: Tally): void {
  process.stdout.write(`${inWords(listed)} accounts listed, ${inWords(again)} lines of equal birth data\n`);
  if (byOwnWord > 0) {
    process.stdout.write(`${inWords(byOwnWord)} not listed: only their owners say who they are\n`);
  }
}

/** Of an account from before that was marked. What became of an account is in its history for a year, whatever else happened (decision 65). */
async function hasSaidWhoTheyAre(
  history: Pick<HistoryStore, 'list'>,
  { id }: Pick<Account, 'id'>,
): Promise<boolean> {
  const entries = await history.list(id, mostEntries);
  return entries.some(({ event }) => event === 'personal-data.completed');
}

/** In the order of the alphabet; of whom cannot be read, nothing. */
export async function usernamesOf(
  accounts: Pick<AccountStore, 'find'>,
  ids: readonly string[],
): Promise<string[]> {
  const { readable } = await readEach(ids, (id) => id, accounts.find);
  return readable.map(({ profile }) => profile.username).sort();
}
