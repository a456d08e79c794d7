import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Account } from '../../../src/accounts/account.ts';
import { createRecorder } from '../../../src/audit/audit-log.ts';
import { securityEvents } from '../../../src/audit/events/security-events.ts';
import { plusKey } from '../../../src/storage/catalogue/account-keys.ts';
import { createObjectionStore } from '../../../src/totp/authenticators/objection-store.ts';
import { type CredentialStore, createCredentialStore } from '../../../src/wallet/issuing/credential-store.ts';
import {
  createStatusListStore,
  type StatusListStore,
} from '../../../src/wallet/issuing/issued-status-list-store.ts';
import { createDueRevocations } from '../../../src/wallet/subjects/due-revocation-store.ts';
import {
  createWalletSubjectStore,
  type WalletSubjectStore,
} from '../../../src/wallet/subjects/wallet-subject-store.ts';
import { enrolledCitizen } from '../../support/citizen.ts';
import { type Installation, startInstallation } from '../../support/installation.ts';

const now = new Date();

let kapu: Installation;
let places: StatusListStore;
let credentials: CredentialStore;
let subjects: WalletSubjectStore;

beforeAll(async () => {
  kapu = await startInstallation();
  const [{ store }] = kapu.nodes;
  places = createStatusListStore(store);
  credentials = createCredentialStore(store, kapu.sealer, places);
  subjects = createWalletSubjectStore(store, kapu.sealer, kapu.config.secrets);
});

afterAll(() => kapu.stop());

const subjectOf = (identifier: string) => ({ anchorFingerprint: 'any', identifier });

async function issueTo(accountId: string) {
  const taken = await places.allocate(1);
  const issuance = {
    walletId: 'minta-tarca',
    isAttested: true,
    keyThumbprints: ['any'],
    places: taken,
    issuedAt: now.toISOString(),
    expiresAt: new Date(now.getTime() + 86_400_000).toISOString(),
  };
  const eventOf = (id: string) => securityEvents.walletIssued(accountId, 'minta-tarca', id);
  const id = await credentials.keep(accountId, issuance, now.getTime(), now, eventOf);
  return id === undefined ? 'refused' : () => Promise.all(taken.map(places.isRevoked));
}

async function linkTo(accountId: string, identifier: string) {
  const event = securityEvents.walletLinked(accountId, 'Minta Hivatal', 'any');
  const source = { hu: 'Minta Hivatal', en: 'Sample Office' };
  const linking = { origin: 'linked', id: 'any', source, event } as const;
  return subjects.link(subjectOf(identifier), accountId, linking, now);
}

/** Their only authenticator is frozen; the account stays in use, and its Ügyfélkapu+ with it. */
async function freezeOnly(accountId: string): Promise<void> {
  const [{ store }] = kapu.nodes;
  const fields = await store.hkeys(plusKey(accountId));
  const [, authenticatorId = ''] = /authenticator:([^,]+)/.exec(fields.join()) ?? [];
  const objections = createObjectionStore(createRecorder(store, kapu.sealer));
  const event = securityEvents.authenticatorFrozen(accountId, 'any');
  expect(await objections.freeze({ accountId, authenticatorId }, now, event)).toBe('frozen');
}

it('between an end and its revocation nothing is issued, linked, or opened by a wallet', async () => {
  const { id } = await enrolledCitizen(kapu);
  const { settle } = createDueRevocations(kapu.nodes[0].store, credentials, subjects);
  const isRevoked = await issueTo(id);
  expect(await linkTo(id, 'before')).toBe('linked');
  expect(await subjects.find(subjectOf('before'))).toBe(id);

  await freezeOnly(id);
  expect(await issueTo(id)).toBe('refused');
  expect(await linkTo(id, 'after')).toBe('refused');
  expect(await subjects.find(subjectOf('before'))).toBeUndefined();
  expect(isRevoked !== 'refused' && (await isRevoked())).toEqual([false]);

  await settle(id, now);
  expect(isRevoked !== 'refused' && (await isRevoked())).toEqual([true]);
  expect(await subjects.linked(id)).toEqual([]);
  expect(await issueTo(id)).not.toBe('refused');
  expect(await linkTo(id, 'after')).toBe('linked');
});

it('signing out everywhere, an objection to a sign-in, and a new password take a thief’s card with them', async () => {
  const ends = [
    (account: Account) =>
      kapu.accounts.endSessions(account.id, securityEvents.sessionsEnded(account.id, 'asked')),
    (account: Account) =>
      kapu.accounts.endOtherSessions(account, securityEvents.sessionsEnded(account.id, 'objection')),
    (account: Account) =>
      kapu.accounts.changePassword(
        account,
        { hash: 'new', judged: 'alone' },
        securityEvents.passwordChanged(account.id),
      ),
    (account: Account) =>
      kapu.accounts.resetPassword(
        account,
        { hash: 'new', judged: 'alone' },
        true,
        securityEvents.passwordReset(account.id, true),
      ),
  ];
  for (const end of ends) {
    const { id } = await enrolledCitizen(kapu);
    const isRevoked = await issueTo(id);
    await end((await kapu.accounts.find(id)) as Account);
    await createDueRevocations(kapu.nodes[0].store, credentials, subjects).settle(id, now);
    expect(isRevoked !== 'refused' && (await isRevoked())).toEqual([true]);
  }
});

it('a password that is reset while sessions stay takes nothing from a wallet', async () => {
  const { id } = await enrolledCitizen(kapu);
  const isRevoked = await issueTo(id);
  const account = (await kapu.accounts.find(id)) as Account;
  await kapu.accounts.resetPassword(
    account,
    { hash: 'new', judged: 'alone' },
    false,
    securityEvents.passwordReset(id, false),
  );
  await createDueRevocations(kapu.nodes[0].store, credentials, subjects).settle(id, now);
  expect(isRevoked !== 'refused' && (await isRevoked())).toEqual([false]);
});

it('another end while something is revoked is due by itself', async () => {
  const [{ store }] = kapu.nodes;
  const { id } = await enrolledCitizen(kapu);
  await freezeOnly(id);
  const interrupted = {
    async unlinkAll(accountId: string) {
      await subjects.unlinkAll(accountId);
      await kapu.accounts.disable(accountId, securityEvents.accountDisabled(accountId));
    },
  };
  const due = () => store.hget(`{account:${id}}`, 'revocation_due');
  const first = await due();
  await createDueRevocations(store, credentials, interrupted).settle(id, now);
  expect([await due(), first]).toEqual([expect.any(String), expect.any(String)]);
  expect(await due()).not.toBe(first);
  await createDueRevocations(store, credentials, subjects).settle(id, now);
  expect(await due()).toBeNull();
});
