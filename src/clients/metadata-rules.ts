/** What the form of metadata alone does not tell: where browsers and messages may be sent, what names may hold, which keys fit. */
import { isLoopback } from '../configuration/addresses/loopback.ts';

export interface RegistrationFault {
  /** Path of the value, e.g. `redirect_uris.0`. */
  readonly field: string;
  readonly message: string;
}

type Metadata = Readonly<Record<string, unknown>>;

const mostCharacters = 64 * 1024;
/** Of our own pages, and what stands in records for whoever changes clients without being one: an id like these would pass for them. */
const reservedIds = ['kapu-fiok', 'kapu-desk', 'kapu-operator', 'cli', 'registration', 'system'];
/** Direction marks and overrides make a name read as another; line breaks and controls have no place in one. */
const misleadingCharacters = /[\p{Cc}\p{Zl}\p{Zp}\u061C\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/u;
const privateMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k', 'priv'];

/** @param scopes what this kind of client may be registered for */
export function metadataFaults(metadata: object, scopes: readonly string[]): RegistrationFault[] {
  const given = metadata as Metadata;
  return [
    ...faultOfSize(given),
    ...faultOfId(given),
    ...faultsOfNames(given),
    ...faultsOfAddresses(given),
    ...faultsOfScope(given, scopes),
    ...faultsOfKeys(given),
    ...faultOfSector(given),
  ];
}

function faultOfSize(metadata: Metadata): RegistrationFault[] {
  const isTooLarge = JSON.stringify(metadata).length > mostCharacters;
  return isTooLarge
    ? [{ field: 'metadata', message: `must be shorter than ${mostCharacters} characters` }]
    : [];
}

/** Names that every object answers to would be found where nobody registered them. */
function faultOfId({ client_id }: Metadata): RegistrationFault[] {
  const id = String(client_id);
  const isTaken = reservedIds.includes(id) || id in Object.prototype;
  return isTaken ? [{ field: 'client_id', message: 'is reserved' }] : [];
}

function faultsOfNames(metadata: Metadata): RegistrationFault[] {
  return Object.entries(metadata)
    .filter(([field, value]) => field.startsWith('client_name') && misleadingCharacters.test(String(value)))
    .map(([field]) => ({
      field,
      message: 'must not hold control characters or marks that change the direction of text',
    }));
}

function faultsOfAddresses(metadata: Metadata): RegistrationFault[] {
  return Object.entries(metadata).flatMap(([field, value]) => {
    if (/_uris$/.test(field) && Array.isArray(value)) {
      const mayBeOwn = metadata.application_type === 'native';
      return value.flatMap((one: unknown, place) =>
        faultOfAddress(`${field}.${place}`, String(one), mayBeOwn),
      );
    }
    if (field === 'allowed_origins' && Array.isArray(value)) {
      return value.flatMap((one: unknown, place) => faultOfOrigin(`${field}.${place}`, String(one)));
    }
    return /_(uri|endpoint)$/.test(field) && typeof value === 'string' ? faultOfAddress(field, value) : [];
  });
}

/** RFC 6749 §3.1.2, RFC 9700 §4.1: compared character by character, so what is written must be what is meant. */
function faultOfAddress(field: string, address: string, mayBeOwn = false): RegistrationFault[] {
  const url = URL.parse(address);
  const isMalformed = !url || /[\p{Cc}\s\\]/u.test(address);
  const message = isMalformed ? 'must be an address' : faultOfUrl(url, address, mayBeOwn);
  return message ? [{ field, message }] : [];
}

/** What a page's requests say of where it is (RFC 6454 §7), and nothing more. */
function faultOfOrigin(field: string, address: string): RegistrationFault[] {
  const isOrigin = URL.parse(address)?.origin === address;
  return isOrigin
    ? faultOfAddress(field, address)
    : [{ field, message: 'must be an origin: scheme, host and port alone' }];
}

function faultOfUrl(url: URL, address: string, mayBeOwn: boolean): string | undefined {
  const isWeb = url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
  const isOwn = mayBeOwn && url.protocol.includes('.');
  if (!isWeb && !isOwn) {
    const ofPrograms = mayBeOwn
      ? ', or in a scheme with a period, which is the name of a domain of yours turned round'
      : '';
    return `must be https, or http on this machine (localhost, 127.0.0.1, [::1])${ofPrograms}`;
  }
  if (address.includes('#')) {
    return 'must not have a fragment';
  }
  if (address.includes('*')) {
    return 'must not hold a wildcard';
  }
  return url.username || url.password ? 'must not hold a user name or password' : undefined;
}

function faultsOfScope({ scope }: Metadata, known: readonly string[]): RegistrationFault[] {
  const unknown = String(scope ?? '')
    .split(' ')
    .filter((word) => word !== '' && !known.includes(word));
  const hint = unknown.includes('offline_access')
    ? '; refresh tokens come with the grant type refresh_token'
    : '';
  return unknown.length > 0
    ? [{ field: 'scope', message: `holds what is not offered: ${unknown.join(' ').slice(0, 200)}${hint}` }]
    : [];
}

function faultsOfKeys({ jwks, jwks_uri, token_endpoint_auth_method: method }: Metadata): RegistrationFault[] {
  if (method === 'private_key_jwt' && jwks === undefined && jwks_uri === undefined) {
    return [{ field: 'jwks', message: 'is missing for private_key_jwt' }];
  }
  const { keys = [] } = (jwks ?? {}) as { keys?: readonly Metadata[] };
  return keys.flatMap((key, place) => {
    const isPublic = ['RSA', 'EC', 'OKP', 'AKP'].includes(String(key.kty));
    const tells = privateMembers.some((member) => Object.hasOwn(key, member));
    return isPublic && !tells ? [] : [{ field: `jwks.keys.${place}`, message: 'must be a public key' }];
  });
}

/** Subjects are kept apart by the host of the redirect URIs: several need a common one. OpenID Connect Core §8.1. */
function faultOfSector(metadata: Metadata): RegistrationFault[] {
  return metadata.subject_type === 'pairwise' && isOfNoSector(metadata)
    ? [{ field: 'redirect_uris', message: 'must share one host where subject_type is pairwise' }]
    : [];
}

/** Whether its addresses lie on several hosts, which nothing joins: such a client has no pairwise subjects. */
export function isOfNoSector({ redirect_uris, sector_identifier_uri, application_type }: Metadata): boolean {
  // A program on the citizens' machines is a sector of its own.
  if (application_type === 'native') {
    return false;
  }
  const addresses = Array.isArray(redirect_uris) ? redirect_uris : [];
  const hosts = new Set(addresses.map((address) => URL.parse(String(address))?.hostname));
  return hosts.size > 1 && sector_identifier_uri === undefined;
}
