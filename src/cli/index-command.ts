/** `kapu keys index`: brings what is found by the index key over to the newest, and says when no older one is needed (decision 72). */
import type { Command } from 'commander';
import { createAccountRecords } from '../accounts/account-record.ts';
import { securityEvents } from '../audit/events/security-events.ts';
import { createRoleStore } from '../desk/staff/role-store.ts';
import { ConfigurationError } from '../errors.ts';
import { bringOver } from '../storage/bring-over.ts';
import { accountKey, plusKey, walletSubjectsKey } from '../storage/catalogue/account-keys.ts';
import { eachInTurn } from '../storage/due/each-in-turn.ts';
import { indexKeyId, isOfNewestKey, newestIndexKey } from '../storage/index-key.ts';
import { declareStep } from '../storage/redis.ts';
import { createSealer } from '../storage/sealed.ts';
import { createStoreClock, mostSecondsOff } from '../storage/store-clock.ts';
import { forgetOlderIndexKeys } from '../storage/verification/installation-store.ts';
import { createEnrolmentStore } from '../totp/enrolment/enrolment-store.ts';
import { type CommandContext, recorderOf, withCommandContext } from './command-context.ts';
import { print } from './output.ts';

export function addIndexCommand(keys: Command): void {
  keys
    .command('index')
    .description(
      'Brings names, people and addresses over to the newest index key, and says what still needs an older one; beside the running service.',
    )
    .option(
      '--retire',
      'from now on the newest is enough: codes that were made under an older one are worth nothing',
    )
    .addHelpText(
      'after',
      `
1. Write the new key into "newer_index_keys" of the secrets file, with an instant ("since") by which every node has been restarted.
2. From that instant on it keys what is written; what stands under the older one is found as before, and nothing can be taken twice.
3. Run this command. It may be stopped and given again at any time: what was brought over stays so. What nobody but its owner can give
   us again is counted: a törlőkód is brought over when its owner tries it out or has a new authenticator, a wallet when it signs in, and activation codes end by
   themselves.
4. When it says that the newest is enough, "index_key" may be the newest, and the others may go.

--retire gives up what is left: their owners get a new törlőkód with a new authenticator, and link their wallets anew. Lines that were
imported under the older key are known by their external id or user name alone. Exits with 0 when only the newest is in use, else with 2.`,
    )
    .action(({ retire }: { retire?: true }) =>
      withCommandContext((context) => changeIndexKey(context, retire === true)),
    );
}

/** Links in mails, applications and codes that were sent are over by then; see the catalogue. */
const lapsedAfterInMilliseconds = 7 * 24 * 60 * 60 * 1000;

async function changeIndexKey(context: CommandContext, isRetired: boolean): Promise<void> {
  const { config, store } = context;
  const { newer_index_keys: newer } = config.secrets;
  const newest = indexKeyId(newestIndexKey(config.secrets));
  const since = newer.at(-1)?.since;
  if (!since) {
    print(`${newest} is the only index key.`);
    return;
  }
  const now = await createStoreClock(store)();
  refuseWaiting(since, now);
  await rolesOf(context).keepNumbers();
  const tally: Tally = {
    brought: 0,
    left: { törlőkódok: 0, 'activation codes': 0, applications: 0, wallets: 0 },
  };
  try {
    await bringAllOver(context, now, tally);
  } finally {
    // Also where an account cannot be read: then no key is retired, and the rest is brought over.
    print(`${tally.brought} names, people and addresses brought over to ${newest}`);
    for (const [what, many] of Object.entries(tally.left)) {
      print(`${what}\t${many}`);
    }
  }
  const { left } = tally;
  const lapsed = new Date(since.getTime() + lapsedAfterInMilliseconds);
  const isDone = Object.values(left).every((many) => many === 0) && lapsed <= now;
  if (isDone || isRetired) {
    await recorderOf(context).recordFirst(securityEvents.indexKeysRetired(newest));
    await forgetOlderIndexKeys(store, config.secrets);
    print(`From now on ${newest} is enough: the others may go from the secrets file.`);
    return;
  }
  const until = lapsed > now ? `, before ${lapsed.toISOString()} in any case for codes that were sent` : '';
  print(`An older index key is in use${until}. Run this again later.`);
  process.exitCode = 2;
}

/**
 * @param now by the store's clock
 * @throws ConfigurationError while the newest does not count at every node yet, one whose clock is behind: it would bring everything back, and
 * make codes under an older key that is gone
 */
function refuseWaiting(since: Date, now: Date): void {
  const everywhere = new Date(since.getTime() + mostSecondsOff * 1000);
  if (now < everywhere) {
    throw new ConfigurationError(
      `the newest index key counts from ${since.toISOString()} on, at every node from ${everywhere.toISOString()}; run this again after that`,
    );
  }
}

/** What none but its owner can give us again, and was made under an older key. */
type Left = Record<'törlőkódok' | 'activation codes' | 'applications' | 'wallets', number>;

interface Tally {
  brought: number;
  readonly left: Left;
}

const bringOverStep = declareStep<number>('bring-over-account', `${bringOver}return brought\n`, 'any');

async function bringAllOver(context: CommandContext, now: Date, tally: Tally): Promise<void> {
  const { store, accounts, config } = context;
  const records = createAccountRecords(createSealer(config.secrets.sealing_keys), config.secrets);
  await eachInTurn(
    accounts.list(),
    ({ id }) => id,
    async ({ id, profile }) => {
      const elders = records.eldersOf(profile);
      tally.brought += await bringOverStep(store, elders, [elders.length / 2]);
      await countLeft(context, id, tally.left, now);
    },
  );
}

async function countLeft(
  { store, config }: CommandContext,
  id: string,
  left: Left,
  now: Date,
): Promise<void> {
  const { secrets } = config;
  const [code, [activation = null, until = null], subjects, enrolment] = await Promise.all([
    store.hget(plusKey(id), 'cancellation'),
    store.hmget(accountKey(id), 'activation', 'activation_until'),
    store.hkeys(walletSubjectsKey(id)),
    createEnrolmentStore(store, createSealer(secrets.sealing_keys), secrets).find(id),
  ]);
  const isOlder = (hash: string | null | undefined): boolean => hash != null && !isOfNewestKey(secrets, hash);
  const application = enrolment?.enrolment;
  left.törlőkódok += isOlder(code) ? 1 : 0;
  left['activation codes'] += isOlder(activation) && Number(until) > now.getTime() ? 1 : 0;
  left.applications +=
    application?.state === 'cancellation-code-shown' && isOlder(application.cancellationHash) ? 1 : 0;
  left.wallets += subjects.filter(isOlder).length;
}

function rolesOf({ config, store }: CommandContext): ReturnType<typeof createRoleStore> {
  const { sealing_keys: sealingKeys, index_key: indexKey } = config.secrets;
  return createRoleStore(recorderOf({ store, config }), createSealer(sealingKeys), indexKey);
}
