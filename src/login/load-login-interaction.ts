/** Finds the sign-in that a request is about: what the engine knows of it, what we kept, and what is demanded. */
import type { Context } from 'koa';
import { errors, type Interaction, type Provider } from 'oidc-provider';
import { countsSince, verifiedChannelsOf } from '../accounts/account.ts';
import { mildestByCode } from '../assurance/code-channels.ts';
import { offerAt, type PasswordMethod } from '../assurance/cutover-calendar.ts';
import { notIdentifiedReason, stepUpReason } from '../assurance/demand.ts';
import { type Assurance, stricterOf } from '../assurance/levels.ts';
import { mostByWallet, walletFlows } from '../assurance/wallet-assurance.ts';
import { shownLogoOf } from '../clients/logos/logo.ts';
import { RequestRefused } from '../errors.ts';
import { needsAuthenticator } from '../relying-party/own-client.ts';
import { languageOf } from '../web/language.ts';
import { clientNameIn } from '../web/page/client-name.ts';
import { noteServiceLogo } from '../web/page/service-logo.ts';
import { allowFormsToReach } from '../web/request/security-headers.ts';
import type { AskedConsent, LoginInteraction, LoginInteractionParts } from './login-interaction.ts';
import { factors, type LoginProgress } from './login-progress.ts';
import type { SignInTerms } from './next-step.ts';

type LoadParts = Pick<
  LoginInteractionParts,
  | 'provider'
  | 'clients'
  | 'progressStore'
  | 'accounts'
  | 'calendar'
  | 'oneTimeCodes'
  | 'wallets'
  | 'now'
  | 'storeClock'
>;

/** @throws RequestRefused with 410 when the sign-in is over, another browser's, or was never begun. */
export async function loadLoginInteraction(parts: LoadParts, ctx: Context): Promise<LoginInteraction> {
  const { provider, clients, progressStore, storeClock } = parts;
  const uid = String(ctx.params.uid);
  // The first reads what the second asks for.
  const [kept, interaction, arrivedAt] = await Promise.all([
    progressStore.find(uid),
    interactionOf(provider, ctx),
    storeClock(),
  ]);
  if (interaction.uid !== uid) {
    throw new RequestRefused(410, 'sign-in-ended');
  }
  const client = await provider.Client.find(String(interaction.params.client_id));
  // The engine has just asked for the same: it is known by now.
  noteServiceLogo(ctx, shownLogoOf(await clients.find(String(interaction.params.client_id))));
  allowFormsToReach(ctx, [String(interaction.params.redirect_uri)]);
  const isStepUp = isOnlyStepUp(interaction);
  return {
    uid,
    arrivedAt,
    address: `/interaction/${uid}`,
    progress: asPickedHere(
      ctx,
      kept.state === 'started' && isStepUp ? await progressOfSession(parts, interaction) : kept,
    ),
    terms: termsOf(parts, ctx, interaction),
    isStepUp,
    serviceName: clientNameIn(client && metadataOf(client), languageOf(ctx)),
    serviceNameIn: (language) => clientNameIn(client && metadataOf(client), language),
    clientId: client?.clientId ?? '',
    loginHint:
      typeof interaction.params.login_hint === 'string' ? interaction.params.login_hint.slice(0, 64) : '',
    resumeAddress: interaction.result?.login ? interaction.returnTo : undefined,
    signedInByCode: signedInByCode(interaction),
    asked: askedConsent(interaction),
  };
}

type EngineClient = NonNullable<Awaited<ReturnType<Provider['Client']['find']>>>;

const metadataByClient = new WeakMap<EngineClient, object>();

/** Written out once for each client: the engine names every member anew whenever it is asked. */
function metadataOf(client: EngineClient): object {
  const metadata = metadataByClient.get(client) ?? client.metadata();
  metadataByClient.set(client, metadata);
  return metadata;
}

async function interactionOf(provider: Provider, ctx: Context): Promise<Interaction> {
  try {
    return await provider.interactionDetails(ctx.req, ctx.res);
  } catch (error) {
    throw error instanceof errors.SessionNotFound ? new RequestRefused(410, 'sign-in-ended') : error;
  }
}

function termsOf(parts: LoadParts, ctx: Context, interaction: Interaction): SignInTerms {
  const { prompt, params } = interaction;
  const clientId = String(params.client_id);
  const isByAuthenticator = needsAuthenticator(clientId) || prompt.details.needsAuthenticator === true;
  const needsPasskey = prompt.details.needsPhishingResistance === true;
  const codes = isByAuthenticator || needsPasskey ? {} : parts.oneTimeCodes;
  const demand = (prompt.details.demand as Assurance | undefined) ?? 'low';
  const wallets = isByAuthenticator || needsPasskey ? undefined : parts.wallets;
  const offer = offerAt(
    parts.calendar,
    clientId,
    demand,
    parts.now(),
    mildestByCode(codes),
    mostOf(walletFlows.flatMap((flow) => mostByWallet(wallets, flow) ?? [])),
  );
  const picked = offer.methods.find((method) => method === ctx.query.method);
  return {
    offer,
    lacksIdentification: isOnlyForIdentification(interaction),
    needsPasskey,
    picked,
    codes,
    wallets,
  };
}

async function progressOfSession(
  { accounts }: Pick<LoadParts, 'accounts'>,
  { session, prompt, iat }: Interaction,
): Promise<LoginProgress> {
  const account = session?.accountId ? await accounts.find(session.accountId) : undefined;
  // A session that was ended after it was asked for more is no proof of the password. What was asked before a node was upgraded does not
  // say when its session began.
  const signedInAt = (prompt.details.signedInAt as number | undefined) ?? iat ?? 0;
  if (!account || !countsSince(account, signedInAt)) {
    return { state: 'started' };
  }
  const method: PasswordMethod = 'ugyfelkapu-plus';
  const { id: accountId, profile, hasPlus, hasApp, hasPasskey, sessionsEndedAt } = account;
  return {
    state: 'password-verified',
    accountId,
    username: profile.username,
    sessionsEndedAt,
    method,
    hasPlus,
    hasApp,
    hasPasskey,
    channels: verifiedChannelsOf(profile),
  };
}

function mostOf([first, ...others]: readonly Assurance[]): Assurance | undefined {
  return first && others.reduce(stricterOf, first);
}

function signedInByCode({ result }: Interaction): LoginInteraction['signedInByCode'] {
  const { accountId, ts, amr } = (result?.login ?? {}) as { accountId?: string; ts?: number; amr?: string[] };
  const isByCode = amr?.includes('otp') && amr.includes('mfa');
  return accountId !== undefined && ts !== undefined && isByCode ? { accountId, at: ts } : undefined;
}

function askedConsent({ prompt, session }: Interaction): AskedConsent | undefined {
  if (prompt.name !== 'consent' || !session?.accountId) {
    return undefined;
  }
  const asked = prompt.details.asked as Omit<AskedConsent, 'accountId'>;
  return { ...asked, accountId: session.accountId };
}

/** The link to the other ways of proving oneself picks one for this look at the page; what is kept is kept by a form. */
function asPickedHere(ctx: Context, progress: LoginProgress): LoginProgress {
  const pickedFactor = factors.find((known) => known === ctx.query.factor);
  return pickedFactor && progress.state === 'password-verified' ? { ...progress, pickedFactor } : progress;
}

/** Whatever else is missing, no sign-in makes up for it. Who has to sign in anew is not told before. */
function isOnlyForIdentification({ prompt, session }: Interaction): boolean {
  const others = prompt.reasons.filter((reason) => reason !== notIdentifiedReason && reason !== stepUpReason);
  return (
    session?.accountId !== undefined && others.length === 0 && prompt.reasons.includes(notIdentifiedReason)
  );
}

/** Asked for more, and for nothing else: no fresh password is wanted. */
function isOnlyStepUp({ prompt, session }: Interaction): boolean {
  return (
    session?.accountId !== undefined && prompt.reasons.length === 1 && prompt.reasons[0] === stepUpReason
  );
}
