/** What a node in a process of its own is told to do (ending-process.ts), and what its parent knows of it. */
export const waysThatEnd = [
  'disabled',
  'suspended',
  'closed',
  'cancelled',
  'frozen-by-link',
  'frozen-in-session',
  'reset-at-desk',
  'signed-out-everywhere',
] as const;
/** What looks alike, and leaves the account its Ügyfélkapu+ with all that was issued on its strength. */
export const waysThatDoNot = [
  'wrong-cancellation-code',
  'unknown-authenticator',
  'last-authenticator',
] as const;

export interface ToEnd {
  readonly accountId: string;
  readonly way: (typeof waysThatEnd)[number] | (typeof waysThatDoNot)[number];
}

export type EndingWork =
  | { readonly kind: 'end'; readonly accounts: readonly ToEnd[] }
  | { readonly kind: 'catch-up' };
