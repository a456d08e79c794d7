/**
 * The last requests of each client that the provider refused, and why: the answer to its developer's question. So many kinds a client, and of
 * clients that nobody registered as many in all, whatever strangers send; nothing of it is secret or of a person.
 */
import { z } from 'zod';
import type { StoreKey } from '../storage/catalogue/entry.ts';
import {
  clientIdsKey,
  refusedRequestsKey,
  refusedRequestsOfNobodyKey,
} from '../storage/catalogue/operator-keys.ts';
import { hashOfIdentifier } from '../storage/keyed-hash.ts';
import { atomicStep, type Store } from '../storage/redis.ts';

const refusedSchema = z.strictObject({
  /** Which endpoint: `authorization`, `grant` … */
  at: z.string(),
  /** As the request named it, which may be nobody's id. */
  client: z.string().optional(),
  error: z.string().optional(),
  description: z.string().optional(),
  /** What the answer keeps back. */
  detail: z.string().optional(),
  /** That was not as registered. */
  address: z.string().optional(),
});

export type Refused = z.output<typeof refusedSchema>;

export interface RefusedRequests extends Refused {
  /** Of the last one. */
  readonly when: Date;
  readonly times: number;
  /** The beginnings of request ids, as error pages show them; the last first. */
  readonly references: readonly string[];
}

export interface RefusedRequestStore {
  /** @param clientId that is registered; undefined for every other */
  note(clientId: string | undefined, requestId: string, refused: Refused): Promise<void>;
  /** Newest first. */
  of(clientId: string | undefined): Promise<RefusedRequests[]>;
  /** Of whichever client. @param reference eight digits */
  find(reference: string): Promise<(RefusedRequests & { readonly clientId: string | undefined })[]>;
}

const mostKinds = 50;
const mostReferences = 20;
const referenceLength = 8;

const noteStep = atomicStep<number>(import.meta.dirname, 'note-refused-request', 1);

export function createRefusedRequestStore(store: Store): RefusedRequestStore {
  async function of(clientId: string | undefined): Promise<RefusedRequests[]> {
    return (await store.xrevrange(keyOf(clientId), '+', '-')).map(([id, fields]) => readEntry(id, fields));
  }

  return {
    of,

    async note(clientId, requestId, refused) {
      const text = JSON.stringify(refused);
      const { address: _, ...kind } = refused;
      await noteStep(
        store,
        [keyOf(clientId)],
        [
          hashOfIdentifier(JSON.stringify(kind)),
          requestId.slice(0, referenceLength),
          text,
          mostKinds,
          mostReferences,
          refusedRequestsKey.lifeInSeconds * 1000,
        ],
      );
    },

    async find(reference) {
      const clientIds = [undefined, ...(await store.zrange(clientIdsKey(), 0, '-1'))];
      const found = await Promise.all(
        clientIds.map(async (clientId) => (await of(clientId)).map((one) => ({ ...one, clientId }))),
      );
      return found.flat().filter(({ references }) => references.includes(reference));
    },
  };
}

function keyOf(clientId: string | undefined): StoreKey {
  return clientId === undefined ? refusedRequestsOfNobodyKey() : refusedRequestsKey(clientId);
}

function readEntry(id: string, flat: readonly string[]): RefusedRequests {
  const field = (name: string): string => flat[flat.indexOf(name) + 1] ?? '';
  return {
    ...refusedSchema.parse(JSON.parse(field('refused'))),
    when: new Date(Number(id.split('-')[0])),
    times: Number(field('times')),
    references: field('references').split(' '),
  };
}
