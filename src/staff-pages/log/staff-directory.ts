/** Who stands behind a staff number. Whoever holds a role now, or once held one, can still be named. */
import { nameBorne } from '../../accounts/account.ts';
import type { AccountStore } from '../../accounts/account-store.ts';
import { usernameAsStored } from '../../accounts/username.ts';
import type { RoleStore } from '../../desk/staff/role-store.ts';
import { staffNumberPattern } from '../../desk/staff/staff-number.ts';
import { readingOf } from '../../storage/sealed-record.ts';

export interface StaffDirectory {
  /** By user name or number. Undefined for whoever never worked here, so that it tells nothing of citizens. */
  numberOf(typed: string): Promise<string | undefined>;
  /** Names by number, of those that can be named. */
  names(numbers: readonly string[]): Promise<ReadonlyMap<string, string>>;
}

export interface StaffDirectoryParts {
  readonly accounts: AccountStore;
  readonly roles: Pick<RoleStore, 'everyone' | 'numberOf'>;
}

export function createStaffDirectory({ accounts, roles }: StaffDirectoryParts): StaffDirectory {
  async function accountIdsByNumber(): Promise<Map<string, string>> {
    const everyone = await roles.everyone();
    return new Map(
      await Promise.all(
        everyone.map(async (id): Promise<[string, string]> => [await roles.numberOf(id), id]),
      ),
    );
  }

  return {
    async numberOf(typed) {
      const known = await accountIdsByNumber();
      if (staffNumberPattern.test(typed)) {
        return known.has(typed) ? typed : undefined;
      }
      const accountId = (await accounts.findId(usernameAsStored(typed))) ?? '';
      const number = await roles.numberOf(accountId);
      return known.has(number) ? number : undefined;
    },

    async names(numbers) {
      const known = await accountIdsByNumber();
      const named = [...new Set(numbers)].map(async (number): Promise<[string, string][]> => {
        const reading = await readingOf(accounts.find(known.get(number) ?? ''));
        return reading.kind === 'found' ? [[number, nameBorne(reading.value.profile)]] : [];
      });
      return new Map((await Promise.all(named)).flat());
    },
  };
}
