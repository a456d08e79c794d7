/** What several may try to decide of a record of the engine, and what its account's owner reads of it. */
import type { AdapterPayload } from 'oidc-provider';
import type { SecurityEvent } from '../../audit/events/security-event.ts';
import { securityEvents } from '../../audit/events/security-events.ts';
import type { AskedConsent } from '../policy/consent.ts';

/**
 * A device's code is claimed by the one citizen who confirms it, then decided; a backchannel request is decided. Each step has one
 * author, and nothing is written over a decision. So is a consent, which its own browser alone gives.
 */
export function stepOfDecision(model: string, payload: AdapterPayload): 'claimed' | 'decided' | undefined {
  const { accountId, grantId, error, inFlight } = payload;
  switch (model) {
    case 'Interaction':
      return consentIn(payload) ? 'decided' : undefined;
    case 'DeviceCode':
      return accountId || error ? 'decided' : inFlight ? 'claimed' : undefined;
    case 'BackchannelAuthenticationRequest':
      return grantId || error ? 'decided' : undefined;
    default:
      return undefined;
  }
}

/** Whether somebody else may have decided, so that who comes second must hear it. A consent that was sent twice is the same one. */
export function isContested(model: string, payload: AdapterPayload): boolean {
  return model !== 'Interaction' && stepOfDecision(model, payload) !== undefined;
}

/**
 * What the citizen was asked, and agreed to. Undefined where nobody had to be asked; and where something else was, since the engine
 * carries what was submitted before along.
 */
function consentIn({
  prompt,
  result,
}: AdapterPayload): (AskedConsent & { readonly accountId: string }) | undefined {
  const { consent } = (result ?? {}) as { consent?: AskedConsent & { accountId: string } };
  return (prompt as { name?: string } | undefined)?.name === 'consent' && consent?.isNeeded
    ? consent
    : undefined;
}

/** What a citizen decided, if that is what is written; the account's owner reads of it. */
export function decisionIn(model: string, payload: AdapterPayload): { decided?: SecurityEvent } {
  const { accountId, clientId = '', error } = payload;
  const consent = model === 'Interaction' ? consentIn(payload) : undefined;
  if (consent) {
    const client = String(payload.params?.client_id ?? '');
    return { decided: securityEvents.consentGiven(consent.accountId, client, consent.claims.join(' ')) };
  }
  if (!accountId || stepOfDecision(model, payload) !== 'decided') {
    return {};
  }
  if (model === 'BackchannelAuthenticationRequest') {
    return { decided: securityEvents.approvalDecided(accountId, clientId, error ? 'refused' : 'given') };
  }
  return error ? {} : { decided: securityEvents.deviceLetIn(accountId, clientId) };
}
