/**
 * Whether the node of this container answers: `node dist/health.js`, for its HEALTHCHECK. It ends with 0, or with 1 and the reason. It asks
 * where the environment says that the node listens, and reads nothing else of it: it is started every few seconds.
 */
import { get as getPlainly } from 'node:http';
import { get as getByTls } from 'node:https';
import { reachableHost } from './configuration/addresses/loopback.ts';

const longestInMilliseconds = 2500;
const usual = { host: '127.0.0.1', port: '3000' };

/** What is set to nothing is not set. */
const {
  KAPU_SOCKET: socketPath,
  KAPU_HOST: host,
  KAPU_PORT: port,
  KAPU_TLS_CERTIFICATE_FILE: certificate,
} = process.env;

const place = socketPath
  ? { socketPath }
  : { host: reachableHost(host || usual.host), port: port || usual.port };
const asked = {
  ...place,
  path: '/health/live',
  agent: false,
  signal: AbortSignal.timeout(longestInMilliseconds),
  // The certificate is for the name by which its proxy or citizens come. Whoever answers is told nothing.
  rejectUnauthorized: false,
} as const;
const get = certificate && !socketPath ? getByTls : getPlainly;

get(asked, ({ statusCode }) => end(statusCode === 200 ? undefined : `answered ${statusCode}`)).on(
  'error',
  ({ message }) => end(message),
);

function end(fault: string | undefined): never {
  if (fault !== undefined) {
    process.stderr.write(`kapu: the node does not answer: ${fault}\n`);
  }
  process.exit(fault === undefined ? 0 : 1);
}
