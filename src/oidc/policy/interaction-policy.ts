/**
 * When a citizen has to do something: one `login` prompt with its steps inside, and step-up as one more of its checks.
 * The engine's own `essential_acr` checks are left out: beside ours they would loop.
 *
 * In this folder: what a request demands, what it is granted and told of a citizen, and how long that holds.
 */
import { errors, interactionPolicy, type KoaContextWithOIDC } from 'oidc-provider';
import { type Account, countsSince } from '../../accounts/account.ts';
import { type CodeAssurances, mildestByCode } from '../../assurance/code-channels.ts';
import { type Calendar, isEnough, offerAt } from '../../assurance/cutover-calendar.ts';
import {
  type Demand,
  demandOf,
  minimumOf,
  notIdentifiedReason,
  stepUpReason,
} from '../../assurance/demand.ts';
import { levelOfIdentification } from '../../assurance/identification.ts';
import { assuranceOf, isAtLeast, stricterOf } from '../../assurance/levels.ts';
import { isPhishingResistant } from '../../assurance/phishing-resistance.ts';
import type { ProtectedResource } from '../../configuration/protected-resource.ts';
import { forgetRelyingPartiesOf } from '../engine/internals/session-state.ts';
import type { ClaimTable } from './claims.ts';
import { consentAsked } from './consent.ts';

const { Check } = interactionPolicy;

type AccountOfSession = (ctx: KoaContextWithOIDC) => Account | undefined;

export interface PolicyParts {
  readonly calendar: Calendar;
  readonly oneTimeCodes: CodeAssurances;
  readonly now: () => Date;
  readonly accountOfSession: AccountOfSession;
  /** The longest life of a session, however much it is used, in seconds. */
  readonly sessionInAll: number;
  readonly resources: readonly ProtectedResource[];
  readonly claims: ClaimTable;
}

export function createInteractionPolicy(parts: PolicyParts): interactionPolicy.Prompt[] {
  const policy = interactionPolicy.base();
  const login = policy.get('login');
  if (!login) {
    throw new Error('the engine has no login prompt');
  }
  login.checks.remove('essential_acrs');
  login.checks.remove('essential_acr');
  login.checks.add(returnIsRegistered());
  login.checks.add(sessionCounts(parts));
  login.checks.add(assuranceIsEnough(parts));
  login.checks.add(identificationIsEnough(parts));

  const details = login.details;
  login.details = async (ctx) => ({
    ...(await details(ctx)),
    demand: demandOfRequest(ctx).least,
    needsPhishingResistance: demandOfRequest(ctx).needsPhishingResistance,
    signedInAt: ctx.oidc.session?.loginTs,
  });

  const consent = policy.get('consent');
  if (consent) {
    consent.details = async (ctx) => ({ asked: consentAsked(ctx, parts.resources, parts.claims) });
  }
  return policy;
}

function returnIsRegistered(): interactionPolicy.Check {
  const reason = 'the redirect URI is no longer registered';
  return new Check('return_registered', reason, 'invalid_request', (ctx) => {
    const { client, params } = ctx.oidc;
    // A sign-in takes up to an hour, and the engine looks at the address when it begins.
    const address = params?.redirect_uri;
    if (typeof address === 'string' && !client?.redirectUriAllowed(address)) {
      throw new errors.InvalidRedirectUri();
    }
    return Check.NO_NEED_TO_PROMPT;
  });
}

function sessionCounts({ accountOfSession, sessionInAll }: PolicyParts): interactionPolicy.Check {
  return new Check('session_ended', 'the session was ended', 'login_required', (ctx) => {
    const { session } = ctx.oidc;
    if (!session?.accountId) {
      return Check.NO_NEED_TO_PROMPT;
    }
    const account = accountOfSession(ctx);
    const signedInAt = session.loginTs ?? 0;
    const isTooOld = signedInAt + sessionInAll <= Date.now() / 1000;
    const counts = account !== undefined && countsSince(account, signedInAt) && !isTooOld;
    if (counts) {
      return Check.NO_NEED_TO_PROMPT;
    }
    // Relying parties are told that it ended, maybe late: what comes after it has other names for them (`sid`).
    forgetRelyingPartiesOf(session);
    return Check.REQUEST_PROMPT;
  });
}

function assuranceIsEnough(parts: PolicyParts): interactionPolicy.Check {
  const { calendar, oneTimeCodes, now, accountOfSession } = parts;
  const reason = 'the session has a lower assurance than is needed';
  return new Check(stepUpReason, reason, 'interaction_required', (ctx) => {
    const clientId = ctx.oidc.client?.clientId ?? '';
    const { least: demand, needsPhishingResistance } = demandOfRequest(ctx);
    // Whoever has an Ügyfélkapu+ uses it: a session from before it, by password alone, is no longer enough.
    const asked = accountOfSession(ctx)?.hasPlus ? stricterOf(demand, 'substantial') : demand;
    const offer = offerAt(calendar, clientId, asked, now(), mildestByCode(oneTimeCodes));
    const { session } = ctx.oidc;
    const reached = assuranceOf(session?.acr);
    const isAsSafe = !needsPhishingResistance || isPhishingResistant(session?.amr);
    const counts = isAsSafe && reached !== undefined && isEnough(offer, reached, session?.amr ?? []);
    return !session?.accountId || counts ? Check.NO_NEED_TO_PROMPT : Check.REQUEST_PROMPT;
  });
}

/** No code makes up for it: whoever was identified less surely than is demanded is told where that is done. */
function identificationIsEnough({ accountOfSession }: PolicyParts): interactionPolicy.Check {
  const reason = 'the citizen was not identified as surely as is needed';
  return new Check(notIdentifiedReason, reason, 'unmet_authentication_requirements', (ctx) => {
    const account = ctx.oidc.session?.accountId ? accountOfSession(ctx) : undefined;
    const isEnough =
      !account || isAtLeast(levelOfIdentification(account.identification), demandOfRequest(ctx).least);
    return isEnough ? Check.NO_NEED_TO_PROMPT : Check.REQUEST_PROMPT;
  });
}

/** @throws UnmetAuthenticationRequirements when the request insists on what we cannot reach. */
function demandOfRequest(ctx: KoaContextWithOIDC): Extract<Demand, { kind: 'assurance' }> {
  const { client, params } = ctx.oidc;
  const demand = demandOf(minimumOf(client), params?.acr_values, params?.claims);
  if (demand.kind === 'unmet') {
    throw new errors.UnmetAuthenticationRequirements('the requested assurance is not offered here');
  }
  return demand;
}
