/** What an import makes of a line with the means of other rooms: hashes to be kept, and authenticators. */
import { randomBytes } from 'node:crypto';
import type { ImportMakers } from '../../accounts/import/prepared-batch.ts';
import { createForeignHashKeeper } from '../../accounts/password/foreign/foreign-hash-keeper.ts';
import type { Secrets } from '../../configuration/secrets.ts';
import { passkeyIdOf } from '../../passkeys/passkey.ts';
import { importedPasskey } from '../../passkeys/passkey-store.ts';
import type { Sealer } from '../../storage/sealed.ts';
import { importedAuthenticator } from '../../totp/authenticators/imported-authenticator.ts';

/** What an app or passkey is called whose owner gave it no name, in the owner's language. */
const nameOfApp = { hu: 'Átvett hitelesítő alkalmazás', en: 'Authenticator app from the former system' };
const nameOfPasskey = { hu: 'Átvett azonosítókulcs', en: 'Passkey from the former system' };

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
    keepApp(owner, { secret, algorithm, digits, period, name = nameOfApp[owner.locale], created_at }) {
      const key = { secretKey: secret, algorithm, digits, period };
      const createdAt = created_at ? new Date(created_at) : owner.createdAt;
      return { name, ...importedAuthenticator(sealer, owner.id, key, name, createdAt) };
    },
    keepPasskey(owner, line) {
      const { name = nameOfPasskey[owner.locale], created_at } = line;
      const passkey = {
        name,
        credentialId: line.credential_id,
        publicKey: line.public_key,
        aaguid: line.aaguid,
        transports: line.transports,
        isSynced: line.backup_eligible,
        userHandle: line.user_handle,
        createdAt: (created_at ? new Date(created_at) : owner.createdAt).toISOString(),
      };
      const state = { counter: line.sign_count, isBackedUp: line.backup_state };
      return { name, ...importedPasskey(sealer, owner.id, passkey, state) };
    },
    passkeyIdOf,
  };
}
