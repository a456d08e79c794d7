/** What citizens are written of. */

/** What looks unusual: told once a day and kind, by mail or by text, with the way to object (notice.lua). */
export const noticeKinds = ['unusual-sign-in', 'wrong-codes', 'guesses-locked'] as const;

export type NoticeKind = (typeof noticeKinds)[number];

/**
 * Messages with a link that does something for whoever opens it, without a sign-in, and what the link is called in their words. They
 * are for verified contacts alone: an address that nobody confirmed gets the news in a kind of its own, without a link.
 */
export const linkNames = {
  'unusual-sign-in': 'objection',
  'wrong-codes': 'objection',
  'guesses-locked': 'objection',
  'plus-activated': 'objection',
  'plus-activated-by-passkey': 'objection',
  'authenticator-added': 'objection',
  'passkey-added': 'objection',
  'password-reset-code': 'link',
  'desk-reset-approved': 'cancel',
  'desk-restore-approved': 'cancel',
  'desk-second-account-approved': 'cancel',
} as const;

export type KindWithLink = keyof typeof linkNames;
export type LinkName = (typeof linkNames)[KindWithLink];

export const kindsWithoutLink = [
  'unusual-sign-in-without-link',
  'wrong-codes-without-link',
  'guesses-locked-without-link',
  'enrolment-code',
  'sign-in-code',
  'plus-activated-without-link',
  'plus-activated-by-passkey-without-link',
  'authenticator-added-without-link',
  'authenticator-removed',
  'passkey-added-without-link',
  'passkey-removed',
  'plus-cancelled',
  'plus-frozen',
  'password-changed',
  'signed-out-everywhere',
  'closing-requested',
  'closing-withdrawn',
  'contact-code-new',
  'contact-code-old',
  'contact-changed',
  'cancellation-code-reminder',
  'password-reset',
  'forgotten-username',
  'account-activated',
  'approval-asked',
  'account-suspended',
  'account-enabled',
  'account-deleted',
  'name-changed',
  'desk-reset-approved-without-link',
  'desk-restore-approved-without-link',
  'desk-second-account-approved-without-link',
  'desk-reset-done',
  'desk-restore-done',
  'desk-second-account-done',
  'desk-refused',
  'desk-expired',
  'wallet-issued',
  'wallet-revoked',
  'wallet-linked',
  'wallet-unlinked',
] as const;

export type KindWithoutLink = (typeof kindsWithoutLink)[number];
export type MessageKind = KindWithLink | KindWithoutLink;

export const messageKinds: readonly [MessageKind, ...MessageKind[]] = [
  ...kindsWithoutLink,
  ...(Object.keys(linkNames) as KindWithLink[]),
];

/** What else a message says, by the name in its words: anything but a link that does something. */
export type Further = Readonly<Record<string, string>> & { readonly [name in LinkName]?: never };

/** What they are told in text messages. */
export const textKinds = [
  ...noticeKinds,
  'sign-in-code',
  'contact-code-new',
  'contact-code-old',
  'desk-approved',
  'desk-done',
  'desk-not-done',
] as const;

export type TextKind = (typeof textKinds)[number];

export interface Mail {
  readonly subject: string;
  readonly paragraphs: readonly string[];
}
