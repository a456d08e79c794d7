/**
 * Cards that wallets renew by themselves (decision 67): by a refresh token that is bound to the wallet's key, and ends with the grant. As long
 * as the installation says from the owner's own act on; nothing that the wallet does makes it longer, since such tokens are not rotated.
 */
import type { Configuration } from 'oidc-provider';
import type { WalletIssuerPolicy } from '../../configuration/wallet-issuer-settings.ts';
import { engineLives } from '../../storage/catalogue/engine-keys.ts';

type Lives = NonNullable<Configuration['ttl']>;
type LifeOfRefreshToken = Exclude<Lives['RefreshToken'], number | undefined>;
type RenewalPolicy = Pick<WalletIssuerPolicy, 'renewal_days' | 'wallets'>;

export function renewalInSeconds({ renewal_days: days }: Pick<RenewalPolicy, 'renewal_days'>): number {
  return days * 24 * 60 * 60;
}

/** Of wallets their own; of everybody else as they were. A grant outlives what was got by it. */
export function livesWithRenewal(lives: Lives, policy: RenewalPolicy): Lives {
  const renewal = renewalInSeconds(policy);
  const isOfWallet = (clientId: unknown): boolean =>
    policy.wallets.some(({ client_id: id }) => id === clientId);
  const ofOthers = lives.RefreshToken as LifeOfRefreshToken;
  return {
    ...lives,
    RefreshToken: (ctx, token, client) =>
      isOfWallet(client.clientId) ? renewal : ofOthers(ctx, token, client),
    Grant: (_ctx, grant) => engineLives.Grant + (isOfWallet(grant.clientId) ? renewal : 0),
  };
}

/** @param token an access token */
export function isRenewed({ gty }: { readonly gty?: string | undefined }): boolean {
  return gty?.split(' ').includes('refresh_token') === true;
}
