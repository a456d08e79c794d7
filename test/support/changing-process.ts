/** A node that changes accounts as fast as it can, chains and ships what it records, and is killed meanwhile. See faults/audit.test.ts. */
import { createAccountStore } from '../../src/accounts/account-store.ts';
import { createClosingStore } from '../../src/accounts/closing/closing-store.ts';
import { createContactChangeStore } from '../../src/accounts/contact/contact-change-store.ts';
import { startAuditTasks } from '../../src/audit/audit-tasks.ts';
import { securityEvents } from '../../src/audit/events/security-events.ts';
import type { Secrets } from '../../src/configuration/secrets.ts';
import { createLogger } from '../../src/observability/logger.ts';
import { createSealer } from '../../src/storage/sealed.ts';
import { connectPatiently } from './redis.ts';
import { readTask } from './task-of-process.ts';

export interface ChangingTask {
  readonly socket: string;
  readonly secrets: Secrets;
  readonly accountIds: readonly string[];
  readonly shipTo: string;
}

const { socket, secrets, accountIds, shipTo } = readTask<ChangingTask>(process.argv[2]);
const logger = createLogger('silent');
const store = await connectPatiently(socket, logger);
const sealer = createSealer(secrets.sealing_keys);
const accounts = createAccountStore(store, sealer, secrets);
const closings = createClosingStore(store, sealer, secrets);
const contacts = createContactChangeStore(store, sealer, secrets);
startAuditTasks(
  store,
  sealer,
  {
    checkpoint_every_events: 50,
    checkpoint_every_seconds: 1,
    ship_to: { kind: 'files', directory: shipTo },
  },
  logger,
);

/** Each change counts one further, so that what is there tells how many there were. */
async function changeOnce(id: string, which: number): Promise<void> {
  const account = await accounts.find(id);
  if (!account) {
    return;
  }
  if (which === 0) {
    const hash = String(Number(account.passwordHash) + 1);
    const chosen = { hash, judged: 'alone' } as const;
    await accounts.changePassword(account, chosen, securityEvents.passwordChanged(id));
  } else if (which === 1 && account.closesAt) {
    await closings.withdraw(id, securityEvents.closingWithdrawn(id));
  } else if (which === 1) {
    await closings.request(id, new Date(), securityEvents.closingRequested(id));
  } else {
    const now = new Date();
    const [many = '0'] = (account.profile.email ?? '').split('@');
    const value = `${Number(many) + 1}@minta.example`;
    await contacts.abandon(id);
    const wanted = { channel: 'email', value, old: undefined } as const;
    const codes = await contacts.begin(id, 'browser', wanted, now);
    if (codes && codes !== 'too-soon') {
      const typed = { newCode: codes.newCode, oldCode: '' };
      await contacts.confirm(id, 'browser', typed, now, securityEvents.contactChanged(id, 'email'));
    }
  }
}

async function changeForEver(id: string): Promise<never> {
  for (let number = 0; ; number += 1) {
    await changeOnce(id, number % 3).catch(() => new Promise((resolve) => setTimeout(resolve, 5)));
  }
}

process.stdout.write('changing\n');
await Promise.all(accountIds.map(changeForEver));
