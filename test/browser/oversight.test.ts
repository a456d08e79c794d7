/** The auditor's pages in a real browser, and the proof that a citizen takes home of what a clerk did. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { createRecorder } from '../../src/audit/audit-log.ts';
import { deskEvents } from '../../src/audit/events/desk-events.ts';
import { createLookUpCounts } from '../../src/desk/audit-review/look-up-counts-store.ts';
import { staffNumberOf } from '../../src/desk/staff/staff-number.ts';
import { dayOf } from '../../src/web/page/dates-and-times.ts';
import { codeAt } from '../support/authenticator.ts';
import { chainEverything } from '../support/chain.ts';
import { inspect, startChromium } from '../support/chromium.ts';
import { clockFrom } from '../support/clock.ts';
import { addStaff, deskOfTests, type Staff } from '../support/desk.ts';
import { type Citizenship, type Installation, startInstallation } from '../support/installation.ts';
import { runKapu } from '../support/operator.ts';
import { type Language, Person } from '../support/person.ts';

let kapu: Installation;
let chromium: Browser;
let anna: Citizenship;
let clerk: Staff;
let auditor: Staff;
const clock = clockFrom(100);

beforeAll(async () => {
  kapu = await startInstallation({ now: clock.now, config: { desk: deskOfTests } });
  chromium = await startChromium();
  anna = await kapu.addCitizen();
  clerk = await addStaff(kapu, clock, 'clerk');
  auditor = await addStaff(kapu, clock, 'auditor');
  await workOfAYear();
  await chainEverything(kapu.nodes[0].store, kapu.sealer);
});

afterAll(async () => {
  await chromium.close();
  await kapu.stop();
});

const numberOf = ({ id }: { id: string }): string => staffNumberOf(kapu.config.secrets.index_key, id);

/** What the desk may do for somebody, all of it, and look-ups of several clerks. */
async function workOfAYear(): Promise<void> {
  const { store } = kapu.nodes[0];
  const recorder = createRecorder(store, kapu.sealer);
  const at = (staff: Staff) => ({ staffNumber: numberOf(staff), office: staff.office });
  const boss = await addStaff(kapu, clock, 'supervisor');
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
    await page.goto(`${kapu.issuer}/desk`);
    await person.givePassword(auditor);
    await person.giveCode(codeAt(auditor.secretKey, clock.now()));
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
