/** Which requests from elsewhere wait for a citizen: the engine keeps them by their own id only. Sealed, for that id redeems tokens. */
import { randomUUID } from 'node:crypto';
import { approvalsKey } from '../../storage/catalogue/account-keys.ts';
import { atomicStep, type Store } from '../../storage/redis.ts';
import type { Sealer } from '../../storage/sealed.ts';

export interface WaitingRequests {
  /** False when too many wait already: the request is left to expire. */
  hold(accountId: string, request: HeldRequest): Promise<boolean>;
  /** Request ids by handle; some may have expired. */
  list(accountId: string): Promise<ReadonlyMap<string, string>>;
  find(accountId: string, handle: string): Promise<string | undefined>;
  forget(accountId: string, handle: string): Promise<void>;
}

export interface HeldRequest {
  /** `auth_req_id`. */
  readonly requestId: string;
  readonly clientId: string;
  readonly expiresAt: Date;
}

/** A relying party that presses for an approval must not bury the others, nor the citizen under all of them. */
const mostOfOneRelyingParty = 3;
const mostInAll = 10;

const holdApproval = atomicStep<number>(import.meta.dirname, 'hold-request', 1);

export function createWaitingRequests(store: Store, sealer: Sealer): WaitingRequests {
  // Lives ten minutes, which is less than a change of keys takes: it is not sealed anew.
  const placeOf = (accountId: string): string => `account:${accountId}:approvals`;
  const open = (accountId: string, entry: string): string =>
    sealer.open(entry.split(' ')[2] ?? '', placeOf(accountId));

  return {
    async hold(accountId, { requestId, clientId, expiresAt }) {
      const handle = randomUUID();
      const entry = [expiresAt.getTime(), clientId, sealer.seal(requestId, placeOf(accountId))].join(' ');
      const limits = [mostOfOneRelyingParty, mostInAll, Date.now()];
      const args = [handle, entry, clientId, expiresAt.getTime(), ...limits];
      return (await holdApproval(store, [approvalsKey(accountId)], args)) === 1;
    },

    async list(accountId) {
      const entries = Object.entries(await store.hgetall(approvalsKey(accountId)));
      return new Map(entries.map(([handle, entry]) => [handle, open(accountId, entry)]));
    },

    async find(accountId, handle) {
      const entry = await store.hget(approvalsKey(accountId), handle);
      return entry ? open(accountId, entry) : undefined;
    },

    async forget(accountId, handle) {
      await store.hdel(approvalsKey(accountId), handle);
    },
  };
}
