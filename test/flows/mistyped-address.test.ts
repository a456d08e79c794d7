/** Somebody reads the messages of an account that is not theirs, because its owner's address was mistyped and never confirmed. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Response } from 'supertest';
import { createRecorder } from '../../src/audit/audit-log.ts';
import { createRequestStore } from '../../src/desk/dual-authorization/request-store.ts';
import type { MessageKind } from '../../src/notifications/message-kinds.ts';
import { writeMessage } from '../../src/notifications/messages.ts';
import { codeAt } from '../support/authenticator.ts';
import {
  Browser,
  cancellationCodeOf,
  enrolThroughStores,
  givePassword,
  secretKeyOf,
  titleOf,
} from '../support/citizen.ts';
import { clockFrom } from '../support/clock.ts';
import { caseAddressOf, comeToWork, deskOfTests, openCase, requestWorkflowOf } from '../support/desk.ts';
import { type Citizenship, type Installation, startInstallation } from '../support/installation.ts';
import { RelyingParty } from '../support/relying-party.ts';

const strangersAddress = 'idegen@minta.example';
const substantial = 'http://eidas.europa.eu/LoA/substantial';
const waitInSeconds = 72 * 3600 + 60;

let kapu: Installation;
let portal: RelyingParty;
const clock = clockFrom(170);

beforeAll(async () => {
  kapu = await startInstallation({ now: clock.now, config: { desk: deskOfTests } });
  portal = await RelyingParty.discover(kapu);
});

afterAll(() => kapu.stop());

const mistyped = () => kapu.addCitizen({ email: strangersAddress, email_verified: false });

/** With the password, where more is asked for. */
async function enter(browser: Browser, person: Citizenship): Promise<Response> {
  const { address } = await portal.request({ acr_values: substantial });
  return givePassword(browser, await browser.open(address), person, 'ugyfelkapu');
}

/** The newest message, as the stranger reads it in either language. */
async function readByStranger(): Promise<{ kind: string; text: string }> {
  const { kind, to, more } = (await kapu.messages()).at(-1) ?? { kind: '', to: '', more: {} };
  expect(to).toBe(strangersAddress);
  const details = { name: 'Minta Anna', when: clock.now(), address: `${kapu.issuer}/fiok`, more };
  const text = (['hu', 'en'] as const)
    .map((locale) => writeMessage(kind as MessageKind, locale, details).text)
    .join('\n');
  return { kind, text };
}

/** The one address that a message may name: own pages, behind the sign-in. */
function addressesIn(text: string): Set<string> {
  return new Set([...text.matchAll(/https?:\/\/[^\s.,]+/g)].map(([address]) => address));
}

it('a stranger with the mistyped address is told of the Ügyfélkapu+, and has no link that takes it away', async () => {
  const anna = await mistyped();
  const owner = new Browser(kapu.issuer);
  const waiting = await owner.submit(await enter(owner, anna), '/start');
  expect(titleOf(waiting)).toBe('Az igénylés várakozik');
  clock.pass(waitInSeconds);
  const key = await enter(owner, anna);
  const code = codeAt(secretKeyOf(key), clock.now());
  const { password } = anna;
  const shown = await owner.submit(key, '/prove', { password, code, device_name: 'Telefon' });
  await owner.submit(shown, '/finish', { last_four: cancellationCodeOf(shown).slice(-4) });
  clock.pass(-waitInSeconds);
  expect((await kapu.accounts.find(anna.id))?.hasPlus).toBe(true);

  const { kind, text } = await readByStranger();
  expect(text).not.toContain('/nem-en-voltam/');
  expect(addressesIn(text)).toEqual(new Set([`${kapu.issuer}/fiok`]));
  expect(kind).toBe('plus-activated-without-link');
  // Nor was one made that could be found elsewhere.
  expect(await kapu.nodes[0].store.keys('objection:*')).toEqual([]);
});

it('a stranger with the mistyped address is told of a second device, and has no link that blocks it', async () => {
  const anna = await mistyped();
  const plus = await enrolThroughStores(kapu, anna.id, clock.now());
  const owner = new Browser(kapu.issuer);
  const codePage = await givePassword(owner, await owner.open('/fiok'), anna);
  await owner.submit(codePage, '/code', { code: clock.freshCode(plus) });
  await owner.open('/fiok');
  const key = await owner.submit(await owner.open('/fiok/igenyles'), '/start');
  const code = codeAt(secretKeyOf(key), clock.now());
  const { password } = anna;
  const shown = await owner.submit(key, '/prove', { password, code, device_name: 'Tablet' });
  await owner.submit(shown, '/finish', { last_four: cancellationCodeOf(shown).slice(-4) });

  const { kind, text } = await readByStranger();
  expect(text).toContain('Tablet');
  expect(addressesIn(text)).toEqual(new Set([`${kapu.issuer}/fiok`]));
  expect(kind).toBe('authenticator-added-without-link');
});

it('a stranger with the mistyped address is told of what was asked at the desk, and cannot cancel it', async () => {
  const anna = await mistyped();
  await enrolThroughStores(kapu, anna.id, clock.now());
  const { browser: desk } = await comeToWork(kapu, clock, 'clerk');
  const { browser: bosses } = await comeToWork(kapu, clock, 'supervisor');
  const open = await openCase(desk, anna.username);
  const form = await desk.open(`${caseAddressOf(open)}/reset`);
  await desk.submit(form, '/reset', { reason: 'elveszett a telefon' });
  const requests = createRequestStore(
    createRecorder(kapu.nodes[0].store, kapu.sealer),
    kapu.sealer,
    kapu.config.secrets,
  );
  const id = (await requests.find(anna.id))?.request.id;
  await bosses.submit(await bosses.open(`/desk/requests/${id}`), '/approve');
  await requestWorkflowOf(kapu).goOn(anna.id, clock.now());

  const { kind, text } = await readByStranger();
  expect(addressesIn(text)).toEqual(new Set([`${kapu.issuer}/fiok`]));
  expect(kind).toBe('desk-reset-approved-without-link');
});
