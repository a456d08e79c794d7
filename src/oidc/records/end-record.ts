/** How records of the engine end, and grants with everything under them; whose end is told of. */
import { type AdapterPayload, errors } from 'oidc-provider';
import { recordedStep } from '../../audit/audit-log.ts';
import type { SecurityEvent } from '../../audit/events/security-event.ts';
import { securityEvents } from '../../audit/events/security-events.ts';
import { type KeptKey, keyReadBack } from '../../storage/catalogue/entry.ts';
import { type Store, stepOnKept } from '../../storage/redis.ts';
import { writeBeforeAnswer } from '../../storage/request/store-request.ts';
import { write, writeTogether } from '../../storage/request/write-together.ts';
import { currentRequest } from '../engine/internals/current-request.ts';
import { grantIndexKey, grantRecordKey, sessionPointerKey, tokensOfGrant } from './record-keys.ts';
import { forget, type Records, read } from './stored-records.ts';

const endEngineSession = recordedStep<never, string | null, 'signedOut', KeptKey>(
  import.meta.dirname,
  'end-engine-session',
);

const endGrant = recordedStep<never, number, 'ended', KeptKey>(import.meta.dirname, 'end-grant');

const deletePointer = stepOnKept<number>(import.meta.dirname, 'delete-pointer', 1);

/** Longer than any request that may still hold the session it read. */
export const endedMarkInMilliseconds = 60_000;

/** Ends the grant of what was used twice, and everything issued under it. */
export async function endReused(
  { store, recorder }: Records,
  { grantId, accountId, clientId = '' }: AdapterPayload,
): Promise<void> {
  if (grantId) {
    const ended = accountId ? { ended: securityEvents.grantReused(accountId, clientId) } : {};
    await endGrant(recorder, [grantRecordKey(grantId)], [], ended);
  }
  await revokeGrant(store, grantId);
}

/**
 * Of a sign-in that is through: an answer that was lost on the way, or given to the first of two clicks, may be asked for again, by the browser
 * that holds its cookie (decision 63).
 */
const mayBeRepeatedInMilliseconds = 30_000;

export async function destroy(records: Records, key: KeptKey): Promise<void> {
  const { store, recorder, model } = records;
  const event = endOf(model) && (await eventOfEnd(records, key));
  const isThrough = model === 'Interaction' && (await read(records, key))?.result?.login !== undefined;
  forget(key);
  switch (model) {
    case 'Grant':
      await writeBeforeAnswer(endGrant(recorder, [key], [], event ? { ended: event } : {}));
      return;
    case 'Session':
      await writeBeforeAnswer(endSession(records, key, event));
      return;
    case 'RegistrationAccessToken':
      if ((await store.del(key)) === 0) {
        // It was replaced a moment ago: who comes second gets no successor of it.
        throw new errors.InvalidToken('registration access token was already used');
      }
      return;
    case 'Interaction':
      await writeTogether(
        store,
        isThrough ? write.endingIn(key, mayBeRepeatedInMilliseconds) : write.gone(key),
      );
      return;
    default:
      await writeTogether(store, write.gone(key));
  }
}

async function endSession(
  { recorder, index }: Records,
  key: KeptKey,
  event: SecurityEvent | undefined,
): Promise<void> {
  const signedOut = event ? { signedOut: event } : {};
  const uid = await endEngineSession(recorder, [key], [endedMarkInMilliseconds], signedOut);
  if (uid) {
    await Promise.all([
      deletePointer(recorder.store, [sessionPointerKey(uid)], [key]),
      event?.account === undefined || index.forgetSessions(event.account, [uid]),
    ]);
  }
}

/** What a request of the engine ends for good, and whose end is told of: a session also goes when it gets another name. */
function endOf(model: string): 'signed-out' | 'signed-out-of-service' | 'reused' | 'given-back' | undefined {
  const { route, params } = currentRequest()?.oidc ?? {};
  const isOfGrant = model === 'Grant';
  switch (route) {
    case 'end_session_confirm':
      return params?.logout
        ? model === 'Session'
          ? 'signed-out'
          : undefined
        : isOfGrant
          ? 'signed-out-of-service'
          : undefined;
    case 'token':
      return isOfGrant ? 'reused' : undefined;
    case 'revocation':
      return isOfGrant ? 'given-back' : undefined;
    default:
      return undefined;
  }
}

/** Read before, in most requests, and then at hand. */
async function eventOfEnd(records: Records, key: KeptKey): Promise<SecurityEvent | undefined> {
  const { accountId, clientId = '' } = (await read(records, key)) ?? {};
  if (accountId === undefined) {
    return undefined;
  }
  switch (endOf(records.model)) {
    case 'signed-out':
      return securityEvents.signedOut(accountId);
    case 'signed-out-of-service':
      return securityEvents.signedOutOfService(accountId, clientId);
    case 'reused':
      return securityEvents.grantReused(accountId, clientId);
    case 'given-back':
      return securityEvents.grantGivenBack(accountId, clientId);
    case undefined:
      return undefined;
  }
}

/** Ends a grant and everything issued under it. The grant goes first: no token passes without it. */
export async function revokeGrant(store: Store, grantId: string | undefined): Promise<void> {
  if (!grantId) {
    return;
  }
  await store.del(grantRecordKey(grantId));
  await Promise.all(tokensOfGrant.map((model) => revokeTokens(store, model, grantId)));
}

export async function revokeTokens(store: Store, model: string, grantId: string): Promise<void> {
  const index = grantIndexKey(model, grantId);
  const keys = await store.zrange(index, 0, '-1');
  await Promise.all([...keys.map(keyReadBack), index].map((key) => store.del(key)));
}
