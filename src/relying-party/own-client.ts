/** The registrations of our own pages as relying parties of our own provider: one login path in the house. */
import { hkdfSync } from 'node:crypto';
import type { Config } from '../config.ts';
import type { ClientRegistration } from '../configuration/clients/client-registration.ts';

/** Pages of ours that one signs in to through our own provider. */
export interface OwnSite {
  readonly clientId: string;
  readonly home: string;
  readonly names: { readonly hu: string; readonly en: string };
  readonly minimumAssurance: ClientRegistration['minimum_assurance'];
  /** Keeps the keys of one site's records and secrets apart from another's. */
  readonly room: 'own' | 'desk' | 'operator';
  /** Present where everyone signs in anew, with a code of an authenticator app: how old that may be when we hear of it, in seconds. */
  readonly freshForSeconds?: number;
}

export const citizenSite: OwnSite = {
  clientId: 'kapu-fiok',
  home: '/fiok',
  names: { hu: 'Fiókom', en: 'My account' },
  minimumAssurance: 'low',
  room: 'own',
};

export const deskSite: OwnSite = {
  clientId: 'kapu-desk',
  home: '/desk',
  names: { hu: 'Ügyintézői felület', en: 'Clerk’s desk' },
  minimumAssurance: 'substantial',
  room: 'desk',
  freshForSeconds: 5 * 60,
};

export const operatorSite: OwnSite = {
  clientId: 'kapu-operator',
  home: '/operator',
  names: { hu: 'Üzemeltetői felület', en: 'Operator’s pages' },
  minimumAssurance: 'substantial',
  room: 'operator',
  freshForSeconds: 5 * 60,
};

/** Where people with a role work: everyone signs in anew. */
const staffSites: readonly OwnSite[] = [deskSite, operatorSite];

/** True where neither a wallet nor a code that was sent will do. */
export function needsAuthenticator(clientId: string): boolean {
  return staffSites.some((site) => site.clientId === clientId);
}

/** Our own pages are no services that citizens gave data to. */
export function isOwnClient(clientId: string): boolean {
  return clientId === citizenSite.clientId || needsAuthenticator(clientId);
}

/** Where a site of ours is: at a host of its own, where it has one. */
export function originOf({ room }: OwnSite, { hosts, issuer }: Pick<Config, 'hosts' | 'issuer'>): string {
  return (room === 'own' ? undefined : hosts[room]) ?? issuer;
}

export function ownClientSecret({ room }: OwnSite, config: Pick<Config, 'secrets'>): string {
  return Buffer.from(hkdfSync('sha256', config.secrets.index_key, '', `${room}-client-secret`, 32)).toString(
    'base64url',
  );
}

export function ownClient(
  site: OwnSite,
  config: Pick<Config, 'secrets' | 'issuer' | 'serviceName' | 'hosts'>,
): ClientRegistration {
  const home = `${originOf(site, config)}${site.home}`;
  return {
    client_id: site.clientId,
    client_name: `${config.serviceName} – ${site.names.hu}`,
    'client_name#en': `${config.serviceName} – ${site.names.en}`,
    client_uri: home,
    redirect_uris: [`${home}/callback`],
    post_logout_redirect_uris: [],
    backchannel_logout_session_required: false,
    client_secret: ownClientSecret(site, config),
    token_endpoint_auth_method: 'client_secret_basic',
    grant_types: ['authorization_code'],
    scope: 'openid',
    subject_type: 'public',
    require_pushed_authorization_requests: false,
    dpop_bound_access_tokens: false,
    id_token_signed_response_alg: 'ES256',
    minimum_assurance: site.minimumAssurance,
    first_party: true,
  };
}
