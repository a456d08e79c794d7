/**
 * Who works at the desk: a role and an office beside the person's own account, never among the claims of it. This folder holds what is
 * known of staff: their roles, what each role may do, the number that citizens and the log know them by.
 */
import { z } from 'zod';

export const deskRoles = ['clerk', 'supervisor', 'auditor', 'operator'] as const;

export type DeskRole = (typeof deskRoles)[number];

export const heldRoleSchema = z.strictObject({
  role: z.enum(deskRoles),
  /** Id of an office in `config/desk.json`; '' of an operator, who needs none. */
  office: z.string(),
  status: z.enum(['active', 'suspended']),
  grantedAt: z.iso.datetime(),
});

export type HeldRole = z.output<typeof heldRoleSchema>;

/** Someone at work, as a request found them. */
export interface DeskPerson {
  readonly accountId: string;
  /** What the audit log and citizens know them by (staff-number.ts). */
  readonly staffNumber: string;
  readonly role: DeskRole;
  readonly office: string;
}
