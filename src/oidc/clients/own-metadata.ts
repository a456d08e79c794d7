/** What we keep of a client beyond what relying parties may register, and what follows from it. */
import type { KoaContextWithOIDC } from 'oidc-provider';
import { unmanagedMember } from '../engine/internals/unmanaged-clients.ts';

type EngineClient = NonNullable<KoaContextWithOIDC['oidc']['client']>;

/** Own metadata that the engine shall keep. */
export const extraClientMetadata = [
  'minimum_assurance',
  'minimum_authentication',
  'client_name#en',
  'fapi_profile',
  'first_party',
  'resources',
  'machine_scope',
  'previous_secret',
  'counts_from',
  'sector_with_port',
  'require_pkce',
  'allowed_origins',
  'redirects_onward',
  unmanagedMember,
];

/** What the engine knows of a client beyond what it registered; nobody else is told. */
export const hiddenMembers = [
  'counts_from',
  'sector_with_port',
  'previous_secret',
  unmanagedMember,
  'machine_scope',
  'resources',
];

/** Told to the engine where it would want a sector and we need none to be fetched; nobody can own such an address (RFC 6761). */
export const sectorStandIn = 'https://sector.invalid/';

export interface OwnMetadata {
  /** The secret before, while it still counts. */
  readonly previous_secret?: { readonly hash: string; readonly ends_at: number };
  /** Epoch seconds: tokens from before belong to an earlier client of this id, which was removed. */
  readonly counts_from?: number;
  /** The sector of a client that was registered while the port counted. */
  readonly sector_with_port?: string;
  /** Origins of pages beside those of the redirect addresses. */
  readonly allowed_origins?: readonly string[];
  /** What a machine client may be allowed to do at our own administration. */
  readonly machine_scope?: string;
}

/** Whom citizens are not asked about: said to be bound by law or contract. Silence is no such word. */
export function isFirstParty(client: object): boolean {
  return 'first_party' in client && client.first_party === true;
}

/** Whether what it is answered at leads on to other origins. */
export function redirectsOnward(client: object | undefined): boolean {
  return client !== undefined && 'redirects_onward' in client && client.redirects_onward === true;
}

/** A client that was removed takes its tokens with it, also when another is registered by its id. */
export function isOfEarlierClient(client: object | undefined, issuedAt: number): boolean {
  const { counts_from: countsFrom } = (client ?? {}) as OwnMetadata;
  return countsFrom !== undefined && issuedAt < countsFrom;
}

/** Only where the profile of the deployment allows it, too. */
export function mayOmitPkce(client: object | undefined): boolean {
  return client !== undefined && 'require_pkce' in client && client.require_pkce === false;
}

/**
 * Where the pages are that may call us with this client (RFC 6454). Its redirect addresses are its own, so are their origins; native
 * programs have none. A page keeps no secret: only with a public client may it call where clients prove who they are, while its server
 * may have handed it a token for the userinfo endpoint.
 */
export function originsOfPages(client: EngineClient, route: string): string[] {
  const mayCall = client.clientAuthMethod === 'none' || route === 'userinfo';
  if (!mayCall || client.applicationType === 'native') {
    return [];
  }
  const { allowed_origins: others = [] } = client as OwnMetadata;
  return [...(client.redirectUris ?? []).map((address) => new URL(address).origin), ...others];
}

/** Undefined for a client that signs citizens in. */
export function machineScopeOf(client: object | undefined): string | undefined {
  return ((client ?? {}) as OwnMetadata).machine_scope;
}
