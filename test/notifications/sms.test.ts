import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createHttpSmsGateway } from '../../src/notifications/http-sms-gateway.ts';
import { type Mailer, startMailer } from '../../src/notifications/mailer.ts';
import { createMessageQueue } from '../../src/notifications/message-queue.ts';
import { writeText } from '../../src/notifications/sms.ts';
import { createLogger } from '../../src/observability/logger.ts';
import { briefTimeOfDay } from '../../src/web/page/dates-and-times.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';
import { accept, startSmsGateway, type TestSmsGateway } from '../support/sms-gateway.ts';

const token = 'a token of the tests, 123456';
const number = '+36301234567';

let gateway: TestSmsGateway;

beforeEach(async () => {
  gateway = await startSmsGateway();
});

afterEach(() => gateway.stop());

function send(text = 'Kód: 12345678', url = gateway.url, sender: string | undefined = 'Kapu'): Promise<void> {
  return createHttpSmsGateway({ url, token, sender }).send(number, text, '1732-0');
}

/** What a failure says; it must not quote what was sent. */
async function failureOf(sent: Promise<void>): Promise<string> {
  const error: Error & { cause?: unknown } = await sent.then(
    () => new Error('it was sent'),
    (reason) => reason,
  );
  const said = `${error.stack} ${JSON.stringify(error)} ${String(error.cause)}`;
  expect(said).not.toMatch(/301234567|12345678|a token of the tests/);
  return error.message;
}

describe('a text message', () => {
  it('goes to the gateway as JSON with the token, and with a key that stays the same when it is tried again', async () => {
    await send();
    await send();
    expect(gateway.received).toHaveLength(2);
    for (const { headers, body } of gateway.received) {
      expect(body).toEqual({ id: '1732-0', to: number, from: 'Kapu', text: 'Kód: 12345678' });
      expect(headers).toMatchObject({
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'idempotency-key': '1732-0',
      });
    }
  });

  it('names no sender where none is configured', async () => {
    await createHttpSmsGateway({ url: gateway.url, token, sender: undefined }).send(number, 'x', '1');
    expect(gateway.received[0]?.body).toEqual({ id: '1', to: number, text: 'x' });
  });

  it('is not sent when the gateway is down', async () => {
    const { url } = gateway;
    await gateway.stop();
    expect(await failureOf(send(undefined, url))).toBe('the SMS gateway could not be reached');
    gateway = await startSmsGateway();
  });

  it.each([400, 401, 429, 500, 503])('is not sent when the gateway answers %d', async (status) => {
    gateway.answer((response) => response.writeHead(status).end(`{"id":"1","error":"${number} 12345678"}`));
    expect(await failureOf(send())).toBe(`the gateway answered ${status}`);
  });

  it.each([301, 302, 307, 308])(
    'does not follow a redirect (%d), which could lead anywhere',
    async (status) => {
      const elsewhere = await startSmsGateway();
      gateway.answer((response) => response.writeHead(status, { Location: elsewhere.url }).end());
      expect(await failureOf(send())).toBe(`the gateway answered ${status}`);
      expect(elsewhere.received).toEqual([]);
      await elsewhere.stop();
    },
  );

  it.each(['', 'OK', '{}', '{"id":""}', '{"id":7}', '[]', 'null', '{"id":"1"'])(
    'is not taken as sent by an answer such as %j',
    async (answer) => {
      gateway.answer((response) => response.writeHead(200).end(answer));
      expect(await failureOf(send())).toBe('the gateway gave no id');
    },
  );

  it('is not sent when the answer has no end', async () => {
    gateway.answer((response) => {
      const pour = (): boolean => response.write(' '.repeat(8192));
      response.writeHead(200);
      response.on('drain', pour);
      while (pour()) {}
    });
    expect(await failureOf(send())).toBe('the answer of the gateway is too large');
  });

  it('waits five seconds for a gateway, also for one that stops in the middle of its answer', async () => {
    gateway.answer((response) => response.writeHead(200).write('{"id":'));
    const began = Date.now();
    expect(await failureOf(send())).toBe('the SMS gateway did not answer in time');
    expect(Date.now() - began).toBeGreaterThan(4900);
    expect(Date.now() - began).toBeLessThan(8000);
  });
});

describe('what a text message says', () => {
  const values = { code: '12345678', sessionIdentifier: '123' };

  it.each([
    ['hu', '2026-12-01T13:35:00Z', '14:35'],
    ['en', '2026-12-01T13:35:00Z', '14:35'],
    ['hu', '2026-10-25T00:55:00Z', 'nyári 02:55'],
    ['hu', '2026-10-25T01:55:00Z', 'téli 02:55'],
    ['en', '2026-10-25T00:55:00Z', '02:55 (summer time)'],
  ] as const)('fits into one message and has everything (%s, %s)', (locale, end, time) => {
    const until = briefTimeOfDay(new Date(end), locale);
    const text = writeText('sign-in-code', locale, { ...values, until });
    expect(text).toMatch(/12345678.*123/s);
    expect(text).toContain(time);
    expect(text.length).toBeLessThanOrEqual(/^[\x20-\x7E]*$/.test(text) ? 160 : 70);
    expect(text).not.toMatch(/[{}]/);
  });
});

describe('the queue', () => {
  let redis: TestRedis;
  let mailer: Mailer;
  const log: string[] = [];

  beforeAll(async () => {
    redis = await startTestRedis();
  });

  beforeEach(async () => {
    await redis.store.flushdb();
    log.length = 0;
    const logger = createLogger('debug', { write: (line: string) => void log.push(line) });
    const sms = createHttpSmsGateway({ url: gateway.url, token, sender: undefined });
    const smtpUrl = 'smtp://127.0.0.1:1';
    const from = 'Kapu <a@kapu.invalid>';
    const settings = { smtpUrl, needsTls: false, from, accountAddress: 'https://kapu.invalid', sms };
    mailer = startMailer(redis.store, redis.sealer, settings, logger);
  });

  afterEach(() => mailer.stop());

  afterAll(() => redis.stop());

  function tell(expiresAt?: Date): Promise<void> {
    const values = { code: '12345678', sessionIdentifier: '123', until: '14:35' };
    const messages = createMessageQueue(redis.store, redis.sealer);
    return messages.text({ phone: number, locale: 'hu' }, 'sign-in-code', values, expiresAt);
  }

  async function eventually(holds: () => boolean | Promise<boolean>): Promise<void> {
    for (let tries = 0; tries < 80; tries += 1) {
      if (await holds()) {
        return;
      }
      await delay(100);
    }
    throw new Error('it did not happen');
  }

  const isEmpty = async (): Promise<boolean> => (await redis.store.xlen('messages:{queue}')) === 0;

  it('carries text messages beside the e-mails, and forgets them when they are sent', async () => {
    await tell(new Date(Date.now() + 60_000));
    await eventually(isEmpty);
    expect(gateway.received.map(({ body }) => [body.to, body.text])).toEqual([
      [
        number,
        writeText('sign-in-code', 'hu', { code: '12345678', sessionIdentifier: '123', until: '14:35' }),
      ],
    ]);
  });

  it('drops a message whose time is over rather than sending it late', async () => {
    await tell(new Date(Date.now() - 1));
    await eventually(isEmpty);
    expect(gateway.received).toEqual([]);
  });

  it('keeps what the gateway did not take, and writes neither number nor code into the log', async () => {
    gateway.answer((response) => response.writeHead(500).end());
    await tell(new Date(Date.now() + 60_000));
    await eventually(() => log.some((line) => line.includes('message not sent yet')));
    expect(await isEmpty()).toBe(false);
    expect(log.join('')).toContain('the gateway answered 500');
    expect(log.join('')).not.toMatch(/301234567|12345678/);
    const stored = JSON.stringify(await redis.store.xrange('messages:{queue}', '-', '+'));
    expect(stored).not.toMatch(/301234567|12345678/);
    gateway.answer(accept);
  });
});
