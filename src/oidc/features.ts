/** What the engine offers besides the authorization code, and who may use it. */
import { hkdfSync } from 'node:crypto';
import type { Configuration, KoaContextWithOIDC } from 'oidc-provider';
import type { Account } from '../accounts/account.ts';
import type { Config } from '../config.ts';
import { type CibaParts, ciba } from './approvals/ciba.ts';
import { type DevicePages, deviceFlow } from './approvals/device-flow.ts';
import { certificatesOfClients } from './clients/client-certificates.ts';
import { checkRequestObject } from './clients/client-jwts.ts';
import { formTokenOfSignOut } from './engine/internals/self-sending-forms.ts';
import { introspectionByResource, resourceIndicators } from './policy/resources.ts';
import { instantOf } from './policy/token-accounts.ts';

/** The pages that the engine asks us to show. */
export interface EnginePages extends DevicePages {
  showError(
    ctx: KoaContextWithOIDC,
    error: { error: string; error_description?: string },
    cause: Error,
  ): Promise<void>;
  showSignOut(ctx: KoaContextWithOIDC, xsrf: string): Promise<void>;
  showSignedOut(ctx: KoaContextWithOIDC): Promise<void>;
}

export interface FeatureParts {
  readonly config: Config;
  readonly pages: EnginePages;
  readonly cibaParts: CibaParts;
  /** The account behind a token, if the token was not ended with its sessions. */
  readonly accountThatCounts: (id: string, issuedAt: number | undefined) => Promise<Account | undefined>;
}

export function features({
  config,
  pages,
  accountThatCounts,
  cibaParts,
}: FeatureParts): NonNullable<Configuration['features']> {
  const isForResourceOf = introspectionByResource(config.resources);
  return {
    devInteractions: { enabled: false },
    fapi: { enabled: true, profile: (_ctx, client) => client?.fapi_profile as '2.0' | undefined },
    // Keys in a hardware security module. An experiment by the engine's count: its version is pinned, and test/hsm holds it.
    externalSigningSupport: { enabled: true, ack: 'experimental-01' },
    jwtIntrospection: { enabled: true },
    jwtResponseModes: { enabled: true },
    jwtUserinfo: { enabled: true },
    mTLS: certificatesOfClients(config.clientCertificates),
    requestObjects: { enabled: true, assertJwtClaimsAndHeader: checkRequestObject },
    resourceIndicators: resourceIndicators(config.resources),
    backchannelLogout: { enabled: true },
    ciba: ciba(cibaParts),
    claimsParameter: { enabled: true },
    deviceFlow: deviceFlow(config.grants.device_flow, pages),
    dPoP: { enabled: true, nonceSecret: dPoPNonceSecret(config), requireNonce: () => false },
    introspection: {
      enabled: true,
      async allowedPolicy(_ctx, client, token) {
        const isOwn = token.clientId === client.clientId;
        const mayAsk =
          client.clientAuthMethod !== 'none' && (isOwn || isForResourceOf(token, client.clientId));
        if (!mayAsk || !('accountId' in token) || !token.accountId) {
          return mayAsk;
        }
        return (await accountThatCounts(token.accountId, instantOf(token))) !== undefined;
      },
    },
    pushedAuthorizationRequests: { enabled: true },
    revocation: {
      enabled: true,
      allowedPolicy: async (_ctx, client, token) => token.clientId === client.clientId,
    },
    rpInitiatedLogout: {
      enabled: true,
      async logoutSource(ctx, form) {
        await pages.showSignOut(ctx, formTokenOfSignOut(form));
      },
      async postLogoutSuccessSource(ctx) {
        await pages.showSignedOut(ctx);
      },
    },
    userinfo: { enabled: true },
  };
}

function dPoPNonceSecret(config: Config): Buffer {
  return Buffer.from(hkdfSync('sha256', config.secrets.index_key, '', 'dpop-nonce', 32));
}
