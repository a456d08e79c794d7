/** What citizens are written of. */
export const messageKinds = [
  'enrolment-code',
  'sign-in-code',
  'plus-activated',
  'authenticator-added',
  'authenticator-removed',
  'plus-cancelled',
  'plus-frozen',
  'password-changed',
  'closing-requested',
  'closing-withdrawn',
  'contact-code-new',
  'contact-code-old',
  'contact-changed',
  'cancellation-code-reminder',
  'password-reset-code',
  'password-reset',
  'account-activated',
  'approval-asked',
  'account-suspended',
  'name-changed',
  'desk-reset-approved',
  'desk-restore-approved',
  'desk-reset-done',
  'desk-restore-done',
  'wallet-issued',
  'wallet-revoked',
  'wallet-linked',
  'wallet-unlinked',
] as const;

export type MessageKind = (typeof messageKinds)[number];

/** What they are told in text messages. */
export const textKinds = [
  'sign-in-code',
  'contact-code-new',
  'contact-code-old',
  'desk-approved',
  'desk-done',
] as const;

export type TextKind = (typeof textKinds)[number];

export interface Mail {
  readonly subject: string;
  readonly paragraphs: readonly string[];
}
