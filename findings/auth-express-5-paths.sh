#!/usr/bin/env bash
# @auth/express 0.12.3 with express 5.1.0, which its peerDependencies allow ("^4.18.2 || ^5.0.0").
#
# Expected: the mount of its documentation (README, types, https://authjs.dev/reference/express),
#   app.use("/auth/*", ExpressAuth({ … }))
# serves /auth/providers, or the same in the form that Express 5 wants of a wildcard ("/auth/*splat", Express's migration guide).
# Seen: Express 5 refuses the first when the program starts (path-to-regexp: missing parameter name), and with the second
# every address answers 400 (UnknownAction: Cannot parse action at /auth/providers), since the base path is cut off by
# req.params[0], which Express 5 does not have. Mounted at "/auth" it works with both versions.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "private": true, "type": "module" }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts express@5.1.0 @auth/express@0.12.3 @auth/core@0.41.3

cat > app.js <<'END'
import { once } from 'node:events';
import { ExpressAuth } from '@auth/express';
import express from 'express';

const provider = { id: 'example', type: 'oidc', issuer: 'https://issuer.example', clientId: 'a', clientSecret: 'b' };
const logger = { error() {}, warn() {}, debug() {} };
const auth = () => ExpressAuth({ secret: 's'.repeat(32), trustHost: true, providers: [provider], logger });

async function mountedAt(path) {
  const app = express();
  try {
    app.use(path, auth());
  } catch (error) {
    return `refused: ${error.message.split('\n')[0].slice(0, 50)}`;
  }
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const answer = await fetch(`http://127.0.0.1:${server.address().port}/auth/providers`);
  server.close();
  return String(answer.status);
}

const seen = {};
for (const path of ['/auth/*', '/auth/*splat', '/auth']) {
  seen[path] = await mountedAt(path);
  console.log(path.padEnd(14), seen[path]);
}
const isSo = seen['/auth/*'].startsWith('refused') && seen['/auth/*splat'] !== '200' && seen['/auth'] === '200';
process.exit(isSo ? 0 : 1);
END
node app.js
