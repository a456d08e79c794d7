/** What can be done for a citizen as their account stands. */
import type { Account } from '../../accounts/account.ts';
import type { RequestKind } from '../../desk/dual-authorization/request.ts';

export type Task =
  | 'enrol'
  | 'activation-code'
  | 'unlock'
  | 'name'
  | 'reset'
  | 'suspend'
  | 'restore'
  | 'second-account'
  | 'cancel-request';

/** @param isRequestOpen two people are deciding about the account already */
export function tasksFor({ status, hasPlus }: Account, isRequestOpen: boolean): Task[] {
  const request = (kind: RequestKind): Task[] => (isRequestOpen ? [] : [kind]);
  const cancelling: Task[] = isRequestOpen ? ['cancel-request'] : [];
  switch (status) {
    case 'active':
      return hasPlus
        ? [...cancelling, 'unlock', 'name', ...request('reset'), 'suspend', ...request('second-account')]
        : [...cancelling, 'enrol', 'unlock', 'name', 'suspend', ...request('second-account')];
    case 'awaiting-activation':
      return [...cancelling, 'activation-code', 'name'];
    case 'suspended':
      return [...cancelling, ...request('restore')];
    default:
      return cancelling;
  }
}
