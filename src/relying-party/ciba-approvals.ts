/** Requests that relying parties sent from elsewhere (CIBA), for the citizen to approve or to refuse. */
import type { Assurance } from '../assurance/levels.ts';

export interface WaitingApproval {
  /** Names the request on a form; worth nothing by itself. */
  readonly handle: string;
  readonly service: string;
  /** By which the citizen recognises on both sides what it is about. */
  readonly bindingMessage: string;
  readonly askedAt: Date;
  readonly expiresAt: Date;
  readonly claims: readonly string[];
  readonly resources: readonly { hu: string; en: string }[];
  /** False: the citizen was identified less surely than the relying party needs, and no code makes up for it. */
  readonly isIdentified: boolean;
  /** False: what the citizen has proven is less than the relying party needs. */
  readonly isEnough: boolean;
  /** False: the relying party wants the citizen to have signed in more recently (`max_age`). */
  readonly isRecent: boolean;
}

/** What the citizen who decides has proven. */
export interface ApprovalProof {
  /** How surely they were identified, ever. */
  readonly identified: Assurance;
  /** How they signed in. */
  readonly acr: string;
  /** RFC 8176. */
  readonly amr: readonly string[];
  /** From which second it counts; seconds since 1970. */
  readonly authTime: number;
  /** When a password or a code was last given, which may be before `authTime`; seconds since 1970. */
  readonly provenAt: number;
}

/** `gone`: expired, decided before, or its relying party is registered no more. `too-weak`: or too long ago. */
export type ApprovalOutcome = { kind: 'decided'; clientId: string } | { kind: 'gone' } | { kind: 'too-weak' };

export interface Approvals {
  /** Those that can still be decided, the oldest first. */
  waiting(accountId: string, proof: ApprovalProof, language: string): Promise<WaitingApproval[]>;
  approve(accountId: string, handle: string, proof: ApprovalProof): Promise<ApprovalOutcome>;
  refuse(accountId: string, handle: string): Promise<ApprovalOutcome>;
}
