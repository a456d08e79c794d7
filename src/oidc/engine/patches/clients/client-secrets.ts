/**
 * Client secrets are compared by their hashes; one that was rotated away counts beside its successor until its overlap ends.
 *
 * oidc-provider 9.13.3: replaces `Client.prototype.compareClientSecret`, which it awaits.
 * Why: it keeps secrets in plain text. Ours are random and long, so that a plain SHA-256 suffices.
 * Held by: test/flows/client-registry.test.ts, "stays valid beside the new one for as long as was said, and not longer"
 */
import { timingSafeEqual } from 'node:crypto';
import type { Provider } from 'oidc-provider';
import { hashOfIdentifier } from '../../../../storage/keyed-hash.ts';

/** The engine's client, as far as its secrets are concerned. */
export interface ClientWithSecret {
  /** The hash of the secret. */
  readonly clientSecret: string;
  /** The one before, while it still counts; milliseconds since 1970. */
  readonly previous_secret?: { readonly hash: string; readonly ends_at: number };
}

export function compareClientSecretsByHash(provider: Provider): void {
  Object.assign(provider.Client.prototype, {
    async compareClientSecret(this: ClientWithSecret, given: string): Promise<boolean> {
      const hashOfGiven = Buffer.from(hashOfIdentifier(given));
      const isHash = (hash: string): boolean => timingSafeEqual(Buffer.from(hash), hashOfGiven);
      const { previous_secret: previous } = this;
      const isPrevious = previous !== undefined && Date.now() < previous.ends_at && isHash(previous.hash);
      return isHash(this.clientSecret) || isPrevious;
    },
  });
}
