/** Who works at the desk: a role and an office beside the person's own account, never among the claims of it. */
import { z } from 'zod';

export const deskRoles = ['clerk', 'supervisor', 'auditor', 'operator'] as const;

export type DeskRole = (typeof deskRoles)[number];

export const heldRoleSchema = z.strictObject({
  role: z.enum(deskRoles),
  /** Id of an office in `config/desk.json`. */
  office: z.string(),
  status: z.enum(['active', 'suspended']),
  grantedAt: z.iso.datetime(),
});

export type HeldRole = z.output<typeof heldRoleSchema>;

/** Someone at work, as a request found them. */
export interface DeskPerson {
  readonly accountId: string;
  readonly role: DeskRole;
  readonly office: string;
}
