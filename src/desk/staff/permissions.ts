/** What each role may do at the desk. Whatever is not named here does not happen. */
import type { DeskRole } from './role.ts';

export const deskActions = [
  'look-up',
  'register',
  'new-activation-code',
  'supervise-enrolment',
  'unlock',
  'suspend',
  'change-name',
  'reset',
  'restore',
  'second-account',
  'decide',
  'cancel-request',
  'oversee',
] as const;

export type DeskAction = (typeof deskActions)[number];

/** `needs-another-person`: one proposes, somebody else approves. */
export type Permission = 'allowed' | 'refused' | 'needs-another-person';

const atTheWindow = {
  'look-up': 'allowed',
  register: 'allowed',
  'new-activation-code': 'allowed',
  'supervise-enrolment': 'allowed',
  unlock: 'allowed',
  suspend: 'allowed',
  'change-name': 'allowed',
  reset: 'needs-another-person',
  restore: 'needs-another-person',
  'second-account': 'needs-another-person',
  decide: 'refused',
  'cancel-request': 'allowed',
  oversee: 'refused',
} as const satisfies Record<DeskAction, Permission>;

const nothing = Object.fromEntries(deskActions.map((action) => [action, 'refused'])) as Record<
  DeskAction,
  Permission
>;

const permissions: Record<DeskRole, Record<DeskAction, Permission>> = {
  clerk: atTheWindow,
  supervisor: { ...atTheWindow, decide: 'allowed' },
  /** Sees what was done, and does nothing. */
  auditor: { ...nothing, oversee: 'allowed' },
  /** Works at the terminal and on the operator's pages. */
  operator: nothing,
};

export function permissionOf(role: DeskRole, action: DeskAction): Permission {
  return permissions[role][action];
}
