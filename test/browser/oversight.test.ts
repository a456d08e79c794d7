/** The auditor's pages in a real browser, and the proof that a citizen takes home of what a clerk did. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { createRecorder } from '../../src/audit/audit-log.ts';
import { deskEvents } from '../../src/audit/events/desk-events.ts';
import { createLookUpCounts } from '../../src/desk/audit-review/look-up-counts-store.ts';
import { staffNumberOf } from '../../src/desk/staff/staff-number.ts';
import { createMessageQueue, messageQueue } from '../../src/notifications/message-queue.ts';
import { deskRequestKey } from '../../src/storage/catalogue/account-keys.ts';
import { deskProposalsKey } from '../../src/storage/catalogue/desk-keys.ts';
import type { KeptKey } from '../../src/storage/catalogue/entry.ts';
import { clientKey } from '../../src/storage/catalogue/operator-keys.ts';
import { openOutbox } from '../../src/storage/outbox/outbox.ts';
import { createSealer } from '../../src/storage/sealed.ts';
import { noteReached } from '../../src/throttle/windows/reached-limits.ts';
import { dayOf } from '../../src/web/page/dates-and-times.ts';
import { codeAt } from '../support/authenticator.ts';
import { chainEverything } from '../support/chain.ts';
import { inspect, startChromium } from '../support/chromium.ts';
import { clockFrom } from '../support/clock.ts';
import { addStaff, deskOfTests, type Staff } from '../support/desk.ts';
import { type Citizenship, type Installation, startInstallation } from '../support/installation.ts';
import { runKapu } from '../support/operator.ts';
import { type Language, Person } from '../support/person.ts';
import { newSecrets } from '../support/secrets.ts';

let kapu: Installation;
let chromium: Browser;
let anna: Citizenship;
let clerk: Staff;
let auditor: Staff;
let operator: Staff;
let boss: Staff;
const clock = clockFrom(100);
const lostClients = ['elveszett', 'egy-masik-szolgaltatas-amelynek-hosszu-az-azonositoja'];

beforeAll(async () => {
  kapu = await startInstallation({
    now: clock.now,
    clients: lostClients.map((client_id) => ({ client_id })),
    config: { desk: deskOfTests, operator: { enabled: true } },
  });
  chromium = await startChromium();
  anna = await kapu.addCitizen();
  clerk = await addStaff(kapu, clock, 'clerk');
  auditor = await addStaff(kapu, clock, 'auditor');
  operator = await addStaff(kapu, clock, 'operator', '');
  await workOfAYear();
  await chainEverything(kapu.nodes[0].store, kapu.sealer);
});

afterAll(async () => {
  await chromium.close();
  // Lost by the test.
  await kapu.stop([/:desk-request$/, /^client:/]);
});

const numberOf = ({ id }: { id: string }): string => staffNumberOf(kapu.config.secrets.index_key, id);

/** What the desk may do for somebody, all of it, and look-ups of several clerks. */
async function workOfAYear(): Promise<void> {
  const { store } = kapu.nodes[0];
  const recorder = createRecorder(store, kapu.sealer);
  const at = (staff: Staff) => ({ staffNumber: numberOf(staff), office: staff.office });
  boss = await addStaff(kapu, clock, 'supervisor');
  const proposal = { kind: 'reset', reason: 'Elveszett a telefonja.', document: 'id-card' };
  for (const event of [
    deskEvents.registered(at(clerk), anna.id, 'passport'),
    deskEvents.identityChecked(at(clerk), anna.id, 'id-card'),
    deskEvents.activationCodeIssued(at(clerk), anna.id, 'id-card'),
    deskEvents.pairingRefused(at(clerk), anna.id),
    deskEvents.enrolmentSupervised(at(clerk), anna.id, 'id-card'),
    deskEvents.unlocked(at(clerk), anna.id),
    deskEvents.nameChanged(at(clerk), anna.id, 'id-card'),
    deskEvents.suspended(at(clerk), anna.id, 'id-card', 'Valaki más lépett be.'),
    deskEvents.requestProposed(at(clerk), anna.id, proposal),
    deskEvents.requestRefused(at(boss), anna.id, 'restore'),
    deskEvents.requestExpired(anna.id, 'restore'),
    deskEvents.requestApproved(at(boss), anna.id, 'reset'),
    deskEvents.requestAnnounced(anna.id, 'reset'),
    deskEvents.requestCancelled(anna.id, 'reset', 'link'),
    deskEvents.requestTookEffect(anna.id, 'reset'),
    deskEvents.ownerTold(anna.id, 'reset'),
    deskEvents.roleChanged(anna.id, 'clerk', 'north', 'active'),
    deskEvents.roleRevoked(anna.id),
    deskEvents.logOfPersonRead(at(auditor), anna.id, 'Panaszt tett.'),
    deskEvents.logExported(at(auditor), { account: anna.id, reason: 'Panaszt tett.' }, { format: 'csv' }),
    deskEvents.dataViewed(at(clerk), anna.id, 'lost-device', 'a vonaton hagyta'),
  ]) {
    await recorder.recordFirst(event);
  }
  const counts = createLookUpCounts(recorder);
  const day = dayOf(clock.now());
  const colleagues = [await addStaff(kapu, clock, 'clerk'), await addStaff(kapu, clock, 'clerk', 'south')];
  for (const [person, many] of [
    [clerk, 31],
    ...colleagues.map((one) => [one, 4] as const),
    [boss, 3],
  ] as const) {
    const deskPerson = { ...at(person), accountId: person.id, role: person.role };
    for (let look = 0; look < many; look += 1) {
      const outcome = look > 25 ? 'too-many' : 'unknown';
      const event = deskEvents.lookUpRefused(at(person), outcome);
      await counts.refuse(deskPerson, outcome, day, event);
    }
  }
}

/** A message that was given up, requests that were refused, a limit that was reached. */
async function somethingToOperate(): Promise<void> {
  const { store } = kapu.nodes[0];
  const to = { email: 'minta.anna@minta.example', name: 'Minta Anna', locale: 'hu' } as const;
  await createMessageQueue(store, kapu.sealer).tell(to, 'password-changed', clock.now());
  const timing = { firstRetryInMilliseconds: 1, longestRetryInMilliseconds: 1 };
  const outbox = openOutbox(store, messageQueue, 'a worker of the past', timing);
  const taken = await outbox.take();
  if (taken) {
    await outbox.bury(taken, 'EENVELOPE 550 RCPT TO');
  }
  for (const client of ['portal', 'portal', 'portall']) {
    const query = { client_id: client, response_type: 'code', redirect_uri: 'https://nowhere.example/' };
    await fetch(`${kapu.issuer}/auth?${new URLSearchParams(query)}`);
  }
  noteReached(store, 'wrong passwords of unknown browsers');
}

/** Sealed with a key that is gone. */
async function lose(key: KeptKey, field: string): Promise<void> {
  const lost = createSealer(newSecrets().sealing_keys);
  await kapu.nodes[0].store.hset(key, { version: 1, [field]: lost.seal('{}', key) });
}

function arrive(lang: Language): Promise<Person> {
  return Person.arrive(chromium, kapu.issuer, lang, { acceptDownloads: true });
}

describe.each<{ lang: Language }>([{ lang: 'hu' }, { lang: 'en' }])('oversight ($lang)', ({ lang }) => {
  it('shows an auditor who did what, to whom only for a reason, and who stands out', async () => {
    const person = await arrive(lang);
    const { page, texts } = person;
    const see = async (heading: string, name: string): Promise<void> => {
      await person.heading(heading).waitFor();
      await inspect(page, `oversight-${name}-${lang}`);
    };
    clock.pass(60);
    await person.signInUnseen(`${kapu.issuer}/desk`, auditor, codeAt(auditor.secretKey, clock.now()));
    await page.goto(`${kapu.issuer}/desk`);
    await see(texts['desk.title'], 'home');
    await person.link(texts['oversight.title']).click();
    await see(texts['oversight.title'], 'overview');
    await person.link(texts['oversight.look-ups.title']).click();
    await see(texts['oversight.look-ups.title'], 'look-ups');
    await page.getByText(texts['oversight.mark.far-above'], { exact: true }).waitFor();
    await page.getByLabel(texts['oversight.from.label']).fill('ma');
    await person.press(texts['oversight.show']);
    await see(texts['oversight.look-ups.title'], 'look-ups-errors');
    await page.goto(`${kapu.issuer}/desk/oversight/log`);
    await see(texts['oversight.log.title'], 'log');
    await page.getByLabel(texts['oversight.person.label']).fill(anna.username);
    await person.press(texts['oversight.show']);
    await see(texts['oversight.log.title'], 'log-errors');
    await page.getByLabel(texts['oversight.reason.label']).fill('Panaszt tett.');
    await page.getByLabel(texts['oversight.kind.label']).selectOption('desk');
    await person.press(texts['oversight.show']);
    await page.getByText(texts['oversight.person.shown'].replace('{username}', anna.username)).waitFor();
    await see(texts['oversight.log.title'], 'person');
    const downloading = page.waitForEvent('download');
    await person.button(texts['oversight.export.json']).click();
    expect((await downloading).suggestedFilename()).toBe('kapu-naplo.jsonl');
  });

  it('shows an operator what is up, what waits, and why a service was refused', async () => {
    await somethingToOperate();
    const person = await arrive(lang);
    const { page, texts } = person;
    const see = async (heading: string, name: string): Promise<void> => {
      await person.heading(heading).waitFor();
      await inspect(page, `operator-${name}-${lang}`);
    };
    clock.pass(60);
    await person.signInUnseen(`${kapu.issuer}/operator`, operator, codeAt(operator.secretKey, clock.now()));
    await page.goto(`${kapu.issuer}/operator`);
    await see(texts['operator.title'], 'state');
    await page.goto(`${kapu.issuer}/operator/queues/messages`);
    await see(texts['operator.queue.messages'], 'queue');
    await page.goto(`${kapu.issuer}/operator/keys`);
    await see(texts['operator.keys.title'], 'keys');
    await page.goto(`${kapu.issuer}/operator/calendar`);
    await see(texts['operator.calendar.title'], 'calendar');
    await page.getByLabel(texts['operator.calendar.at']).fill('tegnap');
    await person.press(texts['operator.calendar.show']);
    await see(texts['operator.calendar.title'], 'calendar-errors');
    await Promise.all(lostClients.map((id) => lose(clientKey(id), 'record')));
    await page.goto(`${kapu.issuer}/operator/relying-parties`);
    await see(texts['operator.relying-parties.title'], 'services');
    await page.goto(`${kapu.issuer}/operator/relying-party/portal`);
    await see(lang === 'hu' ? 'Mintaportál' : 'Sample portal', 'service');
    await page.goto(`${kapu.issuer}/operator/relying-parties/new`);
    await see(texts['operator.new.title'], 'new');
    await person.press(texts['operator.metadata.save']);
    await see(texts['operator.new.title'], 'new-errors');
    const metadata = {
      client_id: `hivatal-${lang}`,
      client_name: 'Minta hivatal',
      client_uri: 'https://hivatal.example',
      redirect_uris: ['https://hivatal.example/callback'],
      minimum_assurance: 'low',
      first_party: true,
    };
    await page.getByLabel(texts['operator.metadata.label']).fill(JSON.stringify(metadata, undefined, 2));
    await person.press(texts['operator.metadata.save']);
    await see(texts['operator.secret.title'], 'secret');
    await page.goto(`${kapu.issuer}/operator/relying-party/hivatal-${lang}/disable`);
    await see(texts['operator.disable.title'].replace('{name}', 'Minta hivatal'), 'disable');
    await person.press(texts['operator.disable.button']);
    await chainEverything(kapu.nodes[0].store, kapu.sealer);
    await page.goto(`${kapu.issuer}/operator/log`);
    await see(texts['operator.log.title'], 'log');
  });

  it('tells a supervisor how many proposals cannot be read', async () => {
    const lost = lang === 'hu' ? ['elveszett'] : ['elveszett', 'masik'];
    for (const id of lost) {
      await lose(deskRequestKey(id), 'value');
      await kapu.nodes[0].store.pexpire(deskRequestKey(id), 3_600_000);
      await kapu.nodes[0].store.zadd(deskProposalsKey(boss.office), 1, id);
    }
    const person = await arrive(lang);
    const { page, texts } = person;
    clock.pass(60);
    await person.signInUnseen(`${kapu.issuer}/desk`, boss, codeAt(boss.secretKey, clock.now()));
    await page.goto(`${kapu.issuer}/desk`);
    await person.heading(texts['desk.title']).waitFor();
    await inspect(page, `desk-unreadable-${lang}`);
  });

  it('gives a citizen every action of the desk in words, with a proof that anybody checks', async () => {
    const person = await arrive(lang);
    const { page, texts } = person;
    await page.goto(`${kapu.issuer}/fiok`);
    await person.pick('ugyfelkapu');
    await person.givePassword(anna);
    await person.heading(texts['account.title']).waitFor();
    await page.goto(`${kapu.issuer}/fiok/naplo`);
    await person.heading(texts['history.title']).waitFor();
    await inspect(page, `oversight-citizen-history-${lang}`);
    const entry = page.locator('li.kapu-history__entry').filter({ hasText: 'a vonaton hagyta' });
    await entry.getByText(numberOf(clerk)).waitFor();
    const downloading = page.waitForEvent('download');
    await entry.getByRole('link').click();
    const proof = join(kapu.config.dataDirectory, `proof-${lang}.json`);
    await (await downloading).saveAs(proof);
    expect(readFileSync(proof, 'utf8')).not.toContain(clerk.id);

    const keys = join(kapu.config.dataDirectory, 'keys.json');
    writeFileSync(keys, await (await fetch(`${kapu.issuer}/.well-known/kapu-audit-keys.json`)).text());
    const verify = () => runKapu(kapu.config, 'audit', 'verify-proof', proof, '--keys', keys);
    expect(await verify()).toMatchObject({ code: 0 });
    writeFileSync(proof, readFileSync(proof, 'utf8').replace('lost-device', 'enrolment'));
    expect((await verify()).code).toBe(1);
  });
});
