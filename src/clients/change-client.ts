/** One change to a client that is there. */
import { type ClientChange, securityEvents } from '../audit/events/security-events.ts';
import type { ClientRecord, StoredClient } from './client-record.ts';
import type { ClientStore } from './client-store.ts';
import type { LogoRefusal, Occasion, Outcome, Refusal } from './outcome.ts';

const mostTries = 5;

/** Decides on the client as it is, again when somebody else was first, unless a version was named. */
export async function changeClient<More extends LogoRefusal = never>(
  clients: ClientStore,
  clientId: string,
  what: ClientChange,
  { by, now, expectedVersion }: Occasion,
  decide: (
    client: StoredClient,
  ) => { record: ClientRecord; secret?: string; picture?: Buffer } | Refusal | NoInfer<More> | 'as-it-is',
): Promise<Outcome | More> {
  for (let tries = 0; tries < mostTries; tries += 1) {
    const client = await clients.find(clientId);
    if (!client) {
      return { kind: 'unknown' };
    }
    if (expectedVersion !== undefined && client.version !== expectedVersion) {
      return { kind: 'moved' };
    }
    const decided = decide(client);
    if (decided === 'as-it-is') {
      return { kind: 'done', client };
    }
    if ('kind' in decided) {
      return decided;
    }
    const { record, picture, ...made } = decided;
    const stored = await clients.put(
      { ...record, updatedAt: now, updatedBy: by },
      client.version,
      securityEvents.clientChanged(what, clientId, by),
      picture,
    );
    if (stored) {
      return { kind: 'done', client: stored, ...made };
    }
  }
  return { kind: 'moved' };
}
