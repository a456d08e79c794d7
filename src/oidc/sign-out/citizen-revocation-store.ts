/** What a citizen ends of their own: one session, or the access of one relying party, each in one step with its record. */
import { type Recorder, recordedStep } from '../../audit/audit-log.ts';
import type { SecurityEvent } from '../../audit/events/security-event.ts';
import { grantsKey } from '../../storage/catalogue/account-keys.ts';
import { type KeptKey, keyReadBack } from '../../storage/catalogue/entry.ts';
import { inSlices, inSlicesRule } from '../../storage/in-slices.ts';
import { forgetRead } from '../../storage/request/store-request.ts';
import { grantName } from '../records/citizen-index-store.ts';
import { endedMarkInMilliseconds, revokeGrant } from '../records/end-record.ts';
import { grantRecordKey, sessionPointerKey } from '../records/record-keys.ts';

export interface CitizenRevocations {
  /** @param grantIds that were got in the session. @returns false when it is not there any more. */
  endSession(uid: string, grantIds: readonly string[], event: SecurityEvent): Promise<boolean>;
  /** @returns false when the relying party had no grant. */
  revoke(
    accountId: string,
    clientId: string,
    grantIds: readonly string[],
    event: SecurityEvent,
  ): Promise<boolean>;
}

const endOneSession = recordedStep<'ended', number, never, KeptKey>(
  import.meta.dirname,
  'end-citizens-session',
  inSlicesRule,
);
const revokeAccess = recordedStep<'revoked', number>(
  import.meta.dirname,
  'revoke-relying-party',
  inSlicesRule,
);

export function createCitizenRevocations(recorder: Recorder): CitizenRevocations {
  const { store } = recorder;

  /** The tokens are worth nothing already: this takes them away. */
  async function clearUp(grantIds: readonly string[]): Promise<void> {
    await inSlices(grantIds, (some) => Promise.all(some.map((grantId) => revokeGrant(store, grantId))));
  }

  return {
    async endSession(uid, grantIds, event) {
      const pointer = sessionPointerKey(uid);
      const found = await store.get(pointer);
      if (!found) {
        return false;
      }
      const key = keyReadBack(found);
      forgetRead(key);
      const keys = [key, pointer, ...grantIds.map(grantRecordKey)];
      const isEnded = await endOneSession(recorder, keys, [uid, endedMarkInMilliseconds], { ended: event });
      await clearUp(grantIds);
      return isEnded === 1;
    },

    async revoke(accountId, clientId, grantIds, event) {
      if (grantIds.length === 0) {
        return false;
      }
      const keys = [grantsKey(accountId), ...grantIds.map(grantRecordKey)];
      const names = grantIds.map((grantId) => grantName(clientId, grantId));
      const isRevoked = await revokeAccess(recorder, keys, names, { revoked: event });
      await clearUp(grantIds);
      return isRevoked === 1;
    },
  };
}
