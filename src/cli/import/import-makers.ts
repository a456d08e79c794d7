/** What an import makes of a line with the means of other rooms: hashes to be kept, and authenticators. */
import { randomBytes } from 'node:crypto';
import type { ImportMakers } from '../../accounts/import/import-store.ts';
import { createForeignHashKeeper } from '../../accounts/password/foreign/foreign-hash-keeper.ts';
import type { Secrets } from '../../configuration/secrets.ts';
import { passkeyIdOf } from '../../passkeys/passkey.ts';
import { importedPasskey } from '../../passkeys/passkey-store.ts';
import type { Sealer } from '../../storage/sealed.ts';
import { importedAuthenticator } from '../../totp/authenticators/imported-authenticator.ts';

/** What an app or passkey is called whose owner gave it no name, as the owner reads it. */
const nameOfApp = 'Átvett hitelesítő alkalmazás';
const nameOfPasskey = 'Átvett azonosítókulcs';

export async function createImportMakers(sealer: Sealer, secrets: Secrets): Promise<ImportMakers> {
  const keeper = await createForeignHashKeeper(secrets);
  let ofUnknown: Promise<string> | undefined;
  return {
    keepForeignHash: keeper.keep,
    // One for all: it opens to nothing that anybody could type.
    hashOfUnknown() {
      ofUnknown ??= keeper.hashOf(randomBytes(32).toString('base64url'));
      return ofUnknown;
    },
    keepApp(accountId, { secret, algorithm, digits, period, name = nameOfApp, created_at }, importedAt) {
      const key = { secretKey: secret, algorithm, digits, period };
      const createdAt = created_at ? new Date(created_at) : importedAt;
      return { name, ...importedAuthenticator(sealer, accountId, key, name, createdAt) };
    },
    keepPasskey(accountId, line, importedAt) {
      const { name = nameOfPasskey, created_at } = line;
      const passkey = {
        name,
        credentialId: line.credential_id,
        publicKey: line.public_key,
        aaguid: line.aaguid,
        transports: line.transports,
        isSynced: line.backup_eligible,
        userHandle: line.user_handle,
        createdAt: (created_at ? new Date(created_at) : importedAt).toISOString(),
      };
      const state = { counter: line.sign_count, isBackedUp: line.backup_state };
      return { name, ...importedPasskey(sealer, accountId, passkey, state) };
    },
    passkeyIdOf,
  };
}
