#!/usr/bin/env bash
# ioredis 6.0.0, with Redis 7.0.15 from Debian 12.
#
# Expected: a connection that has asked for client-side caching (CLIENT TRACKING ON REDIRECT <id> BCAST, redis.io/docs/latest/develop/
# reference/client-side-caching) hears of each key that is written: by messages on __redis__:invalidate in RESP2, and by push frames of
# type "invalidate" in RESP3. ioredis hands on messages of channels in both protocols.
#
# What happens: since version 6 connections speak RESP3 unless told otherwise, and its handler of push frames knows those of channels alone:
# "invalidate" is dropped without an event, an error or a warning. With { protocol: 2 } the same program hears of every key. Whoever keeps
# a cache by it goes on with stale values after the upgrade.
set -euo pipefail
command -v redis-server >/dev/null || { echo 'redis-server is needed' >&2; exit 2; }
folder=$(mktemp -d)
redis-server --port 0 --unixsocket "$folder/redis.sock" --save '' --dir "$folder" >/dev/null &
redis=$!
trap 'kill "$redis"; wait "$redis" 2>/dev/null || true; rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts --no-package-lock ioredis@6.0.0 >/dev/null
cat >look.mjs <<'JS'
import { Redis } from 'ioredis';

async function heard(protocol) {
  const options = { path: './redis.sock', ...(protocol && { protocol }) };
  const [listener, writer] = [new Redis(options), new Redis(options)];
  const keys = [];
  listener.on('messageBuffer', (_channel, names) => keys.push(...names.map(String)));
  const id = await listener.client('ID');
  await listener.subscribe('__redis__:invalidate');
  await writer.call('CLIENT', 'TRACKING', 'ON', 'REDIRECT', String(id), 'BCAST');
  await writer.set('a', '1');
  await writer.set('b', '1');
  await listener.ping();
  await listener.ping();
  listener.disconnect();
  writer.disconnect();
  return keys;
}

const [usual, older] = [await heard(undefined), await heard(2)];
console.log(`as it comes:    ${JSON.stringify(usual)}`);
console.log(`{ protocol: 2 } ${JSON.stringify(older)}`);
process.exit(usual.length === 0 && older.join() === 'a,b' ? 0 : 1);
JS
node look.mjs
