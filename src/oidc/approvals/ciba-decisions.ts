/** A citizen decides what a relying party asked from elsewhere. The engine's record is decided once, in one atomic step (`adapter.ts`). */
import { errors, type Grant, type Provider } from 'oidc-provider';
import { type CodeAssurances, mildestByCode } from '../../assurance/code-channels.ts';
import { type Calendar, isEnough, offerAt } from '../../assurance/cutover-calendar.ts';
import { assuranceOf, isAtLeast } from '../../assurance/levels.ts';
import { isPhishingResistant } from '../../assurance/phishing-resistance.ts';
import type { ProtectedResource } from '../../configuration/protected-resource.ts';
import type {
  ApprovalOutcome,
  ApprovalProof,
  Approvals,
  WaitingApproval,
} from '../../relying-party/ciba-approvals.ts';
import { clientNameIn } from '../../web/page/client-name.ts';
import { AlreadyUsedError } from '../engine/internals/device-code-errors.ts';
import { type ClaimTable, claimsWithin } from '../policy/claims.ts';
import { consentAskedElsewhere, singleClaims } from '../policy/consent.ts';
import { demandOfRequest } from './ciba.ts';
import type { PingQueue } from './ping-queue-store.ts';
import { isPinged } from './pings.ts';
import type { WaitingRequests } from './waiting-requests-store.ts';

export interface ApprovalParts {
  readonly provider: Provider;
  readonly waiting: WaitingRequests;
  readonly pings: Pick<PingQueue, 'add'>;
  readonly calendar: Calendar;
  readonly oneTimeCodes: CodeAssurances;
  readonly resources: readonly ProtectedResource[];
  readonly claimTable: ClaimTable;
  readonly now: () => Date;
}

type Request = InstanceType<Provider['BackchannelAuthenticationRequest']>;
type Client = InstanceType<Provider['Client']>;

interface Undecided {
  readonly request: Request;
  readonly client: Client;
}

export function createApprovals(parts: ApprovalParts): Approvals {
  return {
    waiting: (accountId, proof, language) => listWaiting(parts, accountId, proof, language),
    approve: (accountId, handle, proof) => approve(parts, accountId, handle, proof),
    refuse: (accountId, handle) => refuse(parts, accountId, handle),
  };
}

async function listWaiting(
  parts: ApprovalParts,
  accountId: string,
  proof: ApprovalProof,
  language: string,
): Promise<WaitingApproval[]> {
  const requests = await Promise.all(
    [...(await parts.waiting.list(accountId))].map(async ([handle, requestId]) => {
      const found = await findUndecided(parts.provider, accountId, requestId);
      return found && describe(parts, handle, found, proof, language);
    }),
  );
  return requests
    .filter((request) => request !== undefined)
    .sort((one, other) => one.askedAt.getTime() - other.askedAt.getTime());
}

async function approve(
  parts: ApprovalParts,
  accountId: string,
  handle: string,
  proof: ApprovalProof,
): Promise<ApprovalOutcome> {
  const { provider, waiting } = parts;
  const found = await findUndecided(provider, accountId, await waiting.find(accountId, handle));
  if (!found) {
    return { kind: 'gone' };
  }
  if (!isIdentified(found, proof) || !isProven(parts, found, proof) || !isRecent(found, proof, parts.now())) {
    return { kind: 'too-weak' };
  }
  const grant = await grantOf(parts, found);
  const { acr, amr, authTime } = proof;
  const result = { acr, amr: [...amr], authTime };
  const outcome = await decide(parts, accountId, handle, found, () =>
    provider.backchannelResult(found.request, grant, result),
  );
  if (outcome.kind !== 'decided') {
    await grant.destroy();
  }
  return outcome;
}

async function refuse(parts: ApprovalParts, accountId: string, handle: string): Promise<ApprovalOutcome> {
  const { provider, waiting } = parts;
  const found = await findUndecided(provider, accountId, await waiting.find(accountId, handle));
  if (!found) {
    return { kind: 'gone' };
  }
  const refusal = new errors.AccessDenied('the citizen refused');
  return decide(parts, accountId, handle, found, () => provider.backchannelResult(found.request, refusal));
}

async function findUndecided(
  provider: Provider,
  accountId: string,
  requestId: string | undefined,
): Promise<Undecided | undefined> {
  const request = requestId && (await provider.BackchannelAuthenticationRequest.find(requestId));
  const isOpen = request && request.accountId === accountId && !request.grantId && !request.error;
  const client = isOpen ? await provider.Client.find(String(request.clientId)) : undefined;
  return isOpen && client ? { request, client } : undefined;
}

function isIdentified({ request, client }: Undecided, { identified }: ApprovalProof): boolean {
  return isAtLeast(identified, demandOfRequest(client, request.params).least);
}

function isProven(
  parts: ApprovalParts,
  { request, client }: Undecided,
  { acr, amr }: ApprovalProof,
): boolean {
  const { least, needsPhishingResistance } = demandOfRequest(client, request.params);
  const byCode = mildestByCode(parts.oneTimeCodes);
  const offer = offerAt(parts.calendar, client.clientId, least, parts.now(), byCode);
  const reached = assuranceOf(acr);
  const isAsSafe = !needsPhishingResistance || isPhishingResistant(amr);
  return isAsSafe && reached !== undefined && isEnough(offer, reached, amr);
}

/** The engine keeps `max_age` with the request, or what is registered in its place (`default_max_age`). */
function isRecent({ request }: Undecided, { provenAt }: ApprovalProof, now: Date): boolean {
  const { max_age: longest } = request.params ?? {};
  const oldest = Math.min(request.iat, now.getTime() / 1000 - Number(longest));
  return longest === undefined || provenAt >= oldest;
}

/** @param conclude hands the decision to the engine. @throws AlreadyUsedError out of it for whoever decides second */
async function decide(
  { pings, waiting }: ApprovalParts,
  accountId: string,
  handle: string,
  { request, client }: Undecided,
  conclude: () => Promise<void>,
): Promise<ApprovalOutcome> {
  const { clientId } = client;
  try {
    if (isPinged(client)) {
      await pings.add({ requestId: request.jti, clientId });
    }
    await conclude();
  } catch (error) {
    if (error instanceof AlreadyUsedError) {
      return { kind: 'gone' };
    }
    throw error;
  }
  await waiting.forget(accountId, handle);
  return { kind: 'decided', clientId };
}

/** What was asked for within the registration, and nothing else; read by the citizen just before. */
async function grantOf(
  { provider, resources, claimTable }: ApprovalParts,
  { request, client }: Undecided,
): Promise<Grant> {
  const grant = new provider.Grant({ accountId: String(request.accountId), clientId: client.clientId });
  const registered = (client.scope ?? 'openid').split(' ');
  const asked = (request.scope ?? 'openid').split(' ');
  const permitted = claimsWithin(registered.join(' '), claimTable);
  grant.addOIDCScope(asked.filter((scope) => registered.includes(scope)).join(' '));
  const claims = singleClaims(request.params?.claims);
  grant.addOIDCClaims(claims.filter((claim) => permitted.includes(claim)));
  grant.rejectOIDCClaims(claims.filter((claim) => !permitted.includes(claim)));
  const wanted = [request.resource].flat();
  for (const { identifier, scopes } of resources.filter((one) => wanted.includes(one.identifier))) {
    const granted = scopes.filter((scope) => asked.includes(scope));
    if (granted.length > 0) {
      grant.addResourceScope(identifier, granted.join(' '));
    }
  }
  await grant.save();
  return grant;
}

function describe(
  parts: ApprovalParts,
  handle: string,
  found: Undecided,
  proof: ApprovalProof,
  language: string,
): WaitingApproval {
  const { request, client } = found;
  return {
    handle,
    service: clientNameIn(client.metadata(), language),
    bindingMessage: String(request.params?.binding_message),
    askedAt: new Date(request.iat * 1000),
    expiresAt: new Date((request.exp ?? 0) * 1000),
    ...consentAskedElsewhere(request.params ?? {}, client, parts.resources, parts.claimTable),
    isIdentified: isIdentified(found, proof),
    isEnough: isProven(parts, found, proof),
    isRecent: isRecent(found, proof, parts.now()),
  };
}
