/** The keys of one account. All carry the same hash tag, so that one atomic step may touch them together, also on a cluster. */
const tag = (accountId: string): string => `{account:${accountId}}`;

export const accountKey = (accountId: string): string => tag(accountId);
export const plusKey = (accountId: string): string => `${tag(accountId)}:plus`;
export const codeAttemptsKey = (accountId: string): string => `${tag(accountId)}:code-attempts`;
export const enrolmentKey = (accountId: string): string => `${tag(accountId)}:enrolment`;
export const historyKey = (accountId: string): string => `${tag(accountId)}:history`;
/** Sessions at the provider, scored by expiry. */
export const sessionsKey = (accountId: string): string => `${tag(accountId)}:sessions`;
/** Grants of relying parties, scored by expiry. */
export const grantsKey = (accountId: string): string => `${tag(accountId)}:grants`;
/** Which relying party was given what, and when. */
export const servicesKey = (accountId: string): string => `${tag(accountId)}:services`;
/** Relying parties that a citizen signed in to, session by session, to be told when it ends; scored by expiry. */
export const signInsKey = (accountId: string): string => `${tag(accountId)}:sign-ins`;
export const contactChangeKey = (accountId: string): string => `${tag(accountId)}:contact-change`;
/** Requests from elsewhere that wait for the citizen. */
export const approvalsKey = (accountId: string): string => `${tag(accountId)}:approvals`;
/** What its holder may do at the desk, where they work there. */
export const deskRoleKey = (accountId: string): string => `${tag(accountId)}:desk-role`;
/** What two people at the desk are deciding about the account. */
export const deskRequestKey = (accountId: string): string => `${tag(accountId)}:desk-request`;
/** What was issued to wallets. */
export const walletsKey = (accountId: string): string => `${tag(accountId)}:wallets`;
/** The offer to a wallet that is open. */
export const walletOfferKey = (accountId: string): string => `${tag(accountId)}:wallet-offer`;
/** Which subjects of wallets are this account's: the hash that their pointer is kept under, and how it came to be. */
export const walletSubjectsKey = (accountId: string): string => `${tag(accountId)}:wallet-subjects`;
/** The one-time code of one sign-in. */
export const oneTimeCodeKey = (accountId: string, signInHash: string): string =>
  `${tag(accountId)}:one-time-code:${signInHash}`;

/** There from the first import of another system's hashes on. */
export const foreignHashesKey = 'accounts-foreign-hashes';

/** The account ids among keys that match this pattern are read with `accountIdOf`. */
export const everyAccountPattern = '{account:*}';

export function accountIdOf(key: string): string {
  return key.slice('{account:'.length, -1);
}
