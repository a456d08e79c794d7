/** Passkeys as they move from one installation to another: what of a line fits this one, and what an export writes. */
import type { ImportedAccount } from '../../accounts/import/imported-account.ts';
import type { ImportedPasskey } from '../../accounts/import/imported-passkey.ts';
import { credentialKeyIn } from '../../passkeys/credential-key.ts';
import { type Passkey, userHandleIn } from '../../passkeys/passkey.ts';

/** @param rpId of this installation: browsers use a passkey for no other host */
export function faultOfPasskeys(
  { passkeys }: Pick<ImportedAccount, 'passkeys'>,
  rpId: string,
): { readonly member: string; readonly reason: string } | undefined {
  for (const [at, { rp_id, public_key }] of passkeys.entries()) {
    if (rp_id !== rpId) {
      return { member: `passkeys.${at}.rp_id`, reason: `is not ${rpId}, which passkeys are bound to here` };
    }
    if (!credentialKeyIn(Uint8Array.from(Buffer.from(public_key, 'base64url')))) {
      return { member: `passkeys.${at}.public_key`, reason: 'is no COSE key of ES256, EdDSA or RS256' };
    }
  }
  return undefined;
}

/** @returns undefined for one that its owner blocked: it opens nothing, and is not to open anything elsewhere */
export function movedPasskey(accountId: string, passkey: Passkey, rpId: string): ImportedPasskey | undefined {
  if (passkey.isFrozen) {
    return undefined;
  }
  return {
    credential_id: passkey.credentialId,
    public_key: passkey.publicKey,
    user_handle: userHandleIn(passkey, accountId),
    rp_id: rpId,
    sign_count: passkey.counter,
    transports: passkey.transports,
    aaguid: passkey.aaguid,
    backup_eligible: passkey.isSynced,
    backup_state: passkey.isBackedUp,
    name: passkey.name,
    created_at: passkey.createdAt,
  };
}
