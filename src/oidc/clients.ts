/** Relying parties from the configuration, as the engine's client metadata. */
import { timingSafeEqual } from 'node:crypto';
import type { ClientMetadata, Provider } from 'oidc-provider';
import type { ClientRegistration } from '../config.ts';
import { hashOfIdentifier } from '../storage/keyed-hash.ts';

/** Own metadata that the engine shall keep. */
export const extraClientMetadata = [
  'minimum_assurance',
  'client_name#en',
  'fapi_profile',
  'first_party',
  'resources',
];

/** Whom citizens are not asked about: registered by the operator, and not said to be another's. */
export function isFirstParty(client: object): boolean {
  return !('first_party' in client) || client.first_party !== false;
}

export function clientMetadata(registrations: readonly ClientRegistration[]): ClientMetadata[] {
  return registrations.map(({ client_secret, ...metadata }) => ({
    ...metadata,
    response_types: ['code'],
    ...(client_secret ? { client_secret: hashOfIdentifier(client_secret) } : {}),
  })) as ClientMetadata[];
}

/** Secrets are kept as hashes; they are random and long, so that a plain SHA-256 suffices. */
export function compareClientSecretsByHash(provider: Provider): void {
  Object.assign(provider.Client.prototype, {
    async compareClientSecret(this: { clientSecret: string }, given: string): Promise<boolean> {
      return timingSafeEqual(Buffer.from(this.clientSecret), Buffer.from(hashOfIdentifier(given)));
    },
  });
}
