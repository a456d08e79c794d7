/** Redis is slow, and gone. */

import { freePort } from '../bench/node-process.ts';
import type { Group } from './fault.ts';
import type { OnStop } from './on-stop.ts';
import { layWay } from './slow-way.ts';
import { prepareNode } from './watched-node.ts';

const secondsLate = 0.8;

export async function faultsOfRedis(onStop: OnStop): Promise<Group> {
  const port = await freePort();
  const node = await prepareNode('redis', onStop, () => ({ KAPU_REDIS_URL: `redis://127.0.0.1:${port}` }));
  const way = await layWay(port, node.redisPort);
  onStop(() => way.stop());
  await node.startRedis();
  await node.start();
  const slow = {
    fault: `Redis answers ${secondsLate} s late`,
    alarm: 'RedisSlow',
    cause: async () => {
      way.millisecondsLate = secondsLate * 1000;
    },
    shows: /\b[89]\d\d(\.\d+)?\b/,
    mend: async () => {
      way.millisecondsLate = 0;
    },
  };
  const gone = {
    fault: 'Redis is gone',
    alarm: 'RedisGone',
    cause: () => Promise.all([way.stop(), node.stopRedis()]),
    shows: /where nobody listens/,
    mend: () => Promise.all([way.start(), node.startRedis()]),
  };
  return { node, beside: [[slow, gone]] };
}
