import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createHttpSmsGateway } from '../../src/notifications/http-sms-gateway.ts';
import { type Mailer, startMailer } from '../../src/notifications/mailer.ts';
import { createLogger } from '../../src/observability/logger.ts';
import { calendarIn } from '../support/calendar.ts';
import { Browser, givePassword, titleOf } from '../support/citizen.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import { type Mailbox, startMailbox } from '../support/mailbox.ts';
import { startSmsGateway, type TestSmsGateway } from '../support/sms-gateway.ts';

const token = 'a token of the tests, 123456';

let kapu: Installation;
let mailbox: Mailbox;
let gateway: TestSmsGateway;
let mailer: Mailer;

beforeAll(async () => {
  const calendar = calendarIn('application-only');
  kapu = await startInstallation({ config: { calendar, oneTimeCodes: { email: 'low', sms: 'low' } } });
  mailbox = await startMailbox();
  gateway = await startSmsGateway();
  const settings = {
    smtpUrl: mailbox.smtpUrl,
    needsTls: false,
    from: 'Kapu <no-reply@kapu.invalid>',
    accountAddress: `${kapu.issuer}/fiok`,
    sms: createHttpSmsGateway({ url: gateway.url, token, sender: undefined }),
  };
  mailer = startMailer(kapu.nodes[0].store, kapu.sealer, settings, createLogger('silent'));
});

afterAll(async () => {
  await mailer.stop();
  await Promise.all([gateway.stop(), mailbox.stop()]);
  await kapu.stop();
});

/** What a person reads: the session identifier of the page and of the message, and the code. */
async function signIn(
  channel: 'email' | 'sms',
  profile: { email: string; locale: 'hu' | 'en' },
  readMessage: () => Promise<{ all: string; subject?: string }>,
): Promise<{ subject: string | undefined; message: string; last: string }> {
  const citizen = await kapu.addCitizen({ ...profile, phone_number_verified: true });
  const browser = new Browser(kapu.issuer);
  const choice = await givePassword(browser, await browser.open('/fiok'), citizen);
  const page = await browser.submit(choice, '/one-time-code/send', { channel });
  const { all, subject } = await readMessage();
  const [, sessionIdentifier = ''] = /kapu-code-card__code">(\d{3})</.exec(page.text) ?? [];
  expect(`${subject} ${all}`).toContain(sessionIdentifier);
  const [one_time_code = ''] = /\b\d{4}\u00a0?\d{4}\b/.exec(all) ?? [];
  const last = await browser.submit(page, '/one-time-code/check', { one_time_code });
  return { subject, message: all, last: titleOf(last) };
}

it.each([
  ['hu', 'anna.hu@minta.example', 'Kód a bejelentkezéshez – ellenőrző szám: ', 'Kapu – Fiókom'],
  ['en', 'anna.en@minta.example', 'Code to sign in – check number: ', 'Kapu – My account'],
] as const)('a code that a mail server delivered signs in (%s)', async (locale, email, subject, service) => {
  const read = async (): Promise<{ all: string; subject: string }> => {
    const letter = await mailbox.letterTo(email);
    expect(letter.html).toContain(`lang="${locale}"`);
    return { all: letter.text, subject: letter.subject };
  };
  const outcome = await signIn('email', { email, locale }, read);
  expect(outcome.last).toBe('Fiókom');
  expect(outcome.subject).toMatch(new RegExp(`^${subject}\\d{3}$`));
  expect(outcome.message).toContain(service);
  expect(outcome.message).toMatch(/\d\d:\d\d(?: \((?:summer|winter) time\))?\.\n/);
  expect(outcome.message).not.toMatch(/[{}]|undefined/);
  expect(outcome.subject).not.toMatch(/\d{8}/);
});

it.each(['hu', 'en'] as const)('a code that an SMS gateway took signs in (%s)', async (locale) => {
  const before = gateway.received.length;
  const read = async (): Promise<{ all: string }> => {
    for (let tries = 0; tries < 100 && gateway.received.length === before; tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    return { all: gateway.received.at(-1)?.body.text ?? '' };
  };
  const outcome = await signIn('sms', { email: `sms.${locale}@minta.example`, locale }, read);
  expect(outcome.last).toBe('Fiókom');
});
