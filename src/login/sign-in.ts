/** A sign-in as one request finds it: the engine's interaction, where it stands, and what is demanded of it. */
import type { Context } from 'koa';
import { errors, type Interaction, type Provider } from 'oidc-provider';
import { countsSince, verifiedChannelsOf } from '../accounts/account.ts';
import type { AccountStore } from '../accounts/account-store.ts';
import { type Calendar, isEnough, offerAt, type PasswordMethod } from '../assurance/calendar.ts';
import { stepUpReason } from '../assurance/demand.ts';
import { type Assurance, acrOf, stricterOf } from '../assurance/levels.ts';
import { type CodeAssurances, mildestByCode } from '../assurance/one-time-codes.ts';
import { mostByWallet, type WalletPolicy, walletFlows } from '../assurance/wallets.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import type { Authority } from '../audit/security-event.ts';
import { securityEvents } from '../audit/security-events.ts';
import { RequestRefused } from '../errors.ts';
import { needsAuthenticator } from '../relying-party/own-client.ts';
import { clientNameIn } from '../web/client-name.ts';
import type { DeviceCookies } from '../web/device-cookie.ts';
import { type Language, languageOf } from '../web/language.ts';
import { seeOther } from '../web/redirect.ts';
import { allowFormsToReach } from '../web/security-headers.ts';
import type { LinkWallet } from './link-wallet.ts';
import { factors, type LoginAttempt, type PasswordVerified } from './login-attempt.ts';
import type { LoginAttemptStore } from './login-attempt-store.ts';
import type { SignInTerms } from './next-step.ts';

export interface SignIn {
  readonly uid: string;
  /** When this request came, before anything was read: what it proves counts from then. */
  readonly arrivedAt: Date;
  /** The page of this sign-in; every step returns to it. */
  readonly address: string;
  readonly attempt: LoginAttempt;
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
  /** Set where the citizen is signed in and only their consent is missing. */
  readonly asked: AskedConsent | undefined;
}

/** What the relying party wants to know or to do; the engine's door writes it into the interaction. */
export interface AskedConsent {
  readonly accountId: string;
  /** False for relying parties that are bound by law or contract: nobody is asked. */
  readonly isNeeded: boolean;
  readonly claims: readonly string[];
  readonly resources: readonly { hu: string; en: string }[];
  /** Addresses where the relying party says how it treats data, and on what terms it serves. */
  readonly policy?: string | undefined;
  readonly terms?: string | undefined;
}

/** What a citizen proved themselves with, and the assurance that it reaches. */
export type Proof =
  | { by: 'password'; reached: 'low' }
  | { by: 'authenticator'; reached: 'substantial' }
  | { by: 'email' | 'sms' | 'wallet'; reached: Assurance };

/** Who it is that signs in. */
export type Citizen = Pick<
  PasswordVerified,
  'accountId' | 'username' | 'sessionsEndedAt' | 'hasPlus' | 'toLink'
>;

export interface SignIns {
  /** @throws RequestRefused with 410 when the sign-in is over, another browser's, or was never begun. */
  load(ctx: Context): Promise<SignIn>;
  /** Hands the result to the engine, which goes on to the relying party. */
  finish(ctx: Context, signIn: SignIn, who: Citizen, proof: Proof): Promise<void>;
  /** Returns to the relying party without a sign-in. */
  giveUp(ctx: Context): Promise<void>;
  consent(ctx: Context, asked: AskedConsent): Promise<void>;
}

export interface SignInParts {
  readonly provider: Provider;
  readonly calendar: Calendar;
  readonly oneTimeCodes: CodeAssurances;
  readonly wallets: WalletPolicy | undefined;
  /** Makes whom a wallet proved the account's. */
  readonly linkWallet: LinkWallet;
  readonly accounts: AccountStore;
  readonly attempts: LoginAttemptStore;
  readonly devices: DeviceCookies;
  readonly audit: AuditLog;
  readonly now: () => Date;
}

/** RFC 8176 names of what was done. A code that was sent is not called a second factor: a mailbox is none, a number a weak one. */
export const methodsReferences: Record<Proof['by'], string[]> = {
  password: ['pwd'],
  authenticator: ['pwd', 'otp', 'mfa'],
  email: ['pwd', 'otp'],
  sms: ['pwd', 'sms'],
  // Possession of a key that is kept in software, as far as we can tell; the wallet may ask for a PIN, but does not say so.
  wallet: ['pop', 'swk'],
};

/** What the last step was. */
const authorityOf: Record<Proof['by'], Authority> = {
  password: 'password',
  authenticator: 'authentication-code',
  email: 'one-time-code',
  sms: 'one-time-code',
  wallet: 'wallet',
};

export function createSignIns(parts: SignInParts): SignIns {
  const { provider, attempts, now } = parts;

  async function load(ctx: Context): Promise<SignIn> {
    const uid = String(ctx.params.uid);
    const arrivedAt = now();
    const [interaction, kept] = await Promise.all([interactionOf(ctx), attempts.find(uid)]);
    if (interaction.uid !== uid) {
      throw new RequestRefused(410, 'sign-in-ended');
    }
    const client = await provider.Client.find(String(interaction.params.client_id));
    allowFormsToReach(ctx, [String(interaction.params.redirect_uri)]);
    const isStepUp = isOnlyStepUp(interaction);
    return {
      uid,
      arrivedAt,
      address: `/interaction/${uid}`,
      attempt: asPickedHere(
        ctx,
        kept.state === 'started' && isStepUp ? await attemptOfSession(interaction) : kept,
      ),
      terms: termsOf(ctx, interaction),
      isStepUp,
      serviceName: clientNameIn(client?.metadata(), languageOf(ctx)),
      serviceNameIn: (language) => clientNameIn(client?.metadata(), language),
      clientId: client?.clientId ?? '',
      loginHint:
        typeof interaction.params.login_hint === 'string' ? interaction.params.login_hint.slice(0, 64) : '',
      resumeAddress: interaction.result?.login ? interaction.returnTo : undefined,
      asked: askedConsent(interaction),
    };
  }

  async function interactionOf(ctx: Context): Promise<Interaction> {
    try {
      return await provider.interactionDetails(ctx.req, ctx.res);
    } catch (error) {
      throw error instanceof errors.SessionNotFound ? new RequestRefused(410, 'sign-in-ended') : error;
    }
  }

  function termsOf(ctx: Context, { prompt, params }: Interaction): SignInTerms {
    const clientId = String(params.client_id);
    const isByAuthenticator = needsAuthenticator(clientId) || prompt.details.needsAuthenticator === true;
    const codes = isByAuthenticator ? {} : parts.oneTimeCodes;
    const demand = (prompt.details.demand as Assurance | undefined) ?? 'low';
    const wallets = isByAuthenticator ? undefined : parts.wallets;
    const offer = offerAt(
      parts.calendar,
      clientId,
      demand,
      now(),
      mildestByCode(codes),
      mostOf(walletFlows.flatMap((flow) => mostByWallet(wallets, flow) ?? [])),
    );
    return { offer, picked: offer.methods.find((method) => method === ctx.query.method), codes, wallets };
  }

  async function attemptOfSession({ session, iat }: Interaction): Promise<LoginAttempt> {
    const account = session?.accountId ? await parts.accounts.find(session.accountId) : undefined;
    // A session that was ended after it was asked for more is no proof of the password.
    if (!account || !countsSince(account, iat ?? 0)) {
      return { state: 'started' };
    }
    const method: PasswordMethod = 'ugyfelkapu-plus';
    const { id: accountId, profile, hasPlus, sessionsEndedAt } = account;
    return {
      state: 'password-verified',
      accountId,
      username: profile.username,
      sessionsEndedAt,
      method,
      hasPlus,
      channels: verifiedChannelsOf(profile),
    };
  }

  async function finish(
    ctx: Context,
    signIn: SignIn,
    { accountId, username, sessionsEndedAt, hasPlus, toLink }: Citizen,
    { by, reached }: Proof,
  ): Promise<void> {
    const amr = methodsReferences[by];
    if (!isEnough(signIn.terms.offer, reached, amr) || (hasPlus && reached === 'low')) {
      throw new Error('a sign-in must not end below its demand');
    }
    const login = {
      accountId,
      acr: acrOf(reached),
      amr,
      // A node whose clock is slow must not date a sign-in before the end of the sessions that it follows. One that was under way
      // when they were ended, perhaps with the old password, is dated before that, however long its hash had to wait.
      ts: Math.max(Math.floor(signIn.arrivedAt.getTime() / 1000), sessionsEndedAt + 1),
      remember: true,
    };
    if (toLink && by === 'authenticator') {
      await parts.linkWallet(accountId, toLink);
    }
    parts.devices.remember(ctx, username, by === 'password' || by === 'wallet' ? 'password' : 'code');
    await parts.audit.recordFirst(
      securityEvents.signedIn(accountId, signIn.clientId, reached, authorityOf[by]),
    );
    await resume(ctx, { login });
  }

  async function resume(ctx: Context, result: Record<string, unknown>): Promise<void> {
    seeOther(ctx, await provider.interactionResult(ctx.req, ctx.res, result));
  }

  return {
    load,
    finish,
    giveUp: (ctx) =>
      resume(ctx, { error: 'access_denied', error_description: 'the citizen went back to the service' }),
    consent: (ctx, { accountId }) => resume(ctx, { consent: { accountId } }),
  };
}

function mostOf([first, ...others]: readonly Assurance[]): Assurance | undefined {
  return first && others.reduce(stricterOf, first);
}

function askedConsent({ prompt, session }: Interaction): AskedConsent | undefined {
  if (prompt.name !== 'consent' || !session?.accountId) {
    return undefined;
  }
  const asked = prompt.details.asked as Omit<AskedConsent, 'accountId'>;
  return { ...asked, accountId: session.accountId };
}

/** The link to the other ways of proving oneself picks one for this look at the page; what is kept is kept by a form. */
function asPickedHere(ctx: Context, attempt: LoginAttempt): LoginAttempt {
  const pickedFactor = factors.find((known) => known === ctx.query.factor);
  return pickedFactor && attempt.state === 'password-verified' ? { ...attempt, pickedFactor } : attempt;
}

/** Asked for more, and for nothing else: no fresh password is wanted. */
function isOnlyStepUp({ prompt, session }: Interaction): boolean {
  return (
    session?.accountId !== undefined && prompt.reasons.length === 1 && prompt.reasons[0] === stepUpReason
  );
}
