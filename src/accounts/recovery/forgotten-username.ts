/**
 * A forgotten user name: whoever has a verified address gets a message there with the names of all accounts that it is verified for
 * (decision 38). The page that asks learns nothing, so for an address that nobody has the same is read, counted, recorded and queued, the
 * record about nobody and the message to nobody.
 */
import type { AuditLog } from '../../audit/audit-log.ts';
import { securityEvents } from '../../audit/events/security-events.ts';
import type { Secrets } from '../../configuration/secrets.ts';
import type { MessageQueue } from '../../notifications/message-queue.ts';
import { readingOf } from '../../storage/sealed-record.ts';
import type { UsernameRequests } from '../../throttle/windows/username-requests.ts';
import { type Account, recipientOf } from '../account.ts';
import { nobody } from '../account-record.ts';
import type { AccountStore } from '../account-store.ts';
import { type AddressIndex, mostOfOneAddress } from '../contact/address-index.ts';
import { counterOfAddress } from '../verified-address.ts';

export interface ForgottenUsername {
  /** Sends what there is to send. @param address as it was typed; an e-mail address. */
  ask(address: string, now: Date): Promise<void>;
}

export interface ForgottenUsernameParts {
  readonly issuer: string;
  readonly secrets: Secrets;
  readonly accounts: AccountStore;
  readonly addressIndex: AddressIndex;
  readonly usernameRequests: UsernameRequests;
  readonly messages: MessageQueue;
  readonly audit: AuditLog;
}

export function createForgottenUsername(parts: ForgottenUsernameParts): ForgottenUsername {
  const { issuer, secrets, usernameRequests, messages, audit } = parts;

  return {
    async ask(address, now) {
      const [mayWrite, found] = await Promise.all([
        usernameRequests.mayWriteTo(counterOfAddress(secrets, address)),
        findOwners(parts, address),
      ]);
      const owners = mayWrite ? found : [];
      const ids = owners.length > 0 ? owners.map(({ id }) => id) : [nobody];
      await Promise.all(ids.map((id) => audit.recordFirst(securityEvents.usernameAsked(id))));
      const more = { usernames: namesOf(owners), reset: `${issuer}/elfelejtett-jelszo` };
      const [owner] = owners;
      if (owner) {
        await messages.tell(recipientOf(owner), 'forgotten-username', now, more);
      } else {
        await messages.tellNobody('forgotten-username', now, more);
      }
    },
  };
}

/** Those whose verified address this is, all of one spelling: the message goes to what was verified, not to what was typed. */
async function findOwners(
  { accounts, addressIndex }: Pick<ForgottenUsernameParts, 'accounts' | 'addressIndex'>,
  address: string,
): Promise<Account[]> {
  const ids = await addressIndex.idsOf(address);
  const asMany = Array.from({ length: mostOfOneAddress }, (_, at) => ids[at] ?? nobody);
  // One that cannot be read keeps none of the others from a message, and its answer is no other than that of an address nobody has.
  const readings = await Promise.all(asMany.map((id) => readingOf(accounts.find(id))));
  const found = readings
    .flatMap((reading) => (reading.kind === 'found' ? reading.value : []))
    .filter((account) => isReachedAt(account, address));
  const spelling = found.find(({ profile }) => profile.email === address) ?? found[0];
  return found.filter(({ profile }) => profile.email === spelling?.profile.email);
}

/** Looked at once more: the index only says where to look. */
function isReachedAt({ status, profile }: Account, address: string): boolean {
  const isTheirs = profile.email_verified && profile.email?.toLowerCase() === address.toLowerCase();
  return isTheirs && status !== 'disabled';
}

/** In an order of their own, which says nothing of the accounts. */
function namesOf(owners: readonly Account[]): string {
  const names = owners.map(({ profile }) => profile.username).sort();
  return names.length > 0 ? names.join(', ') : nobody;
}
