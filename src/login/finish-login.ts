/** A sign-in from the outside: found by a request, and handed back to the engine once its last step is through. */
import type { Context } from 'koa';
import type { Account } from '../accounts/account.ts';
import { isEnough } from '../assurance/cutover-calendar.ts';
import { acrOf } from '../assurance/levels.ts';
import { isPhishingResistant } from '../assurance/phishing-resistance.ts';
import type { Authority } from '../audit/events/security-event.ts';
import { securityEvents } from '../audit/events/security-events.ts';
import { unusualIn } from '../owner-notices/unusual-sign-in.ts';
import { seeOther } from '../web/request/redirect.ts';
import { loadLoginInteraction } from './load-login-interaction.ts';
import {
  type Citizen,
  type LoginInteraction,
  type LoginInteractionParts,
  type LoginInteractions,
  methodsReferences,
  type Proof,
} from './login-interaction.ts';
import type { SignInTerms } from './next-step.ts';
import { goingOn, goOn } from './onward.ts';
import type { OfferWay } from './passkey/offer-way.ts';

/** What the last step was. */
const authorityOf: Record<Proof['by'], Authority> = {
  password: 'password',
  authenticator: 'authentication-code',
  passkey: 'passkey',
  email: 'one-time-code',
  sms: 'one-time-code',
  wallet: 'wallet',
};

export function createLoginInteractions(parts: LoginInteractionParts): LoginInteractions {
  return {
    load: (ctx) => loadLoginInteraction(parts, ctx),
    finish: (ctx, interaction, who, proof, account, by) =>
      finishLogin(parts, ctx, interaction, { who, proof, account }, by),
    giveUp: (ctx, { terms }) => resume(parts, ctx, whyGivenUp(terms)),
    consent: (ctx, asked) => resume(parts, ctx, { consent: asked }),
    goingOn: (steps) => goingOn(parts.provider, steps),
  };
}

const goneBack = { error: 'access_denied', error_description: 'the citizen went back to the service' };

function whyGivenUp({ lacksIdentification, needsPasskey }: SignInTerms): typeof goneBack {
  if (lacksIdentification) {
    return notIdentified;
  }
  return needsPasskey ? noPasskey : goneBack;
}

const noPasskey = {
  error: 'unmet_authentication_requirements',
  error_description: 'the citizen used no passkey, and nothing else is enough here',
};

/** OpenID Connect Core Unmet Authentication Requirements 1.0. */
const notIdentified = {
  error: 'unmet_authentication_requirements',
  error_description: 'the citizen was not identified as surely as is needed',
};

interface Finishing {
  readonly who: Citizen;
  readonly proof: Proof;
  readonly account: Account | undefined;
}

/** The owner reads of it, and is told where it looks unusual. */
async function recordSignIn(
  { audit, devices, ownerNotices, now }: LoginInteractionParts,
  ctx: Context,
  { clientId, serviceNameIn }: LoginInteraction,
  { who, proof: { by, reached, failuresBefore = 0 }, account }: Finishing,
): Promise<void> {
  const { knownDevice } = devices.attemptSourceOf(ctx, who.username);
  const facts = {
    isKnownBrowser: knownDevice !== undefined,
    failuresBefore: Math.max(failuresBefore, who.failuresBefore ?? 0),
  };
  const unusual = account ? unusualIn(account, facts, now()) : {};
  // It leaves with the result that it tells of, in one step.
  await audit.record(securityEvents.signedIn(who.accountId, clientId, reached, authorityOf[by], unusual));
  if (account) {
    await ownerNotices.signedIn(account, serviceNameIn(account.profile.locale), unusual);
  }
}

async function finishLogin(
  parts: LoginInteractionParts,
  ctx: Context,
  interaction: LoginInteraction,
  { who, proof, account }: Finishing,
  way?: OfferWay,
): Promise<void> {
  const { accountId, username, sessionsEndedAt, hasPlus, toLink, lacksData, failuresBefore } = who;
  const { by, reached } = proof;
  const amr = methodsReferences[by];
  const isPhishable = interaction.terms.needsPasskey === true && !isPhishingResistant(amr);
  if (isPhishable || !isEnough(interaction.terms.offer, reached, amr) || (hasPlus && reached === 'low')) {
    throw new Error('a sign-in must not end below its demand');
  }
  if (lacksData) {
    const citizen = { accountId, username, sessionsEndedAt, hasPlus, toLink, lacksData, failuresBefore };
    await parts.progressStore.remember(interaction.uid, { state: 'data-missing', who: citizen, proof });
    seeOther(ctx, interaction.address);
    return;
  }
  const login = {
    accountId,
    // How they signed in; what that is worth, relying parties are told by what is known of the account (oidc/policy/told-acr.ts).
    acr: acrOf(reached),
    amr,
    // A sign-in in the second in which the sessions were ended that it follows is dated after them. One that was under way when they
    // were ended, perhaps with the old password, is dated before that, however long its hash had to wait.
    ts: Math.max(Math.floor(interaction.arrivedAt.getTime() / 1000), sessionsEndedAt + 1),
    remember: true,
  };
  if (toLink && (by === 'authenticator' || by === 'passkey')) {
    await parts.linkWallet(accountId, toLink);
    parts.accounts.forgetFound(accountId);
  }
  await recordSignIn(parts, ctx, interaction, { who, proof, account });
  parts.devices.remember(ctx, username, by === 'password' || by === 'wallet' ? 'password' : 'code');
  await resume(parts, ctx, { login }, way && `${interaction.address}/${way}`);
}

async function resume(
  { provider }: Pick<LoginInteractionParts, 'provider'>,
  ctx: Context,
  result: Record<string, unknown>,
  byWayOf?: string,
): Promise<void> {
  const interaction = await provider.interactionDetails(ctx.req, ctx.res);
  await provider.interactionResult(ctx.req, ctx.res, result);
  if (byWayOf) {
    seeOther(ctx, byWayOf);
  } else {
    goOn(ctx, interaction);
  }
}
