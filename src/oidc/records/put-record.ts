/** How a record of the engine is written: with what points to it, and where nobody is signed in only while there is room. */
import type { AdapterPayload } from 'oidc-provider';
import { recordedStep } from '../../audit/audit-log.ts';
import { originOfRequest } from '../../observability/request-origin.ts';
import { clockToleranceInSeconds } from '../../storage/catalogue/engine-keys.ts';
import type { KeptKey } from '../../storage/catalogue/entry.ts';
import { type WaitingWrite, writeBeforeAnswer } from '../../storage/request/store-request.ts';
import { write, writeTogether } from '../../storage/request/write-together.ts';
import { errandStep, type Payer } from '../../throttle/errands/errands.ts';
import { currentRequest } from '../engine/internals/current-request.ts';
import { AlreadyUsedError } from '../engine/internals/device-code-errors.ts';
import type { SessionTrace } from './citizen-index-store.ts';
import { decisionIn, isContested, stepOfDecision } from './decisions.ts';
import { grantIndexKey, sessionPointerKey, tokensOfGrant } from './record-keys.ts';
import type { Records } from './stored-records.ts';

const putRecord = errandStep<number>(import.meta.dirname, 'put-record');

const putDecision = recordedStep<never, number, 'decided', KeptKey>(import.meta.dirname, 'put-decision');

/** Written before the answer; a decision at once, since who decided second must hear it before anything is said of it. */
export async function put(
  records: Records,
  key: KeptKey,
  payload: AdapterPayload,
  lifeInSeconds: number,
): Promise<void> {
  const { store, sealer, recorder, model } = records;
  const life = lifeInSeconds + clockToleranceInSeconds;
  const record = model === 'Session' ? { ...payload, ...traceOfRequest() } : payload;
  const fields = ['payload', sealer.seal(JSON.stringify(record), key)];
  const beside = writesBeside(records, key, payload, life * 1000);
  const step = stepOfDecision(model, payload);
  const isDecided =
    step !== undefined &&
    (await putDecision(recorder, [key], [life * 1000, step, ...fields], decisionIn(model, payload))) === 1;
  if (!isDecided && isContested(model, payload)) {
    throw new AlreadyUsedError(payload.userCode);
  }
  if (isDecided) {
    await writeTogether(store, ...beside);
    return;
  }
  if (model === 'Session' && payload.uid) {
    fields.push('uid', payload.uid);
  }
  const pointers = pointersTo(records, payload);
  const payer = payerOf(model, payload);
  if (payer === 'free') {
    const record = kindOf(model)(key, life * 1000, fields);
    const leading = pointers.map((pointer) => write.pointer(pointer, life * 1000, key));
    await writeTogether(store, record, ...leading, ...beside);
    return;
  }
  const args = [life * 1000, pointers.length, ...fields];
  await writeBeforeAnswer(putRecord(store, [key, ...pointers], args, { lifeInSeconds: life, payer }));
  await writeTogether(store, ...beside);
}

/** Codes and tokens of sign-ins are written once; what becomes of them later is not written by the engine. */
function kindOf(model: string): typeof write.record {
  switch (model) {
    case 'Session':
      return write.session;
    case 'AuthorizationCode':
    case 'AccessToken':
    case 'RefreshToken':
      return write.newRecord;
    default:
      return write.record;
  }
}

/** What leads to the record besides its id. */
function pointersTo({ model, keyOfUserCode }: Records, { uid, userCode }: AdapterPayload): KeptKey[] {
  return [
    ...(model === 'Session' && uid ? [sessionPointerKey(uid)] : []),
    ...(userCode ? [keyOfUserCode(userCode)] : []),
  ];
}

/** Who has it kept: whoever asks, where nobody is signed in and no relying party has proved itself. What follows a sign-in is free. */
function payerOf(model: string, payload: AdapterPayload): Payer {
  switch (model) {
    case 'Session':
      return payload.accountId ? 'free' : 'asker';
    case 'Interaction':
      // With a result it is there already, and paid for: it lives no longer than it did.
      if (payload.result) {
        return 'free';
      }
      return payload.session?.accountId ? { citizen: payload.session.accountId } : 'asker';
    case 'PushedAuthorizationRequest':
    case 'DeviceCode':
      return payerOfProgram();
    default:
      return 'free';
  }
}

function payerOfProgram(): Payer {
  const client = currentRequest()?.oidc.client;
  return client && client.clientAuthMethod !== 'none' ? { program: client.clientId } : 'asker';
}

/** Whose record it is. @param life milliseconds */
export function writesBeside(
  { index, model }: Records,
  key: KeptKey,
  payload: AdapterPayload,
  life: number,
): WaitingWrite[] {
  const writes = index.note(model, payload, life);
  if (payload.grantId && tokensOfGrant.includes(model)) {
    writes.push(write.member(grantIndexKey(model, payload.grantId), life, key));
  }
  return writes;
}

function traceOfRequest(): SessionTrace {
  const { device, network } = originOfRequest();
  return { device, network, seenAt: Math.floor(Date.now() / 1000) };
}
