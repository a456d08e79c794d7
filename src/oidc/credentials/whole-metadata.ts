/** What wallets read of us as an issuer: what the engine says, and what is done beside it. */
import type { Middleware } from 'koa';
import type { WalletIssuerSettings } from '../../configuration/wallet-issuer-settings.ts';
import type { RequestKey } from '../../wallet/encryption/request-key.ts';
import { encryptionSupported, proofTypes } from './credential-metadata.ts';
import { notificationQuery } from './issuance-notifications.ts';

interface EngineMetadata {
  readonly credential_endpoint: string;
  readonly credential_configurations_supported: Readonly<Record<string, object>>;
}

export const metadataAddress = '/.well-known/openid-credential-issuer';

/** @param issuer without a trailing slash */
export function wholeMetadata(
  issuer: string,
  settings: Pick<WalletIssuerSettings, 'policy' | 'keyAttesters'>,
  requestKey: RequestKey,
): Middleware {
  const encryption = encryptionSupported(settings.policy, requestKey);
  const proofs = { proof_types_supported: proofTypes(settings) };

  return async (ctx, next) => {
    await next();
    if (ctx.path !== metadataAddress || ctx.status !== 200) {
      return;
    }
    const metadata = ctx.body as EngineMetadata;
    const configurations = Object.entries(metadata.credential_configurations_supported);
    ctx.body = {
      ...metadata,
      nonce_endpoint: `${issuer}/nonce`,
      notification_endpoint: `${metadata.credential_endpoint}?${notificationQuery}`,
      ...encryption,
      credential_configurations_supported: Object.fromEntries(
        configurations.map(([id, configuration]) => [id, { ...configuration, ...proofs }]),
      ),
    };
  };
}
