/** What goes out, or ends, without anything being typed: it has its record all the same, and the owner reads of it. */
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Redis } from 'ioredis';
import * as client from 'openid-client';
import { pendingEventsKey } from '../../src/audit/audit-keys.ts';
import type { RecordedEvent } from '../../src/audit/events/security-event.ts';
import { createAuditReader } from '../../src/audit/reading/audit-reader.ts';
import { chainEverything } from '../support/chain.ts';
import { Browser, givePassword } from '../support/citizen.ts';
import { conformanceProfile } from '../support/conformance.ts';
import { type Citizenship, type Installation, startInstallation } from '../support/installation.ts';
import { runKapu } from '../support/operator.ts';
import { quietBackground } from '../support/redis-costs.ts';
import { type AuthorizationRequest, answerOf, RelyingParty } from '../support/relying-party.ts';

let kapu: Installation;
let portal: RelyingParty;
let office: RelyingParty;
let stranger: RelyingParty;
let anna: Citizenship;
let browser: Browser;

beforeAll(async () => {
  kapu = await startInstallation({
    ...quietBackground,
    clients: [
      { client_id: 'office', client_name: 'Mintahivatal' },
      {
        client_id: 'stranger',
        client_name: 'Minta Webáruház',
        first_party: false,
        scope: 'openid email profile',
      },
    ],
    config: { profile: conformanceProfile },
  });
  [portal, office, stranger] = await Promise.all([
    RelyingParty.discover(kapu),
    RelyingParty.discover(kapu, 'office'),
    RelyingParty.discover(kapu, 'stranger'),
  ]);
});

afterAll(() => kapu.stop());

beforeEach(async () => {
  anna = await kapu.addCitizen();
  browser = new Browser(kapu.issuer);
});

async function signIn(request: AuthorizationRequest) {
  return givePassword(browser, await browser.open(request.address), anna, 'ugyfelkapu');
}

async function everything(): Promise<RecordedEvent[]> {
  await chainEverything(kapu.nodes[0].store, kapu.sealer);
  const reader = createAuditReader(kapu.nodes[0].store, kapu.sealer);
  const events: RecordedEvent[] = [];
  for await (const { event } of reader.find({ from: new Date(Date.now() - 60 * 60_000) })) {
    events.push(event as RecordedEvent);
  }
  return events;
}

/** Of the citizen of this test, since they are there. */
async function recorded(): Promise<RecordedEvent[]> {
  return (await everything()).filter(
    ({ account, event }) => account === anna.id && event !== 'account.added',
  );
}

async function names(): Promise<string[]> {
  return (await recorded()).map(({ event }) => event);
}

async function whileUnwritable<Result>(work: () => Promise<Result>): Promise<Result> {
  const { store } = kapu.nodes[0];
  await store.rename(pendingEventsKey, 'elsewhere');
  await store.set(pendingEventsKey, 'no stream');
  try {
    return await work();
  } finally {
    await store.rename('elsewhere', pendingEventsKey);
  }
}

describe('a signed-in browser that goes on to another service', () => {
  it('is recorded, once, and its owner reads where', async () => {
    await signIn(await portal.request());
    expect(await names()).toEqual(['password.verified', 'signed-in']);
    const silent = await office.request({ prompt: 'none' });
    expect(answerOf(await browser.open(silent.address)).code).toBeTruthy();
    expect((await recorded()).at(-1)).toMatchObject({
      event: 'session.continued',
      authority: 'session',
      details: { client: 'office' },
    });
    await browser.open('/fiok');
    expect((await browser.open('/fiok/naplo')).text).toContain('Továbblépés bejelentkezve: Mintahivatal');
    // Own pages are no news to the owner; the log has them.
    expect((await names()).slice(-2)).toEqual(['session.continued', 'session.continued']);
    expect((await browser.open('/fiok/naplo')).text.match(/Továbblépés/g)).toHaveLength(1);
  });

  it('gets no code where that cannot be recorded, and it costs no round trip', async () => {
    await signIn(await portal.request());
    const silent = await office.request({ prompt: 'none' });
    const refused = await whileUnwritable(() => browser.open(silent.address));
    expect([refused.status, refused.headers.location]).toEqual([503, undefined]);
    // The first one loads the scripts into a fresh Redis.
    await browser.open((await office.request({ prompt: 'none' })).address);
    const next = await office.request({ prompt: 'none' });
    const written = writesTo(kapu.nodes[0].store);
    await browser.open(next.address);
    expect(written.filter((text) => text.includes(pendingEventsKey))).toEqual([
      expect.stringContaining('AuthorizationCode:'),
    ]);
  });
});

describe('consent', () => {
  it('is recorded when it is given, with the claims that it is for, once', async () => {
    const request = await stranger.request({ scope: 'openid email' });
    const page = await signIn(request);
    expect(await names()).toEqual(['password.verified', 'signed-in']);
    await stranger.redeem(await browser.submit(page, '/consent'), request);
    const events = await recorded();
    expect(events.map(({ event }) => event)).toEqual(['password.verified', 'signed-in', 'consent.given']);
    expect(events.at(-1)).toMatchObject({ details: { client: 'stranger', claims: 'email email_verified' } });
    await browser.open('/fiok');
    expect((await browser.open('/fiok/naplo')).text).toContain(
      'Hozzájárulás adatok átadásához: Minta Webáruház',
    );
  });

  it('to a part is recorded with that part alone', async () => {
    const request = await stranger.request({ scope: 'openid email profile' });
    const page = await signIn(request);
    const without = { without_email: 'yes', without_preferred_username: 'yes' };
    await stranger.redeem(await browser.submit(page, '/consent', without), request);
    const { event, details } = (await recorded()).at(-1) ?? {};
    const claims = details?.claims?.split(' ');
    expect([event, claims]).toEqual(['consent.given', expect.arrayContaining(['family_name', 'given_name'])]);
    expect(claims).not.toEqual(expect.arrayContaining([expect.stringMatching(/^(email|preferred_)/)]));
  });

  it('that cannot be recorded is not given', async () => {
    const page = await signIn(await stranger.request({ scope: 'openid email' }));
    const answer = await whileUnwritable(() => browser.submit(page, '/consent'));
    expect(answer.status).toBeGreaterThanOrEqual(500);
    const silent = await browser.open(
      (await stranger.request({ scope: 'openid email', prompt: 'none' })).address,
    );
    expect(answerOf(silent).error).toBe('consent_required');
  });
});

describe('a sign-out at the page of the provider', () => {
  it('is recorded', async () => {
    await signIn(await portal.request());
    const page = await browser.open('/session/end');
    await browser.submit(page, '/session/end/confirm', { logout: 'yes' });
    expect(await names()).toEqual(['password.verified', 'signed-in', 'signed-out']);
  });

  it('of one service only, where the browser stays signed in', async () => {
    const request = await portal.request();
    const tokens = await portal.redeem(await signIn(request), request);
    const page = await browser.open(`/session/end?id_token_hint=${tokens.id_token}`);
    const xsrf = /name="xsrf" value="([^"]+)"/.exec(page.text)?.[1] ?? '';
    expect((await browser.post('/session/end/confirm', { xsrf })).status).toBe(303);
    expect((await recorded()).at(-1)).toMatchObject({
      event: 'service.signed-out',
      details: { client: 'portal' },
    });
  });
});

describe('a grant that ends', () => {
  it('because a refresh token came again when its successor was spent: the owner reads of it', async () => {
    const request = await portal.request();
    const tokens = await portal.redeem(await signIn(request), request);
    const refresh = (token: unknown) => client.refreshTokenGrant(portal.configuration, String(token));
    const { refresh_token: successor } = await refresh(tokens.refresh_token);
    await refresh(successor);
    await expect(refresh(tokens.refresh_token)).rejects.toThrow();
    await expect(refresh(tokens.refresh_token)).rejects.toThrow();
    expect((await recorded()).filter(({ event }) => event === 'grant.reused')).toMatchObject([
      { actor: { kind: 'system' }, details: { client: 'portal' } },
    ]);
    await browser.open('/fiok');
    expect((await browser.open('/fiok/naplo')).text).toContain('mert a kulcsát kétszer használták');
  });

  it('because two came with it at once, or a code came twice', async () => {
    const request = await portal.request();
    const back = await signIn(request);
    const both = await Promise.allSettled([portal.redeem(back, request), portal.redeem(back, request)]);
    expect(both.map(({ status }) => status)).toContain('rejected');
    expect((await names()).filter((name) => name === 'grant.reused')).toHaveLength(1);
  });

  it('because its relying party gave it back', async () => {
    const request = await portal.request();
    const tokens = await portal.redeem(await signIn(request), request);
    await client.tokenRevocation(portal.configuration, String(tokens.refresh_token));
    expect((await recorded()).at(-1)).toMatchObject({
      event: 'grant.given-back',
      actor: { kind: 'client', id: 'portal' },
    });
  });
});

/** Of a key that nobody has any more. */
const backupRecipient = 'age1p7leslgqthnj5nec3tdqm6h4ldskt6j820xgtg8k9wruanls6fasmh0aag';

describe('what an operator is shown at the terminal', () => {
  it.each([
    ['accounts.exported', ['accounts', 'export']],
    ['backup.made', ['backup', '--to', backupRecipient, '--out', '/dev/null/nowhere']],
    ['accounts.listed', ['accounts', 'list']],
    ['audit.read', ['audit', 'export']],
    ['audit.read', ['audit', 'tail', '--once']],
    ['audit-key.added', ['audit', 'rotate-key']],
    ['dead-letters.listed', ['messages', 'list']],
    ['dead-letters.listed', ['logouts', 'list']],
    ['initial-access.issued', ['clients', 'initial-access-token']],
    ['records.resealed', ['keys', 'reseal']],
  ])('%s', async (event, args) => {
    const known = (await everything()).length;
    await runKapu(kapu.config, ...args);
    const since = (await everything()).slice(known);
    expect(since).toMatchObject([{ event, actor: { kind: 'operator' }, authority: 'terminal' }]);
  });

  it('of one person: they read of it; and nothing is shown that cannot be recorded', async () => {
    const shown = await runKapu(kapu.config, 'accounts', 'show', anna.username);
    expect(shown.stdout).toContain(anna.id);
    expect(await names()).toEqual(['account.shown']);
    await signIn(await portal.request());
    await browser.open('/fiok');
    expect((await browser.open('/fiok/naplo')).text).toContain('Az üzemeltető megnézte az adatait');
    const file = join(kapu.config.dataDirectory, 'accounts.ndjson');
    for (const args of [['show', anna.username], ['list'], ['export'], ['export', '--out', file]]) {
      const kept = await whileUnwritable(() => runKapu(kapu.config, 'accounts', ...args));
      expect([kept.code, kept.stdout]).toEqual([1, '']);
    }
  });
});

/** What leaves in one write shares a round trip. */
function writesTo(store: Redis): string[] {
  const { stream } = store as unknown as { stream: { write: (...given: unknown[]) => unknown } };
  const write = stream.write.bind(stream);
  const written: string[] = [];
  stream.write = (...given) => {
    written.push(String(given[0]));
    return write(...given);
  };
  return written;
}
