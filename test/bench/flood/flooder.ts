/**
 * Wrong passwords of unknown browsers, each from a network of its own, as many a second as it is told: an open load that waits for no
 * answer, except that one browser gives one password at a time. A process of its own, see flood.ts.
 */
import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { Browser, createHttp } from '../browser.ts';
import { formOn } from '../sign-in.ts';

export type FlooderTask =
  /** Opens the page of the password in each browser. */
  | {
      readonly kind: 'prepare';
      readonly issuer: string;
      readonly authorization: string;
      readonly networks: number;
    }
  | { readonly kind: 'flood'; readonly perSecond: number }
  | { readonly kind: 'stop' };

export interface FloodAnswers {
  /** Passwords that were due, and those that were sent: a browser that still waits sends none. */
  readonly due: number;
  readonly sent: number;
  readonly byStatus: Readonly<Record<string, number>>;
}

interface Stranger {
  readonly browser: Browser;
  readonly form: ReturnType<typeof formOn>;
  isBusy: boolean;
}

const openedAtOnce = 8;
const tickInMilliseconds = 5;

const strangers: Stranger[] = [];
const byStatus: Record<string, number> = {};
let [due, sent] = [0, 0];
/** Ends the flood under way, if there is one. */
let stop = new AbortController();

async function prepare(issuer: string, authorization: string, networks: number): Promise<void> {
  const http = createHttp(issuer);
  let opened = 0;
  const openSome = async (): Promise<void> => {
    while (opened < networks) {
      opened += 1;
      const browser = new Browser(http, { 'X-Forwarded-For': `10.${opened >> 8}.${opened & 255}.7` });
      strangers.push({ browser, form: formOn(await browser.get(authorization), 'password'), isBusy: false });
    }
  };
  await Promise.all(Array.from({ length: openedAtOnce }, openSome));
}

async function flood(perSecond: number): Promise<void> {
  stop = new AbortController();
  const { signal } = stop;
  const [begun, dueBefore] = [performance.now(), due];
  while (!signal.aborted) {
    const dueByNow = dueBefore + ((performance.now() - begun) / 1000) * perSecond;
    for (; due < dueByNow; due += 1) {
      const stranger = strangers[due % strangers.length];
      if (stranger && !stranger.isBusy) {
        sent += 1;
        void guess(stranger);
      }
    }
    await delay(tickInMilliseconds);
  }
}

async function guess(stranger: Stranger): Promise<void> {
  const { browser, form } = stranger;
  stranger.isBusy = true;
  // Most names are nobody's, and each is tried once: a name has a limit of its own, which would refuse without a hash.
  const fields = {
    ...form.hidden,
    username: `minta.${randomBytes(6).toString('hex')}`,
    password: 'nem ez az',
  };
  const status = await browser.post(form.action, fields).then(
    (answer) => String(answer.status),
    () => 'none',
  );
  byStatus[status] = (byStatus[status] ?? 0) + 1;
  stranger.isBusy = false;
}

process.on('message', async (task: FlooderTask) => {
  switch (task.kind) {
    case 'prepare':
      await prepare(task.issuer, task.authorization, task.networks);
      break;
    case 'flood':
      void flood(task.perSecond);
      break;
    case 'stop':
      stop.abort();
  }
  const answers: FloodAnswers = { due, sent, byStatus };
  process.send?.(answers);
});
