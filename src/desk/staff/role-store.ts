/** Roles at the desk in Redis, sealed, in the slot of the account that holds them; and a list of who holds one. */
import type { Recorder } from '../../audit/audit-log.ts';
import type { SecurityEvent } from '../../audit/events/security-event.ts';
import { type Ending, endingStep } from '../../endings/ending-step.ts';
import { deskRoleKey } from '../../storage/catalogue/account-keys.ts';
import { deskStaffKey, staffNumbersKey } from '../../storage/catalogue/desk-keys.ts';
import { type Listing, readEach } from '../../storage/due/each-in-turn.ts';
import type { Sealer } from '../../storage/sealed.ts';
import { openRecord } from '../../storage/sealed-record.ts';
import { type HeldRole, heldRoleSchema } from './role.ts';
import { staffNumberOf } from './staff-number.ts';

export interface RoleStore {
  /** @throws Unreadable */
  find(accountId: string): Promise<HeldRole | undefined>;
  /** Replaces the role before, if any. */
  put(accountId: string, held: HeldRole, event: SecurityEvent): Promise<void>;
  /** @returns false when there was none. */
  revoke(accountId: string, event: SecurityEvent): Promise<boolean>;
  list(): Promise<Listing<{ readonly accountId: string; readonly held: HeldRole }>>;
  /** Ids of all who hold a role, or once held one: the audit log still speaks of them. */
  everyone(): Promise<string[]>;
  /** The staff number of whoever holds a role, or once held one. */
  numberOf(accountId: string): Promise<string>;
  /** Keeps the numbers of all who have none that is kept: before the secret is gone that they follow from. */
  keepNumbers(): Promise<void>;
}

/** Account ids, also of those whose role was taken away. */
const staffKey = deskStaffKey();
const numbersKey = staffNumbersKey();

const putStep = endingStep<'changed', number>(import.meta.dirname, 'put-desk-role');
const revokeStep = endingStep<'revoked', number>(import.meta.dirname, 'revoke-desk-role');

const nameOf = (accountId: string): string => `role of ${accountId}`;

/** @param indexKey of which numbers are made that are not kept yet */
export function createRoleStore(recorder: Recorder, sealer: Sealer, indexKey: Buffer): RoleStore {
  const { store } = recorder;
  const place = (accountId: string): string => `account:${accountId}:desk-role`;
  const endingOf = (accountId: string): Ending => ({ act: 'role-changed', accountId });

  async function find(accountId: string): Promise<HeldRole | undefined> {
    const sealed = await store.get(deskRoleKey(accountId));
    return sealed
      ? openRecord(sealer, heldRoleSchema, sealed, place(accountId), nameOf(accountId))
      : undefined;
  }

  return {
    find,

    async put(accountId, held, event) {
      const number = staffNumberOf(indexKey, accountId);
      const args = [accountId, sealer.seal(JSON.stringify(held), place(accountId)), number];
      await putStep(recorder, endingOf(accountId), [deskRoleKey(accountId), staffKey, numbersKey], args, {
        changed: event,
      });
    },

    async revoke(accountId, event) {
      const keys = [deskRoleKey(accountId)];
      return (await revokeStep(recorder, endingOf(accountId), keys, [], { revoked: event })) === 1;
    },

    everyone: () => store.smembers(staffKey),

    async numberOf(accountId) {
      return (await store.hget(numbersKey, accountId)) ?? staffNumberOf(indexKey, accountId);
    },

    async keepNumbers() {
      const everyone = await store.smembers(staffKey);
      await Promise.all(everyone.map((id) => store.hsetnx(numbersKey, id, staffNumberOf(indexKey, id))));
    },

    async list() {
      const accountIds = await store.smembers(staffKey);
      return readEach(accountIds, nameOf, async (accountId) => {
        const held = await find(accountId);
        return held && { accountId, held };
      });
    },
  };
}
