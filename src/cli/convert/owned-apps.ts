/**
 * Apps that an export lists apart from people: each person is given theirs. Only so many are held at once; where there are more, the people
 * are gone through several times.
 */
import type { Found, FoundApp } from './person.ts';

export interface OwnedApp {
  /** As the export names a person. */
  readonly owner: string;
  readonly app: FoundApp;
}

const heldAtOnce = 200_000;

/**
 * @param apps begins anew at each call, as `people` does
 * @param people are given the apps that are held; of them those are taken whose turn it is
 */
export async function* withOwnedApps(
  apps: () => AsyncGenerator<OwnedApp>,
  people: (
    appsOf: (owner: string) => readonly FoundApp[],
    isDue: (owner: string) => boolean,
  ) => AsyncGenerator<Found>,
  mostHeld = heldAtOnce,
): AsyncGenerator<Found> {
  let count = 0;
  for await (const _ of apps()) {
    count += 1;
  }
  const turns = Math.max(1, Math.ceil(count / mostHeld));
  for (let turn = 0; turn < turns; turn += 1) {
    const isDue = (owner: string): boolean => turns === 1 || numberOf(owner) % turns === turn;
    const held = new Map<string, FoundApp[]>();
    for await (const { owner, app } of apps()) {
      if (isDue(owner)) {
        held.set(owner, [...(held.get(owner) ?? []), app]);
      }
    }
    yield* people((owner) => held.get(owner) ?? [], isDue);
  }
}

/** Spreads names evenly (FNV-1a). */
function numberOf(text: string): number {
  let number = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) {
    number = Math.imul(number ^ text.charCodeAt(at), 0x01000193) >>> 0;
  }
  return number;
}
