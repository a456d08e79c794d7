/** What auditors see, what they must say for it, and who stands out. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Response } from 'supertest';
import { createRecorder } from '../../src/audit/audit-log.ts';
import { canonicalJson } from '../../src/audit/chain/canonical-json.ts';
import { digestOf, hashAfter } from '../../src/audit/chain/chain.ts';
import { sha256 } from '../../src/audit/chain/sha256.ts';
import { deskEvents } from '../../src/audit/events/desk-events.ts';
import { eventNames, historyEvents } from '../../src/audit/events/event-names.ts';
import type { SecurityEvent } from '../../src/audit/events/security-event.ts';
import { securityEvents } from '../../src/audit/events/security-events.ts';
import { staffNumberOf } from '../../src/desk/staff/staff-number.ts';
import { dayOf } from '../../src/web/page/dates-and-times.ts';
import { chainEverything, monthOfRecording } from '../support/chain.ts';
import { Browser, errorsOf, formOf, givePassword } from '../support/citizen.ts';
import { clockFrom } from '../support/clock.ts';
import {
  addStaff,
  atTheDesk,
  comeToWork,
  deskOfTests,
  lookUp,
  openCase,
  type Staff,
} from '../support/desk.ts';
import { type Citizenship, type Installation, startInstallation } from '../support/installation.ts';
import { runKapu } from '../support/operator.ts';

let kapu: Installation;
const clock = clockFrom(170);
let clerk: Staff;
let desk: Browser;
let auditor: Staff;
let audit: Browser;
const logAddress = '/desk/oversight/log';

beforeAll(async () => {
  kapu = await startInstallation({
    now: clock.now,
    config: { desk: { ...deskOfTests, look_ups_per_hour: 25 } },
  });
  ({ staff: clerk, browser: desk } = await comeToWork(kapu, clock, 'clerk'));
  ({ staff: auditor, browser: audit } = await comeToWork(kapu, clock, 'auditor'));
});

afterAll(() => kapu.stop());

const numberOf = ({ id }: { id: string }): string => staffNumberOf(kapu.config.secrets.index_key, id);

const seal = (): Promise<void> => chainEverything(kapu.nodes[0].store, kapu.sealer);

async function ask(fields: Record<string, string>): Promise<Response> {
  await seal();
  return audit.submit(await audit.open(logAddress), logAddress, fields);
}

function entriesOf(page: Response): string[] {
  return [...page.text.matchAll(/kapu-history__entry">([\s\S]*?)<\/li>/g)].map(([, entry = '']) =>
    entry
      .replace(/<[^>]+>/g, ' ')
      .replace(/\s+/g, ' ')
      .trim(),
  );
}

async function historyOf(citizen: Citizenship): Promise<Response> {
  const browser = new Browser(kapu.issuer);
  await givePassword(browser, await browser.open('/fiok'), citizen, 'ugyfelkapu');
  return browser.open('/fiok/naplo');
}

describe('nobody but an auditor', () => {
  const addresses = ['/desk/oversight', logAddress, '/desk/oversight/look-ups'];

  it('sees these pages', async () => {
    for (const role of ['supervisor', 'operator'] as const) {
      const { browser } = await comeToWork(kapu, clock, role);
      for (const address of addresses) {
        expect((await browser.open(address)).status).toBe(403);
      }
    }
    const form = formOf(await audit.open(logAddress), logAddress).fields;
    for (const address of addresses) {
      expect((await desk.open(address)).status).toBe(403);
      expect((await new Browser(kapu.issuer).get(address)).status).toBe(303);
      expect((await audit.open(address)).status).toBe(200);
    }
    expect((await audit.post(logAddress, { person: clerk.username, reason: 'x' })).status).toBe(403);
    const token = formOf(await desk.open('/desk'), '/desk').fields;
    for (const address of [logAddress, `${logAddress}/export`, '/desk/oversight/look-ups']) {
      expect((await desk.post(address, { ...form, ...token, format: 'json' })).status).toBe(403);
    }
  });
});

describe('what happened to a person', () => {
  it('is shown for a reason alone, which the person reads, and nowhere else by name', async () => {
    const anna = await kapu.addCitizen();
    await openCase(desk, anna.username);
    const without = await ask({ person: anna.username });
    expect([without.status, errorsOf(without)]).toEqual([422, ['Írja le, miért kérdez erről a személyről.']]);
    expect(entriesOf(without)).toEqual([]);

    const everybody = await ask({ kind: 'desk.data-viewed' });
    expect(entriesOf(everybody)[0]).toContain('Kit érint egy személy');
    expect(everybody.text).not.toContain(anna.username);

    const page = await ask({ person: anna.username.toUpperCase(), reason: 'panaszt tett' });
    const entries = entriesOf(page);
    expect(entries.join('\n')).toMatch(
      new RegExp(`Adatok megtekintése .* Munka clerk \\(${numberOf(clerk)}\\), Északi kormányablak`),
    );
    expect(entries.join('\n')).toContain(`Kit érint ${anna.username}`);
    expect(entries.join('\n')).toContain('Ok Az ügyfél személyesen kérte Mi alapján ügyintézői szerepkör');

    const read = (await historyOf(anna)).text;
    expect(read).toContain('Ellenőr megnézte, mi történt a fiókkal, ok: panaszt tett');
    expect(read).toContain(`Északi kormányablak · munkatársi szám: ${numberOf(auditor)}`);
    expect(read).toContain('Ügyintéző ellenőrizte az okmányát: Személyazonosító igazolvány');
    expect(read).not.toContain('Munka');
    const recorded = entriesOf(await ask({ kind: 'oversight' }));
    expect(recorded[0]).toContain('Ellenőr lekérdezése egy személyről');
    expect(recorded[0]).toContain('Ok panaszt tett');
  });

  it('is nothing of somebody unknown, nor of oneself, and its address is worth nothing to another', async () => {
    const anna = await kapu.addCitizen();
    expect(errorsOf(await ask({ person: 'nincs.ilyen', reason: 'x' }))).toEqual([
      'Ilyen felhasználónév nincs.',
    ]);
    const profile = (await kapu.accounts.find(auditor.id))?.profile;
    const second = await kapu.addCitizen({
      birth_family_name: profile?.birth_family_name ?? '',
      birth_given_name: profile?.birth_given_name.toUpperCase() ?? '',
    });
    for (const own of [auditor, second]) {
      expect(errorsOf(await ask({ person: own.username, reason: 'x' }))[0]).toContain('Saját magáról');
    }
    await ask({ person: anna.username, reason: 'x' });
    const recorded = await ask({ kind: 'oversight.inquiry-refused' });
    expect(entriesOf(recorded)[0]).toContain('a saját fiókja');

    await seal();
    const form = formOf(await audit.open(logAddress), logAddress);
    const fields = { ...form.fields, person: anna.username, reason: 'x' };
    const { location = '' } = (await audit.post(logAddress, fields)).headers;
    expect(location).toMatch(/^\/desk\/oversight\/log\?inquiry=[\w-]{22}$/);
    const { browser } = await comeToWork(kapu, clock, 'auditor');
    const stolen = await browser.open(location);
    expect(stolen.status).toBe(410);
    expect(entriesOf(stolen)).toEqual([]);
  });
});

describe('the log', () => {
  it('is filtered by clerk, office, kind and day', async () => {
    const southern = await addStaff(kapu, clock, 'clerk', 'south');
    const { browser } = await atTheDesk(kapu, clock, southern);
    await openCase(browser, (await kapu.addCitizen()).username);
    for (const typed of [southern.username, numberOf(southern)]) {
      const entries = entriesOf(await ask({ clerk: typed }));
      expect(entries).toHaveLength(2);
      expect(entries.every((entry) => entry.includes('Déli kormányablak'))).toBe(true);
    }
    expect(entriesOf(await ask({ office: 'south', kind: 'desk.identity-checked' }))).toHaveLength(1);
    const today = new Date().toISOString().slice(0, 10);
    expect(entriesOf(await ask({ clerk: southern.username, from: today })).length).toBeLessThan(3);
    const never = await ask({ from: '2001-01-01', to: '2001-01-02' });
    expect(never.text).toContain('Itt nincs ilyen bejegyzés.');
    // Citizens are no clerks: the field does not tell whether a name is somebody's.
    const anna = await kapu.addCitizen();
    const [known, unknown] = [await ask({ clerk: anna.username }), await ask({ clerk: 'nincs.ilyen' })];
    expect(errorsOf(known)).toEqual(errorsOf(unknown));
  });

  it('goes on behind the last entry that was shown, whatever comes meanwhile', async () => {
    const recorder = createRecorder(kapu.nodes[0].store, kapu.sealer);
    for (let at = 0; at < 30; at += 1) {
      await recorder.recordFirst(securityEvents.accountsImported(at));
    }
    const first = await ask({ kind: 'accounts.imported' });
    await recorder.recordFirst(securityEvents.accountsImported(30));
    await seal();
    const [, next = ''] = /href="([^"]+before=[^"]+)"/.exec(first.text) ?? [];
    const second = await audit.open(next.replaceAll('&amp;', '&'));
    const numbers = [...entriesOf(first), ...entriesOf(second)].map((entry) =>
      Number(/(\d+)\. bejegyzés/.exec(entry)?.[1]),
    );
    expect(entriesOf(first)).toHaveLength(25);
    expect(new Set(numbers).size).toBe(30);
    expect(numbers).toEqual(numbers.toSorted((one, other) => other - one));
  });

  it('survives hostile questions', async () => {
    for (const hostile of [
      '?before=1%27--',
      '?before=999999999999999-1',
      '?kind=%3Cscript%3E',
      '?office=a%00b',
      `?clerk=${'9'.repeat(3000)}`,
      '?from=2026-02-31',
      '?clerk=1&clerk=2',
      '?inquiry=../../x',
      '?from=9999-12-31',
      '?to=9999-12-31',
      '?from=0001-01-01&to=0001-01-01',
    ]) {
      const page = await audit.open(`${logAddress}${hostile}`);
      expect([hostile, page.status < 500]).toEqual([hostile, true]);
      expect(page.text).not.toContain('<script>');
    }
    const refused = await ask({
      kind: 'x',
      office: 'y',
      from: 'ma',
      to: '2026-13-01',
      clerk: 'a'.repeat(200),
    });
    expect([refused.status, errorsOf(refused).length]).toEqual([422, 5]);
    expect(errorsOf(await ask({ from: '2026-11-02', to: '2026-11-01' }))[0]).toContain(
      'nem lehet az első előtt',
    );
    const lookUps = '/desk/oversight/look-ups';
    for (const period of ['from=x&to=__proto__', 'from=9999-12-31&to=9999-12-31', 'from=0000-01-01']) {
      expect([period, (await audit.open(`${lookUps}?${period}`)).status]).toEqual([period, 200]);
    }
    const form = await audit.open(lookUps);
    for (const [from, to, words] of [
      ['ma', '2026-11-01', 'A napot így írja be'],
      ['2026-11-02', '2026-11-01', 'nem lehet az első előtt'],
      ['2026-10-01', '2026-11-01', 'Legfeljebb 31 napot'],
    ] as const) {
      const answer = await audit.submit(form, lookUps, { from, to });
      expect([answer.status, errorsOf(answer)]).toEqual([422, [expect.stringContaining(words)]]);
    }
  });

  it('has words for every event', () => {
    const made = Object.values({ ...securityEvents, ...deskEvents } as Record<
      string,
      (...given: unknown[]) => SecurityEvent
    >).map((make) => make('x', 'x', 'x', 'x', 'x'));
    const known = new Set<string>([...eventNames, 'client.x', 'approval.x']);
    expect(made.filter(({ event }) => !known.has(event))).toEqual([]);
    // What concerns somebody stands in their history, which knows no other events.
    const ofDesk = made.filter(({ event }) => /^(desk|oversight)\./.test(event));
    expect(ofDesk.filter(({ account, isForOwner }) => account !== undefined && !isForOwner)).toEqual([]);
    const read = new Set<string>([...historyEvents, 'approval.x']);
    expect(made.filter(({ event, isForOwner }) => isForOwner && !read.has(event))).toEqual([]);
  });
});

/** As somebody would who has the file and no key: every digest and hash behind the change computed anew. */
function chainedAnew(text: string): string {
  let previous: string | undefined;
  return text
    .split('\n')
    .map((line) => {
      const entry = line === '' ? {} : JSON.parse(line);
      if (!('hash' in entry)) {
        return line;
      }
      const { id, salt, event } = entry;
      previous ??= String(entry.previous);
      const digest = event ? digestOf(id, sha256(`${salt}${canonicalJson(event)}`)) : entry.digest;
      const hash = hashAfter(previous, digest);
      const anew = { ...entry, ...(event && { previous }), digest, hash };
      previous = hash;
      return JSON.stringify(anew);
    })
    .join('\n');
}

describe('an export', () => {
  async function download(fields: Record<string, string>, format: 'json' | 'csv'): Promise<Response> {
    return audit.submit(await ask(fields), '/export', { format });
  }

  it('is checked by the operator, holds what was asked for alone, and is recorded', async () => {
    const anna = await kapu.addCitizen();
    await openCase(desk, anna.username);
    await openCase(desk, (await kapu.addCitizen()).username);
    // What some readers of lines take for the end of one.
    const note = 'elveszett\u2028a telefon\u2029ja';
    await lookUp(desk, await desk.open('/desk'), anna.username, { purpose: 'other', note });
    const file = await download({ kind: 'desk.data-viewed' }, 'json');
    expect(file.headers['content-disposition']).toContain('kapu-naplo.jsonl');
    const text = file.text ?? String(file.body);
    const lines = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    const shown = lines.filter((line) => 'event' in line);
    expect(shown.length).toBeGreaterThan(1);
    expect(shown.every((line) => (line.event as { event: string }).event === 'desk.data-viewed')).toBe(true);
    expect(lines.some((line) => 'withheld' in line)).toBe(true);
    expect(text).not.toContain(clerk.id);
    expect(text).not.toContain(anna.username);

    const directory = join(kapu.config.dataDirectory, 'export');
    mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, 'keys.json'), (await audit.get('/.well-known/kapu-audit-keys.json')).text);
    const verify = (name: string, content: string) => {
      writeFileSync(join(directory, name), content);
      return runKapu(
        kapu.config,
        'audit',
        'verify-export',
        join(directory, name),
        '--keys',
        join(directory, 'keys.json'),
      );
    };
    expect(await verify('export.jsonl', text)).toMatchObject({ code: 0 });
    expect((await verify('changed.jsonl', text.replace('asked-in-person', 'enrolment'))).code).toBe(2);
    const forged = chainedAnew(text.replace('asked-in-person', 'enrolment'));
    expect((await verify('anew.jsonl', forged)).code).toBe(2);
    const unsigned = forged.split('\n').filter((line) => !line.startsWith('{"checkpoint"'));
    expect(await verify('unsigned.jsonl', unsigned.join('\n'))).toMatchObject({
      code: 2,
      stdout: expect.stringContaining('are covered by no checkpoint of this file'),
    });
    const without = text.split('\n').filter((line) => !line.startsWith('{"withheld"'));
    expect((await verify('cut.jsonl', without.join('\n'))).code).toBe(2);

    const recorded = entriesOf(await ask({ kind: 'oversight.exported' }));
    expect(recorded[0]).toContain('Napló letöltése');
  });

  it('of a person is read by the person, and its table has no formula in it', async () => {
    const anna = await kapu.addCitizen();
    for (const note of [
      '=HYPERLINK("http://x.example")',
      '+1',
      '-1',
      '@SUM(A1)',
      ' =1',
      'egy "idézet"; két',
    ]) {
      await lookUp(desk, await desk.open('/desk'), anna.username, { purpose: 'other', note });
    }
    const reason = '=cmd|calc';
    const all = await download({ person: anna.username, reason }, 'csv');
    const file = await download({ person: anna.username, reason: '@x', kind: 'oversight' }, 'csv');
    for (const { text } of [file, all]) {
      const cells = text.split('\r\n').flatMap((row) => row.replace('\uFEFF', '').split(/;(?=")/));
      expect(cells.filter((cell) => /^"?\s*[=+\-@]/.test(cell))).toEqual([]);
    }
    expect(file.text).toContain(`"'=cmd|calc"`);
    expect(all.text).toContain(anna.username);
    expect(all.text).toContain('""idézet""');
    const read = (await historyOf(anna)).text;
    expect(read).toContain('Ellenőr letöltötte, mi történt a fiókkal, ok: =cmd|calc');
  });
});

describe('a clerk who scripts look-ups', () => {
  it('is slowed, and stands out beside the others', async () => {
    const from = dayOf(clock.now());
    const quiet = await addStaff(kapu, clock, 'clerk');
    const other = (await atTheDesk(kapu, clock, quiet)).browser;
    await lookUp(other, await other.open('/desk'), clerk.username);
    const greedy = await addStaff(kapu, clock, 'clerk');
    const script = (await atTheDesk(kapu, clock, greedy)).browser;
    const home = await script.open('/desk');
    const statuses: number[] = [];
    for (let at = 0; at < 28; at += 1) {
      const name = at % 3 === 0 ? clerk.username : `talan.${at}`;
      statuses.push((await lookUp(script, home, name)).status);
    }
    expect(statuses.slice(0, 25)).not.toContain(429);
    expect(statuses.slice(25)).toEqual([429, 429, 429]);

    // Look-ups are counted by the clock of the test, which midnight may pass meanwhile; records are dated by Redis: at night the two have
    // different days.
    const period = new URLSearchParams({ from, to: dayOf(new Date()) });
    const page = await audit.open(`/desk/oversight/look-ups?${period}`);
    const [first = ''] = /<tbody[\s\S]*?<\/tr>/.exec(page.text) ?? [];
    const words = first.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
    expect(words).toContain(numberOf(greedy));
    expect(words).toContain('Kiugró Elérte a korlátot Próbálgat');
    // Excess, all, medians of the others, found, unknown, above the limit.
    const numbers = [...first.matchAll(/numeric"[^>]*>([^<]*)</g)].map(([, number]) => number);
    expect(numbers.slice(1, 2)).toEqual(['28']);
    expect(numbers.slice(4)).toEqual(['9', '16', '3']);
    const [, log = ''] = /href="(\/desk\/oversight\/log[^"]*)"/.exec(first) ?? [];
    await seal();
    const entries = entriesOf(await audit.open(log.replaceAll('&amp;', '&')));
    expect(entries.every((entry) => entry.includes(numberOf(greedy)))).toBe(true);
    expect(entries[0]).toContain('Eredménytelen keresés (a korláton felül)');
  });
});

describe('an entry that somebody changed', () => {
  it('is shown as one that cannot be read, whatever was asked for', async () => {
    const { store } = kapu.nodes[0];
    const recorder = createRecorder(store, kapu.sealer);
    const month = `audit:${await monthOfRecording()}`;
    await recorder.recordFirst(securityEvents.accountsImported(99));
    await seal();
    const [[id = '', fields = []] = []] = await store.xrevrange(month, '+', '-', 'COUNT', 1);
    await store.xdel(month, id);
    // The id of what was deleted last may not be given again: another one, just behind it.
    const [ms, number] = id.split('-');
    await store.xadd(month, `${ms}-${Number(number) + 1}`, ...fields.slice(0, 7), 'rubbish');
    expect(entriesOf(await audit.open(`${logAddress}?office=south`))[0]).toContain('nem olvasható');
  });
});
