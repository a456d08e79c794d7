#!/usr/bin/env bash
# ratelimit-header-parser 0.1.0 from npm, reading what express-rate-limit 8.7.5 of the same makers sends.
#
# Expected: each of the three forms that express-rate-limit offers for standardHeaders, draft-6, draft-7 and draft-8, tells a client how
# many requests are left; a parser that does not know a form "returns undefined if it fails to find any ratelimit headers" (README). And
# Retry-After is a date or a number of seconds from the answer on (RFC 9110 §10.2.3).
# Seen: of draft-8, where a policy has a name and the members are r and t, the parser finds the header, and in it nothing: an object whose
# numbers are all NaN and whose date is invalid. Neither "remaining < 1" nor "remaining > 0" is true of it, so a client that
# waits by the first never waits, and one that goes on by the second never goes on. The older two forms are read. Where an answer
# has no reset but a Retry-After, the seconds are taken for a time of Unix: ten minutes from now is 1970-01-01T00:10:00.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "private": true, "type": "module" }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts ratelimit-header-parser@0.1.0 express-rate-limit@8.7.5 express@5.3.0

cat > limits.js <<'END'
import { once } from 'node:events';
import express from 'express';
import { rateLimit } from 'express-rate-limit';
import { parseRateLimit } from 'ratelimit-header-parser';

async function answerWith(standardHeaders) {
  const app = express();
  app.use(rateLimit({ limit: 5, windowMs: 600_000, standardHeaders, legacyHeaders: false }));
  app.get('/', (_, response) => response.send('welcome'));
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const answer = await fetch(`http://127.0.0.1:${server.address().port}`);
  server.close();
  server.closeAllConnections();
  return answer;
}

const seen = {};
for (const form of ['draft-6', 'draft-7', 'draft-8']) {
  const { limit, remaining, reset } = parseRateLimit(await answerWith(form));
  seen[form] = `${remaining} of ${limit}, ${Number.isNaN(reset.getTime()) ? 'no date' : 'a date'}`;
}
const waiting = { 'x-ratelimit-limit': '5', 'x-ratelimit-remaining': '0', 'retry-after': '600' };
seen['Retry-After: 600'] = parseRateLimit(waiting).reset.toISOString();
for (const [what, found] of Object.entries(seen)) console.log(`${what}: ${found}`);
const known = ['4 of 5, a date', '4 of 5, a date', 'NaN of NaN, no date', '1970-01-01T00:10:00.000Z'];
process.exitCode = String(Object.values(seen)) === String(known) ? 0 : 1;
END
node limits.js
