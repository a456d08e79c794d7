/** A sign-in as one request finds it: the engine's interaction, where it stands, and what is demanded of it. */
import type { Context, Middleware } from 'koa';
import type { Provider } from 'oidc-provider';
import type { Account } from '../accounts/account.ts';
import type { AccountStore } from '../accounts/account-store.ts';
import type { CodeAssurances } from '../assurance/code-channels.ts';
import type { Calendar } from '../assurance/cutover-calendar.ts';
import type { WalletPolicy } from '../assurance/wallet-assurance.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import type { LiveClients } from '../clients/live-clients.ts';
import type { OwnerNotices } from '../owner-notices/owner-notices.ts';
import type { StoreClock } from '../storage/store-clock.ts';
import type { DeviceCookies } from '../web/cookies/device-cookie.ts';
import type { Language } from '../web/language.ts';
import type { DataMissing, LoginProgress } from './login-progress.ts';
import type { LoginProgressStore } from './login-progress-store.ts';
import type { SignInTerms } from './next-step.ts';
import type { OfferWay } from './passkey/offer-way.ts';
import type { LinkWallet } from './wallet/link-wallet.ts';

export interface LoginInteraction {
  readonly uid: string;
  /** When this request came by the store's clock, before anything was read: what it proves counts from then. */
  readonly arrivedAt: Date;
  /** The page of this sign-in; every step returns to it. */
  readonly address: string;
  readonly progress: LoginProgress;
  readonly terms: SignInTerms;
  /** True when a signed-in citizen is only asked for more: the password was given before. */
  readonly isStepUp: boolean;
  readonly serviceName: string;
  /** The same in a language of choice. */
  serviceNameIn(language: Language): string;
  readonly clientId: string;
  /** A user name that the relying party suggests. */
  readonly loginHint: string;
  /** Set once the last step is through: where the engine takes over. */
  readonly resumeAddress: string | undefined;
  /** Set with it where a code was given: whose, and when (seconds since 1970). */
  readonly signedInByCode: { readonly accountId: string; readonly at: number } | undefined;
  /** Set where the citizen is signed in and only their consent is missing. */
  readonly asked: AskedConsent | undefined;
}

/** What the relying party wants to know or to do; the engine's door writes it into the interaction. */
export interface AskedConsent {
  readonly accountId: string;
  /** False for relying parties that are bound by law or contract: nobody is asked. */
  readonly isNeeded: boolean;
  readonly claims: readonly string[];
  /** What of the claims the citizen leaves out. */
  readonly withheld?: readonly string[];
  readonly resources: readonly { hu: string; en: string }[];
  readonly hours: number;
  /** Addresses where the relying party says how it treats data, and on what terms it serves. */
  readonly policy?: string | undefined;
  readonly terms?: string | undefined;
}

/** What a citizen proved themselves with, and the assurance that it reaches. */
export type Proof = DataMissing['proof'];

/** Who it is that signs in. */
export type Citizen = DataMissing['who'];

export interface LoginInteractions {
  /** @throws RequestRefused with 410 when the sign-in is over, another browser's, or was never begun. */
  load(ctx: Context): Promise<LoginInteraction>;
  /**
   * Hands the result to the engine, which goes on to the relying party.
   * @param account as this request has read it
   * @param by way of what: the page that offers a passkey, which then leads on to the engine
   */
  finish(
    ctx: Context,
    interaction: LoginInteraction,
    who: Citizen,
    proof: Proof,
    account: Account | undefined,
    by?: OfferWay,
  ): Promise<void>;
  /** Returns to the relying party without a sign-in. */
  giveUp(ctx: Context, interaction: LoginInteraction): Promise<void>;
  consent(ctx: Context, asked: AskedConsent): Promise<void>;
  /** @param steps after which a request goes on to the engine where its sign-in is through */
  goingOn(steps: Middleware): Middleware;
}

export interface LoginInteractionParts {
  readonly provider: Provider;
  readonly clients: LiveClients;
  readonly calendar: Calendar;
  readonly oneTimeCodes: CodeAssurances;
  readonly wallets: WalletPolicy | undefined;
  /** Makes whom a wallet proved the account's. */
  readonly linkWallet: LinkWallet;
  readonly accounts: AccountStore;
  readonly progressStore: LoginProgressStore;
  readonly devices: DeviceCookies;
  readonly audit: AuditLog;
  readonly ownerNotices: OwnerNotices;
  readonly now: () => Date;
  readonly storeClock: StoreClock;
}

/** RFC 8176 names of what was done. A code that was sent is not called a second factor: a mailbox is none, a number a weak one. */
export const methodsReferences: Record<Proof['by'], string[]> = {
  password: ['pwd'],
  authenticator: ['pwd', 'otp', 'mfa'],
  email: ['pwd', 'otp'],
  sms: ['pwd', 'sms'],
  // Possession of a key whose owner the authenticator verified, by itself two factors. Nobody attests that the key is in hardware.
  passkey: ['pop', 'swk', 'user', 'mfa'],
  // Possession of a key that is kept in software, as far as we can tell; the wallet may ask for a PIN, but does not say so.
  wallet: ['pop', 'swk'],
};
