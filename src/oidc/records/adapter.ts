/**
 * The engine's records in Redis (the Adapter contract of oidc-provider). A record's id is often its value (a code, a token,
 * a session cookie), so keys are hashes of ids and payloads are sealed: a stolen dump signs nobody in. What may be used
 * once is consumed in one atomic step; whoever comes second ends the whole grant (RFC 6749 §4.1.2, RFC 9700 §4.14), but for the moment in
 * which a refresh token counts again (successor-step.ts).
 *
 * In this folder: the records, and which of them belong to a citizen.
 */
import { type Adapter, type AdapterPayload, errors } from 'oidc-provider';
import { createRecorder, type Recorder, recordedStep } from '../../audit/audit-log.ts';
import type { SecurityEvent } from '../../audit/events/security-event.ts';
import { securityEvents } from '../../audit/events/security-events.ts';
import { deviceOfRequest } from '../../observability/request-origin.ts';
import {
  clockToleranceInSeconds,
  engineRecordKey,
  engineRecordKeys,
  grantTokensKey,
  replayKey,
  sessionUidKey,
  userCodeKey,
} from '../../storage/catalogue/engine-keys.ts';
import { type ErrandKey, type KeptKey, keyReadBack, type StoreKey } from '../../storage/catalogue/entry.ts';
import { hashOfIdentifier, keyedHash } from '../../storage/keyed-hash.ts';
import { type Store, stepOnKept } from '../../storage/redis.ts';
import { read as readOf, readTogether } from '../../storage/request/read-together.ts';
import { nameOfRead, recordFields } from '../../storage/request/record-fields.ts';
import {
  forgetRead,
  readOnce,
  type WaitingWrite,
  writeBeforeAnswer,
} from '../../storage/request/store-request.ts';
import { write, writeTogether } from '../../storage/request/write-together.ts';
import type { Sealer } from '../../storage/sealed.ts';
import { errandStep, type Payer } from '../../throttle/errands/errands.ts';
import { currentRequest } from '../engine/internals/current-request.ts';
import { AlreadyUsedError } from '../engine/internals/device-code-errors.ts';
import type { RefreshTokenRecords, Succession } from '../engine/patches/refresh-successors.ts';
import type { AskedConsent } from '../policy/consent.ts';
import type { CitizenIndex, SessionTrace } from './citizen-index-store.ts';
import { spend } from './successor-step.ts';

const consumeRecord = stepOnKept<[number, string?]>(import.meta.dirname, 'consume-record', 1);
const putRecord = errandStep<number>(import.meta.dirname, 'put-record');
const putDecision = recordedStep<never, number, 'decided', KeptKey>(import.meta.dirname, 'put-decision');
const endEngineSession = recordedStep<never, string | null, 'signedOut', KeptKey>(
  import.meta.dirname,
  'end-engine-session',
);
const endGrant = recordedStep<never, number, 'ended', KeptKey>(import.meta.dirname, 'end-grant');
const deletePointer = stepOnKept<number>(import.meta.dirname, 'delete-pointer', 1);

/** For records to which the engine gives no life; none that we use. */
const longestLifeInSeconds = 24 * 60 * 60;
/** Longer than any request that may still hold the session it read. */
export const endedMarkInMilliseconds = 60_000;
const tokensOfGrant = [
  'AccessToken',
  'RefreshToken',
  'AuthorizationCode',
  'DeviceCode',
  'BackchannelAuthenticationRequest',
];

export const sessionPointerKey = (uid: string): ErrandKey => sessionUidKey(hashOfIdentifier(uid));
export const grantRecordKey = (grantId: string): StoreKey =>
  engineRecordKeys.Grant(hashOfIdentifier(grantId));
const grantIndexKey = (model: string, grantId: string): StoreKey =>
  grantTokensKey(hashOfIdentifier(grantId), model);

/** Told of every token that was read, so that what is needed next can be asked for at once. */
type OnTokenRead = (token: AdapterPayload) => void;

export interface AdapterParts {
  readonly store: Store;
  readonly sealer: Sealer;
  /** Remembers whose record it is, together with every write. */
  readonly index: CitizenIndex;
  readonly onTokenRead: OnTokenRead;
  /** Keys the hashes of what people type from a device: all such codes could be tried against a plain hash in a moment. */
  readonly indexKey?: Buffer;
  /** Records what citizens decide, in the step that decides. */
  readonly recorder?: Recorder;
}

/** @param clients where the engine looks up clients, which are no records of its own */
export function createAdapterFactory(parts: AdapterParts, clients?: Adapter): (model: string) => Adapter {
  return (model) => (model === 'Client' && clients ? clients : createAdapter(parts, model));
}

function createAdapter(parts: AdapterParts, model: string): Adapter {
  const { store, sealer, index, onTokenRead, recorder = createRecorder(store, sealer) } = parts;
  const keyOf = (id: string): KeptKey => engineRecordKey(model, hashOfIdentifier(id));
  const keyOfUserCode = (code: string): StoreKey =>
    userCodeKey(parts.indexKey ? keyedHash(parts.indexKey, 'user-code', code) : hashOfIdentifier(code));

  const records: Records = { store, sealer, index, onTokenRead, recorder, model, keyOfUserCode };
  const followPointer = async (pointer: KeptKey): Promise<AdapterPayload | undefined> => {
    const key = await store.get(pointer);
    return key ? read(records, keyReadBack(key)) : undefined;
  };

  return {
    async upsert(id, payload, expiresIn) {
      const key = keyOf(id);
      forget(key);
      await put(records, key, payload, expiresIn ?? longestLifeInSeconds);
    },

    find: (id) => read(records, keyOf(id)),
    findByUid: (uid) => followPointer(sessionPointerKey(uid)),
    findByUserCode: (userCode) => followPointer(keyOfUserCode(userCode)),

    async consume(id) {
      const key = keyOf(id);
      forget(key);
      await consume(records, key);
    },

    destroy: (id) => destroy(records, keyOf(id)),

    async revokeByGrantId(grantId) {
      await revokeTokens(store, model, grantId);
    },

    ...(model === 'RefreshToken' ? successionOf(records, keyOf) : {}),
  };
}

function successionOf(
  records: Records,
  keyOf: (id: string) => KeptKey,
): Pick<RefreshTokenRecords, 'succeed' | 'endIfSpent'> {
  return {
    succeed: (succession) => succeed(records, keyOf, succession),

    async endIfSpent(id) {
      const payload = await read(records, keyOf(id));
      if (payload?.consumed) {
        await endReused(records, payload);
      }
    },
  };
}

/** The records of one model. */
interface Records {
  readonly store: Store;
  readonly sealer: Sealer;
  readonly index: CitizenIndex;
  readonly onTokenRead: OnTokenRead;
  readonly recorder: Recorder;
  readonly model: string;
  readonly keyOfUserCode: (code: string) => StoreKey;
}

/** Written before the answer; a decision at once, since who decided second must hear it before anything is said of it. */
async function put(
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
    const record = write.record(key, life * 1000, fields);
    const leading = pointers.map((pointer) => write.pointer(pointer, life * 1000, key));
    await writeTogether(store, record, ...leading, ...beside);
    return;
  }
  const args = [life * 1000, pointers.length, ...fields];
  await writeBeforeAnswer(putRecord(store, [key, ...pointers], args, { lifeInSeconds: life, payer }));
  await writeTogether(store, ...beside);
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
function writesBeside(
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

/** A copy of its own for whoever asks: the engine changes what it is given. What was opened is remembered, and cheaper to parse than to copy. */
async function read(records: Records, key: KeptKey): Promise<AdapterPayload | undefined> {
  const opened = await readOnce(key, () => openRecord(records, key));
  if (!opened) {
    return undefined;
  }
  const { text, consumed, since } = opened;
  const payload = datedByStore(JSON.parse(text), since);
  return consumed ? { ...payload, consumed: Number(consumed) } : payload;
}

interface OpenedRecord {
  readonly text: string;
  readonly consumed: string | null | undefined;
  readonly since: string | null | undefined;
}

async function openRecord(
  { store, sealer, model, onTokenRead }: Records,
  key: KeptKey,
): Promise<OpenedRecord | undefined> {
  const [sealed, consumed, since] = await readOnce(nameOfRead(key), async () => {
    const [fields] = await readTogether(store, readOf.fields(key, ...recordFields));
    return fields;
  });
  if (!sealed) {
    return undefined;
  }
  const text = sealer.open(sealed, key);
  if (tokensOfGrant.includes(model)) {
    onTokenRead(JSON.parse(text));
  }
  return { text, consumed, since };
}

/** The engine dates by the clock of its node. Records from before nodes kept `since` stay so. */
function datedByStore(payload: AdapterPayload, since: string | null | undefined): AdapterPayload {
  return since ? { ...payload, iat: Number(since) } : payload;
}

function forget(key: KeptKey): void {
  forgetRead(key);
  forgetRead(nameOfRead(key));
}

/** @throws InvalidGrant or InvalidRequestUri for all but the first, who ends the grant of the first */
async function consume(records: Records, key: KeptKey): Promise<void> {
  const { store, sealer, model } = records;
  const [outcome, sealed] = await consumeRecord(store, [key], [Math.floor(Date.now() / 1000)]);
  if (outcome === 1) {
    return;
  }
  if (sealed) {
    await endReused(records, JSON.parse(sealer.open(sealed, key)));
  }
  throw alreadyUsed(model);
}

/** @throws InvalidGrant for a token that was spent and has no grace left, which ends its grant */
async function succeed(
  records: Records,
  keyOf: (id: string) => KeptKey,
  { spentId, id, payload, lifeInSeconds, graceInSeconds }: Succession,
): Promise<string> {
  const { store, sealer, model } = records;
  const [spentKey, life] = [keyOf(spentId), recordLife(lifeInSeconds)];
  const before = await read(records, spentKey);
  forget(spentKey);
  const outcome = await spend(store, sealer, {
    spent: { id: spentId, key: spentKey },
    predecessor: before?.predecessor as string | undefined,
    drawn: { id, key: keyOf(id), payload: { ...payload, predecessor: hashOfIdentifier(spentId) } },
    life,
    graceInSeconds,
  });
  switch (outcome.kind) {
    case 'succeeded':
      // Also by whoever comes again: the node of the first may have died before it wrote what stands beside.
      await writeTogether(store, ...writesBeside(records, keyOf(outcome.successor), payload, life));
      return outcome.successor;
    case 'reused':
      await endReused(records, before ?? payload);
      throw alreadyUsed(model);
    case 'gone':
      throw alreadyUsed(model);
  }
}

/** Ends the grant of what was used twice, and everything issued under it. */
async function endReused(
  { store, recorder }: Records,
  { grantId, accountId, clientId = '' }: AdapterPayload,
): Promise<void> {
  if (grantId) {
    const ended = accountId ? { ended: securityEvents.grantReused(accountId, clientId) } : {};
    await endGrant(recorder, [grantRecordKey(grantId)], [], ended);
  }
  await revokeGrant(store, grantId);
}

/** Milliseconds. */
function recordLife(seconds: number): number {
  return (seconds + clockToleranceInSeconds) * 1000;
}

async function destroy(records: Records, key: KeptKey): Promise<void> {
  const { store, recorder, model } = records;
  const event = endOf(model) && (await eventOfEnd(records, key));
  forget(key);
  switch (model) {
    case 'Grant':
      await writeBeforeAnswer(endGrant(recorder, [key], [], event ? { ended: event } : {}));
      return;
    case 'Session':
      await writeBeforeAnswer(endSession(recorder, key, event));
      return;
    case 'RegistrationAccessToken':
      if ((await store.del(key)) === 0) {
        // It was replaced a moment ago: who comes second gets no successor of it.
        throw new errors.InvalidToken('registration access token was already used');
      }
      return;
    default:
      await writeTogether(store, write.gone(key));
  }
}

async function endSession(recorder: Recorder, key: KeptKey, event: SecurityEvent | undefined): Promise<void> {
  const signedOut = event ? { signedOut: event } : {};
  const uid = await endEngineSession(recorder, [key], [endedMarkInMilliseconds], signedOut);
  if (uid) {
    await deletePointer(recorder.store, [sessionPointerKey(uid)], [key]);
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

/**
 * A device's code is claimed by the one citizen who confirms it, then decided; a backchannel request is decided. Each step has one
 * author, and nothing is written over a decision. So is a consent, which its own browser alone gives.
 */
function stepOfDecision(model: string, payload: AdapterPayload): 'claimed' | 'decided' | undefined {
  const { accountId, grantId, error, inFlight } = payload;
  switch (model) {
    case 'Interaction':
      return consentIn(payload) ? 'decided' : undefined;
    case 'DeviceCode':
      return accountId || error ? 'decided' : inFlight ? 'claimed' : undefined;
    case 'BackchannelAuthenticationRequest':
      return grantId || error ? 'decided' : undefined;
    default:
      return undefined;
  }
}

/** Whether somebody else may have decided, so that who comes second must hear it. A consent that was sent twice is the same one. */
function isContested(model: string, payload: AdapterPayload): boolean {
  return model !== 'Interaction' && stepOfDecision(model, payload) !== undefined;
}

/**
 * What the citizen was asked, and agreed to. Undefined where nobody had to be asked; and where something else was, since the engine
 * carries what was submitted before along.
 */
function consentIn({
  prompt,
  result,
}: AdapterPayload): (AskedConsent & { readonly accountId: string }) | undefined {
  const { consent } = (result ?? {}) as { consent?: AskedConsent & { accountId: string } };
  return (prompt as { name?: string } | undefined)?.name === 'consent' && consent?.isNeeded
    ? consent
    : undefined;
}

/** What a citizen decided, if that is what is written; the account's owner reads of it. */
function decisionIn(model: string, payload: AdapterPayload): { decided?: SecurityEvent } {
  const { accountId, clientId = '', error } = payload;
  const consent = model === 'Interaction' ? consentIn(payload) : undefined;
  if (consent) {
    const client = String(payload.params?.client_id ?? '');
    return { decided: securityEvents.consentGiven(consent.accountId, client, consent.claims.join(' ')) };
  }
  if (!accountId || stepOfDecision(model, payload) !== 'decided') {
    return {};
  }
  if (model === 'BackchannelAuthenticationRequest') {
    return { decided: securityEvents.approvalDecided(accountId, clientId, error ? 'refused' : 'given') };
  }
  return error ? {} : { decided: securityEvents.deviceLetIn(accountId, clientId) };
}

function traceOfRequest(): SessionTrace {
  return { device: deviceOfRequest(), seenAt: Math.floor(Date.now() / 1000) };
}

function alreadyUsed(model: string): Error {
  if (model === 'PushedAuthorizationRequest') {
    return new errors.InvalidRequestUri('request_uri is invalid, expired, or was already used');
  }
  return new errors.InvalidGrant('already used');
}

/** Ends a grant and everything issued under it. The grant goes first: no token passes without it. */
export async function revokeGrant(store: Store, grantId: string | undefined): Promise<void> {
  if (!grantId) {
    return;
  }
  await store.del(grantRecordKey(grantId));
  await Promise.all(tokensOfGrant.map((model) => revokeTokens(store, model, grantId)));
}

async function revokeTokens(store: Store, model: string, grantId: string): Promise<void> {
  const index = grantIndexKey(model, grantId);
  const keys = await store.zrange(index, 0, '-1');
  await Promise.all([...keys.map(keyReadBack), index].map((key) => store.del(key)));
}

/** True for the first use of a JWT id until it expires, on whatever node (private_key_jwt, DPoP, request objects). */
export async function isFirstUse(
  store: Store,
  issuer: string,
  jwtId: string,
  expiresAt: number,
): Promise<boolean> {
  const key = replayKey(hashOfIdentifier(`${issuer}\0${jwtId}`));
  const life = Math.max(1, expiresAt - Math.floor(Date.now() / 1000) + clockToleranceInSeconds);
  return (await store.set(key, '1', 'EX', life, 'NX')) === 'OK';
}
