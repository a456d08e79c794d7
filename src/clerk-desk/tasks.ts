/** What can be done for a citizen as their account stands. */
import type { Account } from '../accounts/account.ts';

export type Task = 'enrol' | 'activation-code' | 'unlock' | 'name' | 'reset' | 'suspend' | 'restore';

/** @param isRequestOpen two people are deciding about the account already */
export function tasksFor({ status, hasPlus }: Account, isRequestOpen: boolean): Task[] {
  const request = (kind: 'reset' | 'restore'): Task[] => (isRequestOpen ? [] : [kind]);
  switch (status) {
    case 'active':
      return hasPlus
        ? ['unlock', 'name', ...request('reset'), 'suspend']
        : ['enrol', 'unlock', 'name', 'suspend'];
    case 'awaiting-activation':
      return ['activation-code', 'name'];
    case 'suspended':
      return request('restore');
    default:
      return [];
  }
}
