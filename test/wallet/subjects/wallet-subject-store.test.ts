import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { securityEvents } from '../../../src/audit/events/security-events.ts';
import { createHistoryStore } from '../../../src/audit/history/history-store.ts';
import type { LastingConnection } from '../../../src/storage/connection/lasting-connection.ts';
import {
  createWalletSubjectStore,
  type WalletSubjectStore,
} from '../../../src/wallet/subjects/wallet-subject-store.ts';
import { enrolledCitizen } from '../../support/citizen.ts';
import { type Installation, startInstallation } from '../../support/installation.ts';

const now = new Date('2026-11-01T10:00:00Z');
const issued = { origin: 'issued' } as const;
const source = { hu: 'Minta', en: 'Sample' };
const linked = {
  origin: 'linked',
  id: 'a-link',
  source,
  event: securityEvents.walletLinked('anybody', 'Minta', 'a-link'),
} as const;
const anchorFingerprint = 'a'.repeat(64);

let installation: Installation;
let subjects: WalletSubjectStore;
let store: LastingConnection;

beforeAll(async () => {
  installation = await startInstallation();
  store = installation.nodes[0].store;
  subjects = createWalletSubjectStore(store, installation.sealer, installation.config.secrets);
});
afterAll(() => installation.stop());

describe('the subject of a credential', () => {
  test('leads to the account that it was linked to, under its own anchor only', async () => {
    const anna = await enrolledCitizen(installation);
    expect(await subjects.link({ anchorFingerprint, identifier: '1' }, anna.id, linked, now)).toBe('linked');
    expect(await subjects.link({ anchorFingerprint, identifier: '1' }, anna.id, issued, now)).toBe('known');
    expect(await subjects.find({ anchorFingerprint, identifier: '1' })).toBe(anna.id);
    const elsewhere = { anchorFingerprint: 'b'.repeat(64), identifier: '1' };
    expect(await subjects.find(elsewhere)).toBeUndefined();
  });

  test('is not taken over by another account', async () => {
    const [anna, bea] = [await enrolledCitizen(installation), await enrolledCitizen(installation)];
    const subject = { anchorFingerprint, identifier: '2' };
    await subjects.link(subject, anna.id, linked, now);
    expect(await subjects.link(subject, bea.id, linked, now)).toBe('taken');
    expect(await subjects.find(subject)).toBe(anna.id);
    const unlinked = securityEvents.walletUnlinked(bea.id, 'Minta');
    const outcome = await subjects.unlink({ id: bea.id, sessionsEndedAt: 0 }, 'a-link', () => ({ unlinked }));
    expect(outcome).toEqual({ kind: 'nothing-to-unlink' });
    expect(await subjects.find(subject)).toBe(anna.id);
  });

  test('is nobody’s once the account gave it up, and may be another’s then', async () => {
    const [anna, bea] = [await enrolledCitizen(installation), await enrolledCitizen(installation)];
    const subject = { anchorFingerprint, identifier: '3' };
    await subjects.link(subject, anna.id, linked, now);
    expect(await subjects.linked(anna.id)).toEqual([{ id: 'a-link', source, at: now }]);
    const unlinked = securityEvents.walletUnlinked(anna.id, 'Minta');
    const account = { id: anna.id, sessionsEndedAt: 0 };
    const outcomes = await Promise.all(
      [1, 2].map(() => subjects.unlink(account, 'a-link', () => ({ unlinked }))),
    );
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['nothing-to-unlink', 'unlinked']);
    expect(await subjects.find(subject)).toBeUndefined();
    expect(await subjects.link(subject, bea.id, linked, now)).toBe('linked');
    expect(await subjects.find(subject)).toBe(bea.id);
  });

  test('is linked to one of two accounts that ask at once', async () => {
    const citizens = await Promise.all([enrolledCitizen(installation), enrolledCitizen(installation)]);
    const subject = { anchorFingerprint, identifier: '4' };
    const outcomes = await Promise.all(
      citizens.map(({ id }) => {
        const event = securityEvents.walletLinked(id, 'Minta', 'a-link');
        return subjects.link(subject, id, { ...linked, event }, now);
      }),
    );
    expect([...outcomes].sort()).toEqual(['linked', 'taken']);
    const history = createHistoryStore(store, installation.sealer);
    const told = await Promise.all(citizens.map(({ id }) => history.list(id, 10)));
    expect(told.map((entries) => entries.filter(({ event }) => event === 'wallet.linked').length)).toEqual(
      outcomes.map((outcome) => (outcome === 'linked' ? 1 : 0)),
    );
    expect(await subjects.find(subject)).toBe(citizens[outcomes.indexOf('linked')]?.id);
  });

  test('is not linked to an account that is out of use', async () => {
    const anna = await enrolledCitizen(installation);
    await installation.accounts.disable(anna.id, securityEvents.accountDisabled(anna.id));
    const subject = { anchorFingerprint, identifier: '5' };
    expect(await subjects.link(subject, anna.id, linked, now)).toBe('refused');
  });

  test('stands in the store as a hash', async () => {
    expect(await store.keys('*wallet-subject*')).not.toHaveLength(0);
    const keys = (await store.keys('*')).join('\n');
    expect(keys).not.toContain(anchorFingerprint);
  });
});
