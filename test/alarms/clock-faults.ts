/** A clock that is off; and time that has passed, for whatever lapses. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { Group } from './fault.ts';
import type { OnStop } from './on-stop.ts';
import { movedClock, prepareNode } from './watched-node.ts';

/** Above five a node serves nobody, and does not start. */
const secondsOff = 4;
const day = 24 * 60 * 60;
const daysPassed = 401;

export async function faultsOfClocks(onStop: OnStop): Promise<Group> {
  const node = await prepareNode('clocks', onStop);
  const library = movedClock(node.directory, secondsOff);
  await node.startRedis();
  await node.start();
  const off = {
    fault: `the clock of the node is ${secondsOff} s ahead`,
    alarm: 'ClockOff',
    cause: async () => {
      await node.stop();
      node.environment.LD_PRELOAD = library;
      await node.start();
    },
    shows: /[34]\.\d s ahead of Redis/,
    mend: async () => {
      await node.stop();
      delete node.environment.LD_PRELOAD;
      await node.start();
    },
  };
  return { node, beside: [[off]] };
}

/** A certificate good for 410 days and keys made today, and then it is in 401 days. */
export async function faultsOfOldKeys(onStop: OnStop): Promise<Group> {
  const node = await prepareNode('keys', onStop, (directory) => ({
    KAPU_TLS_CERTIFICATE_FILE: join(directory, 'tls.pem'),
    KAPU_TLS_KEY_FILE: join(directory, 'tls.key'),
  }));
  const { directory, environment } = node;
  const library = movedClock(directory, daysPassed * day);
  makeCertificate(directory, 410);
  await node.startRedis();
  await node.start();
  await node.kapu('audit', 'keys');
  const restart = async (): Promise<void> => {
    await node.stop();
    await node.start();
  };
  let passed: Promise<void> | undefined;
  const pass = (): Promise<void> => {
    passed ??= (async () => {
      await node.stop();
      await node.stopRedis();
      environment.LD_PRELOAD = library;
      await node.startRedis();
      await node.start();
    })();
    return passed;
  };
  const oldKey = {
    fault: `a signing key is ${daysPassed} days old`,
    alarm: 'SigningKeyOld',
    cause: pass,
    shows: /ES256\t.*signing/,
    mend: () => node.kapu('keys', 'rotate'),
  };
  const certificate = {
    fault: 'a certificate lapses in nine days',
    alarm: 'CertificateLapses',
    cause: pass,
    shows: /notAfter=/,
    mend: async () => {
      makeCertificate(directory, 800);
      await restart();
    },
  };
  return { node, beside: [[oldKey], [certificate]] };
}

function makeCertificate(directory: string, days: number): void {
  const words = `req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=localhost -addext subjectAltName=DNS:localhost -days ${days}`;
  const out = ['-keyout', join(directory, 'tls.key'), '-out', join(directory, 'tls.pem')];
  execFileSync('openssl', [...words.split(' '), ...out], { stdio: 'ignore' });
}
