/** A verifier that others wrote meets the sample wallet: as its page in docs/verifiers says, with a card that we issued. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { hu as walletTexts } from '../../demo/wallet/words/hu.ts';
import { codeAt } from '../support/authenticator.ts';
import { newPerson } from '../support/chromium.ts';
import { enrolledCitizen } from '../support/citizen.ts';
import { prepareDemoWallet } from '../support/demo-wallet.ts';
import { freePort } from '../support/free-port.ts';
import { type Citizenship, type Installation, startInstallation } from '../support/installation.ts';
import { Person } from '../support/person.ts';
import { atPlaces, type Places, readVerifier } from './recipe.ts';
import { prepare, untilItAnswers } from './relying-party.ts';
import { keepRunning } from './shell.ts';

export const verifierName = 'polaris-oid4vp';

interface Verdict {
  readonly status: number;
  readonly authentic?: boolean;
  readonly code?: string;
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly revocation?: { readonly state: string; readonly meaning?: string; readonly fresh?: boolean };
}

/** @returns what it made of a card, and of the same after its owner revoked it, each in a line. @throws Error where it is not as it must be */
export async function meetVerifier(home: string, chromium: Browser): Promise<string[]> {
  const instructions = readVerifier(verifierName);
  const directory = join(home, verifierName);
  mkdirSync(directory, { recursive: true });
  const [issuerPort, port, secondPort] = [await freePort(), await freePort(), await freePort()];
  const places: Places = { issuerPort, port, secondPort, applicationPort: 0, secret: '' };
  await prepare(instructions, directory, places);
  const address = `http://localhost:${port}`;
  const trustAnchor = readFileSync(join(directory, 'pki/anchor.pem'), 'utf8');
  const demo = await prepareDemoWallet(
    [{ address, clientId: 'minta-tarca', trustAnchor }],
    `http://localhost:${issuerPort}`,
  );
  writeFileSync(join(directory, 'card-anchor.pem'), demo.config.walletIssuer?.trustAnchor ?? '');
  const kapu = await startInstallation({ port: issuerPort, config: demo.config });
  demo.open(kapu.issuer);
  const script = atPlaces(instructions.run, places);
  const program = keepRunning({ script, directory, log: join(directory, 'run.log') });
  try {
    await untilItAnswers(program, `${address}/verdicts`, directory);
    const desktop = await (await newPerson(chromium)).newPage();
    const phone = await (await newPerson(chromium, { viewport: { width: 390, height: 844 } })).newPage();
    await takeCard(kapu, desktop, phone);
    await present(phone, demo.walletUrl, address);
    await phone
      .getByText('Presentation complete')
      .or(phone.getByText('The presentation is complete'))
      .waitFor();
    await revoke(kapu, desktop);
    await present(phone, demo.walletUrl, address);
    await phone.getByText(walletTexts['request.failed.refused']).waitFor();
    return judged((await (await fetch(`${address}/verdicts`)).json()) as Verdict[]);
  } finally {
    await program.stop();
    await demo.stop();
    await kapu.stop();
  }
}

async function takeCard(kapu: Installation, desktop: Page, phone: Page): Promise<void> {
  const citizen: Citizenship & { secretKey: string } = await enrolledCitizen(kapu);
  const person = new Person(desktop, 'hu');
  await desktop.goto(`${kapu.issuer}/fiok/tarcaim/uj`);
  await person.pick('ugyfelkapu-plus');
  await person.givePassword(citizen);
  await person.giveCode(codeAt(citizen.secretKey, new Date()));
  await desktop.getByRole('button', { name: /Mintatárca/ }).click();
  const offer = await desktop.locator('a[href*="credential_offer_uri"]').getAttribute('href');
  const code = ((await desktop.locator('#transaction-code').textContent()) ?? '').replace(/\s/g, '');
  await phone.goto(offer ?? '');
  await phone.getByLabel(walletTexts['offer.code']).fill(code);
  await phone.getByRole('button', { name: walletTexts['offer.button'] }).click();
  await phone.getByRole('heading', { name: walletTexts['offer.done.title'] }).waitFor();
}

async function present(phone: Page, walletUrl: string, address: string): Promise<void> {
  const query = await (await fetch(`${address}/ask`)).text();
  await phone.goto(`${walletUrl}/present?${query}`);
  await phone.getByRole('button', { name: walletTexts['request.approve'] }).click();
}

async function revoke(kapu: Installation, desktop: Page): Promise<void> {
  await desktop.goto(`${kapu.issuer}/fiok/tarcaim`);
  await desktop.locator('a[href$="/visszavonas"]').click();
  await desktop.locator('form[action$="/visszavonas"] button').click();
  await desktop.waitForURL(/visszavonva/);
}

/** @throws Error unless the first was taken, with what was asked for and no more, and the second refused because it was revoked */
function judged(verdicts: readonly Verdict[]): string[] {
  const [taken, refused] = verdicts;
  const lines = verdicts.map((verdict) => JSON.stringify(verdict));
  const asked = { family_name: 'Minta', age_equal_or_over: { '18': true } };
  const isAsked = Object.entries(asked).every(
    ([name, value]) => JSON.stringify(taken?.claims?.[name]) === JSON.stringify(value),
  );
  const isWhole = !JSON.stringify(taken?.claims ?? {}).includes('given_name');
  const isFresh = taken?.revocation?.state === 'checked' && taken.revocation.fresh === true;
  if (taken?.authentic !== true || !isAsked || !isWhole || !isFresh || refused?.code !== 'revoked') {
    throw new Error(`not as it must be: ${lines.join('\n')}`);
  }
  return lines;
}
