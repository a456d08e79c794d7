/** What the wallet keeps, in this browser alone (IndexedDB): documents, each in several copies with a key of its own. */
import type { Certificate } from '../protocol/certificate.ts';
import type { Copy } from '../protocol/issuance.ts';
import type { Json } from '../protocol/jws.ts';
import type { Disclosure } from '../protocol/sd-jwt.ts';
import { readStatusList, statusAt, statusReference } from '../protocol/status-list.ts';

export interface KeptCopy extends Copy {
  readonly timesShown: number;
}

export interface Document {
  readonly id: string;
  readonly issuer: string;
  readonly type: string;
  readonly expiresAt: Date;
  /** For the citizen to read: every copy says the same. */
  readonly claims: readonly Disclosure[];
  /** The keys are handles: what they stand for never leaves the device. */
  readonly copies: readonly KeptCopy[];
}

export type DocumentState = 'usable' | 'revoked' | 'expired';

const databaseName = 'wallet';
const documents = 'documents';

export async function keptDocuments(): Promise<Document[]> {
  const all = (await inStore('readonly', (store) => store.getAll())) as Document[];
  return all.sort((one, other) => other.expiresAt.getTime() - one.expiresAt.getTime());
}

/** A new document takes the place of an older one of the same kind. */
export async function keep(document: Document): Promise<void> {
  const older = (await keptDocuments()).filter(({ issuer, type, id }) => {
    return issuer === document.issuer && type === document.type && id !== document.id;
  });
  await inStore('readwrite', (store) => store.put(document));
  for (const { id } of older) {
    await forget(id);
  }
}

export async function forget(id: string): Promise<void> {
  await inStore('readwrite', (store) => store.delete(id));
}

/** The copy that was shown least: as long as there are fresh ones, two showings have nothing in common. Counted before it is shown. */
export async function takeCopy(document: Document): Promise<KeptCopy> {
  const current = (await keptDocuments()).find(({ id }) => id === document.id) ?? document;
  const [copy] = [...current.copies].sort((one, other) => one.timesShown - other.timesShown);
  if (!copy) {
    throw new Error('a document without copies');
  }
  const copies = current.copies.map((one) =>
    one.text === copy.text ? { ...one, timesShown: one.timesShown + 1 } : one,
  );
  await inStore('readwrite', (store) => store.put({ ...current, copies }));
  return copy;
}

/** Asks the issuer's public list whether the document was revoked; without a network it is what it was. */
export async function stateOf(document: Document, anchor: Certificate, now: Date): Promise<DocumentState> {
  if (document.expiresAt <= now) {
    return 'expired';
  }
  try {
    const [payload] = document.copies.map(({ text }) => payloadOf(text));
    const reference = payload && statusReference(payload);
    if (!reference?.uri.startsWith(`${document.issuer}/`)) {
      return 'usable';
    }
    const response = await fetch(reference.uri, { credentials: 'omit', cache: 'no-store' });
    const list = await readStatusList(await response.text(), reference.uri, anchor, now);
    return statusAt(list, reference.index) === 0 ? 'usable' : 'revoked';
  } catch {
    return 'usable';
  }
}

function payloadOf(text: string): Json {
  const [, payload = ''] = text.split('.');
  return JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/'))) as Json;
}

async function inStore<Result>(
  mode: IDBTransactionMode,
  work: (store: IDBObjectStore) => IDBRequest<Result>,
): Promise<Result> {
  const database = await openDatabase();
  try {
    const transaction = database.transaction(documents, mode);
    const done = new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error);
    });
    const request = work(transaction.objectStore(documents));
    await done;
    return request.result;
  } finally {
    database.close();
  }
}

function openDatabase(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(databaseName, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(documents, { keyPath: 'id' });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
