#!/usr/bin/env bash
# ioredis 6.0.0 from npm, with Redis 7.0.15 from Debian 12.
#
# Expected: a program that lets go of its connection may end. disconnect() on one that has ended already does nothing, as end() does on a
# socket of Node.js.
# Seen: where the server closed the connection first (it was shut down), disconnect() starts the timer of disconnectTimeout all the same, and
# waits for the socket's "close", which has been. A program with nothing left to do stays for two seconds; without that call it ends at once,
# and so it does where disconnect() comes first.
set -euo pipefail
command -v redis-server >/dev/null || { echo 'redis-server is needed' >&2; exit 2; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "private": true, "type": "module" }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts ioredis@6.0.0

cat > goodbye.js <<'END'
import { once } from 'node:events';
import { Redis } from 'ioredis';

const connection = new Redis({ path: './redis.sock', retryStrategy: () => null });
connection.on('error', () => {});
await connection.ping();
if (process.argv[2] !== 'disconnect first') {
  const ended = once(connection, 'end');
  connection.shutdown('NOSAVE').catch(() => {});
  await ended;
}
console.log(`${process.argv[2]}: status ${connection.status}`);
if (process.argv[2] !== 'no disconnect') {
  connection.disconnect();
}
const since = performance.now();
process.on('exit', () => console.log(`  ended ${performance.now() - since > 1500 ? 'two seconds later' : 'at once'}`));
END

for how in 'disconnect first' 'no disconnect' 'disconnect after the end'; do
  redis-server --port 0 --unixsocket "$folder/redis.sock" --save '' --dir "$folder" >/dev/null &
  redis=$!
  until [ -S redis.sock ]; do sleep 0.05; done
  node goodbye.js "$how"
  kill "$redis" 2>/dev/null || true
  wait "$redis" 2>/dev/null || true
  rm -f redis.sock
done | tee seen
[ "$(grep -c 'at once' seen)" = 2 ] && tail -1 seen | grep -q 'two seconds later'
