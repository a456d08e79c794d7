/** Passwords that are guessed: a few a second of many networks, and more than can be hashed. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { acrOf } from '../../src/assurance/levels.ts';
import type { FlooderTask } from '../bench/flood/flooder.ts';
import { startNodeProcess } from '../bench/node-process.ts';
import { registration } from '../bench/relying-party.ts';
import type { Group } from './fault.ts';
import type { OnStop } from './on-stop.ts';
import { prepareNode } from './watched-node.ts';

const guessesInASecond = 3;
/** Many times what a processor hashes. */
const floodInASecond = 400;
const networks = 600;

export async function faultsOfGuessing(onStop: OnStop): Promise<Group> {
  const node = await prepareNode('guessing', onStop);
  await node.startRedis();
  await node.start();
  await node.kapu('clients', 'apply');
  const flooder = startNodeProcess({
    script: fileURLToPath(import.meta.resolve('../bench/flood/flooder.ts')),
    log: join(node.directory, 'flooder.log'),
  });
  onStop(() => flooder.stop());
  const tell = (task: FlooderTask): Promise<unknown> => flooder.ask(task, AbortSignal.timeout(300_000));
  await tell({ kind: 'prepare', issuer: node.issuer, authorization: authorization(), networks });
  const spraying = {
    fault: `${guessesInASecond} wrong passwords a second, each of another network and name`,
    alarm: 'PasswordSpraying',
    cause: () => tell({ kind: 'flood', perSecond: guessesInASecond }),
    shows: /password\.refused.*"network":"10\.\d/,
    mend: () => tell({ kind: 'stop' }),
  };
  const flood = {
    fault: `${floodInASecond} passwords a second`,
    alarm: 'HashQueueFull',
    cause: () => tell({ kind: 'flood', perSecond: floodInASecond }),
    shows: /kapu_hash_refusals_total\{requester="(unknown|slowed)"\} [1-9]/,
    mend: () => tell({ kind: 'stop' }),
  };
  return { node, beside: [[spraying, flood]] };
}

function authorization(): string {
  const query = new URLSearchParams({
    client_id: registration.client_id,
    redirect_uri: registration.redirect_uris[0],
    response_type: 'code',
    scope: 'openid',
    acr_values: acrOf('substantial'),
    code_challenge: createHash('sha256').update('a verifier').digest('base64url'),
    code_challenge_method: 'S256',
  });
  return `/auth?${query}`;
}
