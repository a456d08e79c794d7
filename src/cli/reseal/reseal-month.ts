/**
 * Seals a month of the audit log anew. Entries of a stream cannot be changed, so the month is copied beside itself, page by page, and
 * takes its own place in one step, with what came meanwhile. Hashes are of what is sealed, not of the seal: the chain stays as it is.
 */
import { bodyPlace, monthKey } from '../../audit/audit-keys.ts';
import { auditMonthCopyKey } from '../../storage/catalogue/audit-log-keys.ts';
import { atomicStep, type Store } from '../../storage/redis.ts';
import { keyIdOf, type Sealer } from '../../storage/sealed.ts';

const pageSize = 500;
const replaceMonth = atomicStep<number>(import.meta.dirname, 'replace-month', 2);

export async function resealMonth(
  { store, sealer, to }: { store: Store; sealer: Sealer; to: string },
  month: string,
): Promise<{ resealed: number; left: string[] }> {
  const key = monthKey(month);
  const isOld = (body: string): boolean => (keyIdOf(body) ?? to) !== to;
  if (!(await hasOld())) {
    return { resealed: 0, left: [] };
  }
  const copy = auditMonthCopyKey(month);
  await store.unlink(copy);
  const left: string[] = [];
  let resealed = 0;
  let last = '-';
  for await (const page of pages()) {
    const writes: Promise<unknown>[] = [];
    for (const [id, fields] of page) {
      const at = fields.indexOf('body') + 1;
      const body = fields[at] ?? '';
      const anew = isOld(body) ? sealAnew(sealer, body) : undefined;
      if (anew !== undefined) {
        resealed += 1;
      } else if (isOld(body)) {
        left.push(String(keyIdOf(body)));
      }
      const copied = fields.map((field, place) => (place === at && anew ? anew : field));
      writes.push(store.xadd(copy, id, ...copied));
      last = id;
    }
    writes.push(store.expire(copy, auditMonthCopyKey.lifeInSeconds));
    await Promise.all(writes);
  }
  await replaceMonth(store, [key, copy], [last]);
  return { resealed, left };

  async function hasOld(): Promise<boolean> {
    for await (const page of pages()) {
      if (page.some(([, fields]) => isOld(fields[fields.indexOf('body') + 1] ?? ''))) {
        return true;
      }
    }
    return false;
  }

  async function* pages(): AsyncGenerator<[id: string, fields: string[]][]> {
    let from = '-';
    for (;;) {
      const page = await store.xrange(key, from, '+', 'COUNT', pageSize);
      yield page;
      if (page.length < pageSize) {
        return;
      }
      from = `(${page.at(-1)?.[0]}`;
    }
  }
}

function sealAnew(sealer: Sealer, body: string): string | undefined {
  try {
    return sealer.seal(sealer.open(body, bodyPlace), bodyPlace);
  } catch {
    return undefined;
  }
}
