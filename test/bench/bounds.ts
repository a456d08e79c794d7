/**
 * What nobody signed in can make us keep: a real node at the documented setting is asked for sign-ins with the longest parameters that it
 * takes, from one /48 and from a thousand networks, until it refuses. Measured is one window of five minutes; of an hour it is said what
 * follows, since an hour touches fourteen.
 */
import { Agent, get } from 'node:http';
import { startInstallation } from '../support/installation.ts';
import { row } from './report.ts';

export interface BoundsFigures {
  /** Of one window, in bytes as Redis uses memory, and what was refused in it. */
  readonly oneSite: Filled;
  readonly thousandNetworks: Filled;
  /** Whether somebody from a network of their own began a sign-in at the end of the flood. */
  readonly citizenGoesThrough: boolean;
}

interface Filled {
  readonly bytes: number;
  readonly begun: number;
  readonly refused: number;
}

/** `throttle/limits.ts`: windows of five minutes that an hour, and fifteen seconds, touch. */
const windowsOfAnHour = 14;
const documentedSetting = 600;
const atOnce = 32;
const networks = 1000;

export async function measureBounds(undoLater: (undo: () => unknown) => void): Promise<BoundsFigures> {
  const kapu = await startInstallation({
    config: { signInStartsPerMinute: documentedSetting, trustProxy: true, logLevel: 'silent' },
  });
  undoLater(() => kapu.stop());
  const agent = new Agent({ keepAlive: true, maxSockets: atOnce });
  undoLater(() => agent.destroy());
  const begin = (from: string): Promise<number> => statusOf(agent, `${kapu.issuer}${longSignIn}`, from);
  const memory = async (): Promise<number> =>
    Number(/used_memory:(\d+)/.exec(await kapu.nodes[0].store.info('memory'))?.[1]);

  /** @param from the network of one request @param enough refusals in a row after which it is full */
  async function fill(from: (request: number) => string, enough: number): Promise<Filled> {
    const before = await memory();
    let [begun, refused, inRow, request] = [0, 0, 0, 0];
    const one = async (): Promise<void> => {
      while (inRow < enough) {
        request += 1;
        const isRefused = (await begin(from(request))) === 429;
        begun += isRefused ? 0 : 1;
        refused += isRefused ? 1 : 0;
        inRow = isRefused ? inRow + 1 : 0;
      }
    };
    await Promise.all(Array.from({ length: atOnce }, one));
    return { bytes: (await memory()) - before, begun, refused };
  }

  await begin('203.0.113.1');
  // Each request from another /64, and now and then from another /56.
  const oneSite = await fill((request) => `2001:db8:7:${(request % 0xffff).toString(16)}::1`, 200);
  const thousandNetworks = await fill(
    (request) => `10.${(request % networks) >> 8}.${(request % networks) & 255}.1`,
    2 * networks,
  );
  return { oneSite, thousandNetworks, citizenGoesThrough: (await begin('198.51.100.7')) === 303 };
}

const longSignIn = `/auth?${new URLSearchParams({
  client_id: 'portal',
  response_type: 'code',
  scope: 'openid',
  code_challenge: 'x'.repeat(43),
  code_challenge_method: 'S256',
  state: 's'.repeat(3900),
})}`;

function statusOf(agent: Agent, url: string, from: string): Promise<number> {
  return new Promise((resolve, reject) => {
    get(
      url.replace('//localhost:', '//127.0.0.1:'),
      {
        agent,
        headers: { 'X-Forwarded-For': from, Host: new URL(url).host },
      },
      (answer) => {
        answer.resume().on('end', () => resolve(answer.statusCode ?? 0));
      },
    ).on('error', reject);
  });
}

export function boundsInWords({ oneSite, thousandNetworks, citizenGoesThrough }: BoundsFigures): string {
  const mebibytes = (bytes: number): string => `${(bytes / 1024 ** 2).toFixed(2)} MiB`;
  const lines = (who: string, { bytes, begun, refused }: Filled): string[] => [
    row(`${who}, in five minutes`, `${mebibytes(bytes)} (${begun} begun, ${refused} refused)`),
    row(`${who}, at most at once (${windowsOfAnHour} windows)`, mebibytes(bytes * windowsOfAnHour)),
  ];
  return [
    '\nWhat nobody signed in can make us keep, in memory of Redis',
    ...lines('one /48', oneSite),
    ...lines('a thousand networks', thousandNetworks),
    row('a citizen elsewhere begins a sign-in meanwhile', citizenGoesThrough ? 'yes' : 'NO'),
    '',
  ].join('\n');
}
