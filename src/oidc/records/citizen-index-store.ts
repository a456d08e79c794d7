/**
 * What belongs to a citizen among the engine's records: their sessions, the grants of relying parties, and what each was given
 * when. Written together with the records themselves, so that it costs no round trip of its own.
 */
import type { AdapterPayload } from 'oidc-provider';
import type { Service } from '../../relying-party/citizen-access.ts';
import { isOwnClient } from '../../relying-party/own-client.ts';
import { grantsKey, servicesKey, sessionsKey, signInsKey } from '../../storage/catalogue/account-keys.ts';
import { inSlices } from '../../storage/in-slices.ts';
import type { Store } from '../../storage/redis.ts';
import type { WaitingWrite } from '../../storage/request/store-request.ts';
import { write, writeTogether } from '../../storage/request/write-together.ts';

/** What we write into a session record besides what the engine does. */
export interface SessionTrace {
  /** E.g. `Firefox, Windows`; empty when unknown. */
  readonly device: string;
  /** The network, not the machine: `192.0.2.0/24`; empty when unknown. */
  readonly network: string;
  /** Seconds since 1970. */
  readonly seenAt: number;
}

/** A relying party that was let in within a session. */
export interface SignIn {
  readonly clientId: string;
  readonly sessionUid: string;
  /** Seconds since 1970. */
  readonly authTime: number;
  /** The session's name in this relying party's ID tokens; undefined where it did not register for one. */
  readonly sid: string | undefined;
}

export interface CitizenIndex {
  /** For every record that is written. @param life milliseconds. @returns what is to be written with it */
  note(model: string, payload: AdapterPayload, life: number): WaitingWrite[];
  sessionUids(accountId: string): Promise<string[]>;
  /** Of sessions that ended: they no longer count among those that go on. */
  forgetSessions(accountId: string, uids: readonly string[]): Promise<void>;
  /** Of sessions that may still go on at relying parties. */
  signIns(accountId: string): Promise<SignIn[]>;
  forgetSignIns(accountId: string, signIns: readonly SignIn[]): Promise<void>;
  grantIds(accountId: string, clientId: string): Promise<string[]>;
  noteGiven(accountId: string, clientId: string, claims: readonly string[], now: Date): Promise<void>;
  /** The most recently used first. */
  services(accountId: string): Promise<Service[]>;
}

/** In parallel. Of more, the one that was not used for longest ends (decision 60). */
const mostSessions = 20;
/** Of an account of before, or while one is just being ended. */
const mostListed = 100;

/** @param uids of sessions that are too many */
export type EndOldestSessions = (accountId: string, uids: readonly string[]) => void;
/** A relying party's own session may outlive ours: so long it is told. */
const signInInMilliseconds = signInsKey.lifeInSeconds * 1000;
/** What was approved from elsewhere belongs to no session: its relying party is told when all of them end. */
const noSession = '-';
/** Between the two halves of a name; neither client ids nor claims contain it. */
const separator = ' ';

/** As it stands among the grants of an account. */
export function grantName(clientId: string, grantId: string): string {
  return [clientId, grantId].join(separator);
}

/** @param endOldest left out where no sessions are written */
export function createCitizenIndex(store: Store, endOldest: EndOldestSessions = () => {}): CitizenIndex {
  return {
    note: (model, payload, life) => noteRecord(model, payload, life, endOldest),

    async signIns(accountId) {
      return (await store.zrange(signInsKey(accountId), 0, '-1')).map(readSignIn);
    },

    async forgetSignIns(accountId, signIns) {
      await inSlices(signIns, (some) => store.zrem(signInsKey(accountId), ...some.map(writeSignIn)));
    },

    sessionUids: (accountId) => store.zrevrange(sessionsKey(accountId), 0, mostListed - 1),

    async forgetSessions(accountId, uids) {
      await inSlices(uids, (some) => store.zrem(sessionsKey(accountId), ...some));
    },

    async grantIds(accountId, clientId) {
      const members = await store.zrange(grantsKey(accountId), 0, '-1');
      const prefix = `${clientId}${separator}`;
      return members
        .filter((member) => member.startsWith(prefix))
        .map((member) => member.slice(prefix.length));
    },

    async noteGiven(accountId, clientId, claims, now) {
      const fields = claims.flatMap((claim) => [
        ['given', clientId, claim].join(separator),
        now.toISOString(),
      ]);
      await writeTogether(store, write.fields(servicesKey(accountId), ...fields));
    },

    async services(accountId) {
      return readServices(await store.hgetall(servicesKey(accountId)));
    },
  };
}

function noteRecord(
  model: string,
  payload: AdapterPayload,
  life: number,
  endOldest: EndOldestSessions,
): WaitingWrite[] {
  const { accountId, clientId, uid, jti } = payload;
  if (!accountId) {
    return [];
  }
  switch (model) {
    case 'Session':
      return uid
        ? [
            write.boundedMember(sessionsKey(accountId), life, uid, mostSessions, (uids) =>
              endOldest(accountId, uids),
            ),
          ]
        : [];
    case 'Grant':
      return [write.member(grantsKey(accountId), life, grantName(String(clientId), String(jti)))];
    // A device's code names an account once its citizen let the device in.
    case 'AuthorizationCode':
    case 'DeviceCode':
      return [...noteVisit(accountId, String(clientId)), ...noteSignIn(accountId, payload)];
    case 'BackchannelAuthenticationRequest':
      return payload.grantId
        ? [
            ...noteVisit(accountId, String(clientId)),
            ...noteSignIn(accountId, { ...payload, sessionUid: noSession }),
          ]
        : [];
    default:
      return [];
  }
}

function noteVisit(accountId: string, clientId: string): WaitingWrite[] {
  const key = servicesKey(accountId);
  const now = new Date().toISOString();
  const [first, last] = ['first', 'last'].map((which) => [which, clientId].join(separator)) as [
    string,
    string,
  ];
  return [write.firstAndLast(key, first, last, now)];
}

function noteSignIn(accountId: string, code: AdapterPayload): WaitingWrite[] {
  const { clientId, sessionUid, authTime, sid } = code;
  if (!clientId || !sessionUid || isOwnClient(clientId)) {
    return [];
  }
  const member = writeSignIn({ clientId, sessionUid, authTime: Number(authTime ?? 0), sid });
  return [write.member(signInsKey(accountId), signInInMilliseconds, member)];
}

function readServices(fields: Readonly<Record<string, string>>): Service[] {
  const entries = Object.entries(fields).map(([field, instant]) => {
    const [what = '', clientId = '', claim = ''] = field.split(separator);
    return { what, clientId, claim, at: new Date(instant) };
  });
  const visited = entries.filter(({ what }) => what === 'last');
  return visited
    .map(({ clientId, at }) => {
      const ofThis = entries.filter((entry) => entry.clientId === clientId);
      const given = ofThis.filter(({ what }) => what === 'given');
      return {
        clientId,
        firstAt: ofThis.find(({ what }) => what === 'first')?.at ?? at,
        lastAt: at,
        given: new Map(given.map((entry) => [entry.claim, entry.at])),
      };
    })
    .sort((one, other) => other.lastAt.getTime() - one.lastAt.getTime());
}

function writeSignIn({ clientId, sessionUid, authTime, sid = '' }: SignIn): string {
  return [clientId, sessionUid, authTime, sid].join(separator);
}

function readSignIn(member: string): SignIn {
  const [clientId = '', sessionUid = '', authTime, sid] = member.split(separator);
  return { clientId, sessionUid, authTime: Number(authTime), sid: sid || undefined };
}
