/** Status lists for the time without a network: downloaded whole, so that the issuer learns of nobody's card, and kept in this browser. */
import type { DownloadedList } from '../protocol/check-card.ts';
import { readStatusList } from '../protocol/status-list.ts';
import type { Place } from './place.ts';

interface Kept {
  readonly text: string;
  readonly downloadedAt: Date;
}

/** An issuer begins a new list when one is half full. */
const mostLists = 64;
const keptUnder = 'status-lists';

/** Empty where none could be had. */
export async function downloadLists(place: Place, now: Date): Promise<DownloadedList[]> {
  const kept: Kept[] = [];
  try {
    for (let list = 0; list < mostLists; list += 1) {
      const response = await fetch(addressOf(place, list), { credentials: 'omit', cache: 'no-store' });
      if (response.status === 404) {
        break;
      }
      // A node that is busy is not the end: what was kept before is better than half of it.
      if (!response.ok) {
        throw new Error(`status list ${list}: ${response.status}`);
      }
      kept.push({ text: await response.text(), downloadedAt: now });
    }
    const lists = await readAll(kept, place, now);
    localStorage.setItem(keptUnder, JSON.stringify(kept));
    return lists;
  } catch {
    return [];
  }
}

/** From an earlier visit. What can no longer be believed is left out. */
export async function keptLists(place: Place, now: Date): Promise<DownloadedList[]> {
  try {
    const kept = JSON.parse(localStorage.getItem(keptUnder) ?? '[]') as {
      text: string;
      downloadedAt: string;
    }[];
    return await readAll(
      kept.map(({ text, downloadedAt }) => ({ text, downloadedAt: new Date(downloadedAt) })),
      place,
      now,
    );
  } catch {
    return [];
  }
}

function readAll(kept: readonly Kept[], place: Place, now: Date): Promise<DownloadedList[]> {
  return Promise.all(
    kept.map(async ({ text, downloadedAt }, list) => ({
      ...(await readStatusList(text, addressOf(place, list), place.anchor, now)),
      downloadedAt,
    })),
  );
}

function addressOf({ issuer }: Place, list: number): string {
  return `${issuer}/status-lists/${list}`;
}
