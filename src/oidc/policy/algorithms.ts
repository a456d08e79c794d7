/** Which algorithms the engine signs with and accepts: none without signature, none with a shared secret. */
import type { Configuration } from 'oidc-provider';
import { signingAlgorithms } from '../keys/signing-key.ts';

const ofClients = ['ES256', 'EdDSA', 'Ed25519', 'PS256', 'RS256'];

export const enabledJWA = {
  idTokenSigningAlgValues: signingAlgorithms,
  userinfoSigningAlgValues: signingAlgorithms,
  introspectionSigningAlgValues: signingAlgorithms,
  authorizationSigningAlgValues: signingAlgorithms,
  clientAuthSigningAlgValues: ofClients,
  dPoPSigningAlgValues: ['ES256', 'EdDSA', 'Ed25519'],
  requestObjectSigningAlgValues: ofClients,
} as NonNullable<Configuration['enabledJWA']>;
