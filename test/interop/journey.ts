/** What is asked of each relying party, one ability after the other; what fails is said, and the rest goes on where it can. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Browser } from 'playwright-core';
import type { Provider } from './provider.ts';
import type { Ability, Row } from './rows.ts';
import { type Known, low, substantial, Visit } from './visit.ts';

export type Column = 'sign-in' | Ability;

/** `true`: works; a sentence: does not, and why; undefined: the software does not have it. */
export type Outcome = true | string | undefined;
export type Outcomes = Record<Column, Outcome>;

const atOnce = 5;
const toldWithinSeconds = 15;
/** The provider's log is written a little later. */
const logTries = 20;

export async function journey(
  row: Row,
  origin: string,
  chromium: Browser,
  provider: Provider,
): Promise<Outcomes> {
  const outcomes: Partial<Outcomes> = {};
  const visits: Visit[] = [];
  const begin = async () => {
    const visit = await Visit.begin(chromium, origin, provider);
    visits.push(visit);
    return visit;
  };
  const column = async (name: Column, walk: () => Promise<unknown>) => {
    outcomes[name] = isLacking(row, name) ? undefined : await walk().then(() => true as const, wordsOf);
  };

  const visit = await begin();
  await column('sign-in', () => signIn(row, visit));
  if (outcomes['sign-in'] !== true) {
    return allFailed(row, String(outcomes['sign-in']));
  }
  await column('step-up', () => stepUp(row, visit));
  await column('refresh', () => refresh(row, visit, 1));
  await column('parallel refresh', () => refresh(row, visit, atOnce));
  await column('logout', () => signOut(row, visit));
  await column('back-channel logout', async () => endedElsewhere(row, await begin()));
  await Promise.all(visits.map((one) => one.leave()));
  return outcomes as Outcomes;
}

/** For a row whose software could not be had, or does not sign in at all. */
export function allFailed(row: Row, reason: string): Outcomes {
  const after = (name: Ability) => (isLacking(row, name) ? undefined : 'no sign-in');
  return {
    'sign-in': reason,
    'step-up': after('step-up'),
    refresh: after('refresh'),
    'parallel refresh': after('parallel refresh'),
    logout: after('logout'),
    'back-channel logout': after('back-channel logout'),
  };
}

function isLacking({ lacks }: Row, name: Column): boolean {
  return (lacks as readonly Column[]).includes(name);
}

async function signIn(row: Row, visit: Visit): Promise<Known> {
  await visit.open(row.signIn);
  await visit.signInByPassword();
  return somebody(row, visit, low);
}

/** The citizen signed in by password alone, and has got an Ügyfélkapu+ since: one code more, and the service knows. */
async function stepUp(row: Row, visit: Visit): Promise<void> {
  const before = await somebody(row, visit, low);
  const key = await visit.enrol();
  await visit.open(row.stepUp);
  await visit.stepUp(key);
  const after = await somebody(row, visit, substantial);
  if (before.sub !== after.sub) {
    throw new Error('somebody else is signed in');
  }
}

async function refresh(row: Row, visit: Visit, times: number): Promise<void> {
  const before = visit.tokensGranted();
  await row.refresh(visit, times);
  // What a refresh at once left must be good for the next one.
  await row.refresh(visit, 1);
  for (let tries = 0; visit.tokensGranted() < before + 2; tries += 1) {
    if (tries === logTries) {
      throw new Error('it did not refresh');
    }
    await delay(250);
  }
}

async function signOut(row: Row, visit: Visit): Promise<void> {
  await visit.open(typeof row.signOut === 'string' ? row.signOut : row.signOut(visit));
  await visit.confirmSignOut();
  await visit.untilBack();
  if (await visit.known(row.who)) {
    throw new Error('still signed in');
  }
}

async function endedElsewhere(row: Row, visit: Visit): Promise<void> {
  await signIn(row, visit);
  await visit.signOutElsewhere();
  for (let seconds = 0; seconds < toldWithinSeconds; seconds += 1) {
    if (!(await visit.known(row.who))) {
      return;
    }
    await delay(1000);
  }
  throw new Error(`still signed in after ${toldWithinSeconds} seconds`);
}

async function somebody(row: Row, visit: Visit, acr: string): Promise<Known> {
  const known = await visit.known(row.who);
  if (!known) {
    throw new Error(`nobody is signed in: ${(await visit.text()).slice(0, 200)}`);
  }
  if (!row.hidesAcr && known.acr !== acr) {
    throw new Error(`acr is ${known.acr}`);
  }
  return known;
}

function wordsOf(error: unknown): string {
  const words = error instanceof Error ? error.message : String(error);
  return words.split('\n', 1)[0]?.slice(0, 240) || 'failed';
}
