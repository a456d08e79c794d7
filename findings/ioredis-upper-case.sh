#!/usr/bin/env bash
# ioredis 6.0.0 and 5.11.1 from npm, with Redis 7.0.15 from Debian 12.
#
# Expected: redis.call('zrange', …) is the same as redis.zrange(…) (the documentation of call), Redis takes names of commands in either
# case, and by default replies have the shapes of RESP2, "identical across both protocols" (README, RESP3 Protocol, replyMapping).
# Seen: the shapes are restored under the name as it is written, and only if that is in small letters. As most people write commands,
# call('ZRANGE', …, 'WITHSCORES') brings nested pairs, and call('XREAD', …) a flat list of names and entries, since version 6 made RESP3 the
# default; 5.11.1, { protocol: 2 }, and the same call in small letters bring what they always did.
set -euo pipefail
command -v redis-server >/dev/null || { echo 'redis-server is needed' >&2; exit 2; }
folder=$(mktemp -d)
redis-server --port 0 --unixsocket "$folder/redis.sock" --save '' --dir "$folder" >/dev/null &
redis=$!
trap 'kill "$redis"; wait "$redis" 2>/dev/null || true; rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "private": true, "type": "module" }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts ioredis@6.0.0 five@npm:ioredis@5.11.1

cat > shapes.js <<'END'
import { Redis as Five } from 'five';
import { Redis } from 'ioredis';

const path = './redis.sock';
const clients = { '5.11.1': new Five({ path }), '6.0.0': new Redis({ path }), '6.0.0, RESP2': new Redis({ path, protocol: 2 }) };
const writer = clients['5.11.1'];
await writer.zadd('scores', 1, 'a', 2, 'b');
await writer.xadd('stream', '1-1', 'field', 'value');

const commands = [
  ['zrange', 'scores', '0', '-1', 'WITHSCORES'],
  ['xread', 'STREAMS', 'stream', '0'],
];
let isSeen = true;
for (const [name, ...words] of commands) {
  const replies = new Map();
  for (const [version, client] of Object.entries(clients)) {
    for (const written of [name, name.toUpperCase()]) {
      replies.set(`${version} ${written}`, JSON.stringify(await client.call(written, ...words)));
    }
  }
  for (const [who, reply] of replies) {
    console.log(`${who.padEnd(20)} ${reply}`);
  }
  const odd = replies.get(`6.0.0 ${name.toUpperCase()}`);
  replies.delete(`6.0.0 ${name.toUpperCase()}`);
  isSeen &&= new Set(replies.values()).size === 1 && !new Set(replies.values()).has(odd);
}
for (const client of Object.values(clients)) {
  client.disconnect();
}
process.exitCode = isSeen ? 0 : 1;
END
node shapes.js
