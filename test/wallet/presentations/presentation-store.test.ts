import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createRecorder } from '../../../src/audit/audit-log.ts';
import { securityEvents } from '../../../src/audit/events/security-events.ts';
import type { Outcome } from '../../../src/wallet/presentations/presentation.ts';
import {
  createPresentationStore,
  type PresentationStore,
} from '../../../src/wallet/presentations/presentation-store.ts';
import { dumpOf } from '../../support/dump.ts';
import { type Installation, startInstallation } from '../../support/installation.ts';

const now = new Date('2026-11-01T10:00:00Z');
const later = (seconds: number): Date => new Date(now.getTime() + seconds * 1000);
const asked = {
  flow: 'cross-device',
  uid: 'uid',
  browser: 'browser',
  service: { hu: 'Minta', en: 'Sample' },
} as const;
const verified: Outcome = {
  kind: 'verified',
  claims: { family_name: 'Kanári' },
  sourceName: { hu: 'Minta', en: 'Sample' },
  reached: 'substantial',
};

const seen = securityEvents.presentationVerified(undefined);
const refused = securityEvents.presentationRefused('hand-back-wrong');

let kapu: Installation;
let presentations: PresentationStore;

beforeAll(async () => {
  kapu = await startInstallation();
  presentations = createPresentationStore(createRecorder(kapu.nodes[0].store, kapu.sealer), kapu.sealer);
});
afterAll(() => kapu.stop());

async function answeredOne(): Promise<{ id: string; code: string; wrong: string }> {
  const { id } = await presentations.begin(asked, now);
  const answered = await presentations.answer(id, verified, now, seen);
  const code = answered?.handBack ?? '';
  return { id, code, wrong: code === '000000' ? '111111' : '000000' };
}

describe('a presentation under way', () => {
  it('is fetched any number of times, answered once, and then not fetched', async () => {
    const { id } = await presentations.begin(asked, now);
    expect((await presentations.find(id, now))?.state).toBe('requested');
    await Promise.all([presentations.fetch(id, now), presentations.fetch(id, now)]);
    expect((await presentations.find(id, now))?.state).toBe('request-fetched');
    const answers = await Promise.all([1, 2, 3].map(() => presentations.answer(id, verified, now, seen)));
    expect(answers.filter(Boolean)).toHaveLength(1);
    expect(await presentations.fetch(id, now)).toBeUndefined();
    expect(await presentations.answer(id, verified, now, seen)).toBeUndefined();
  });

  it('is over after two minutes; once answered, after two more', async () => {
    const { id } = await presentations.begin(asked, now);
    expect(await presentations.find(id, later(119))).toBeDefined();
    expect(await presentations.find(id, later(120))).toBeUndefined();
    expect(await presentations.fetch(id, later(120))).toBeUndefined();
    expect(await presentations.answer(id, verified, later(120), seen)).toBeUndefined();
    const answered = await presentations.answer(id, verified, later(100), seen);
    const code = answered?.handBack ?? '';
    expect(await presentations.handBack(id, 'browser', code, later(220), refused)).toEqual({ kind: 'over' });
    expect((await presentations.handBack(id, 'browser', code, later(219), refused)).kind).toBe('right');
  });

  it('goes at the store as well', async () => {
    const before = new Set(await kapu.nodes[0].store.keys('wallet-presentation:*'));
    await presentations.begin(asked, now);
    const [key = ''] = (await kapu.nodes[0].store.keys('wallet-presentation:*')).filter(
      (one) => !before.has(one),
    );
    const left = await kapu.nodes[0].store.pttl(key);
    expect(left).toBeGreaterThan(110_000);
    expect(left).toBeLessThanOrEqual(120_000);
  });

  it('is handed back once, to the browser that asked', async () => {
    const { id, code } = await answeredOne();
    expect(await presentations.handBack(id, 'another browser', code, now, refused)).toEqual({ kind: 'over' });
    const verdicts = await Promise.all(
      [1, 2, 3, 4].map(() => presentations.handBack(id, 'browser', code, now, refused)),
    );
    expect(verdicts.map(({ kind }) => kind).sort()).toEqual(['over', 'over', 'over', 'right']);
    expect(await presentations.handBack(id, 'browser', code, now, refused)).toEqual({ kind: 'over' });
    expect(await presentations.find(id, now)).not.toHaveProperty('outcome');
  });

  it('is dead after three wrong codes, on whatever node and however many at once', async () => {
    const { id, code, wrong } = await answeredOne();
    const told: string[] = [];
    for (let round = 0; round < 20; round += 1) {
      const verdicts = await Promise.all(
        [1, 2, 3, 4, 5].map(() => presentations.handBack(id, 'browser', wrong, now, refused)),
      );
      told.push(...verdicts.map(({ kind }) => kind).filter((kind) => kind !== 'over'));
    }
    expect(told).toEqual(['wrong', 'wrong', 'wrong']);
    expect(await presentations.handBack(id, 'browser', code, now, refused)).toEqual({ kind: 'over' });
    const dead = await presentations.find(id, now);
    expect(dead?.state).toBe('given-up');
    expect(dead).not.toHaveProperty('outcome');
  });

  it('says nothing in a dump', async () => {
    const { id, nonce, encryptionKey } = await presentations.begin(asked, now);
    await presentations.answer(id, verified, now, seen);
    const dump = await dumpOf(kapu.nodes[0].store);
    for (const secret of [id, nonce, encryptionKey.d, 'Kanári']) {
      expect(dump).not.toContain(secret);
    }
  });
});
