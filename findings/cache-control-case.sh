#!/usr/bin/env bash
# http-cache-semantics 4.3.0 from npm, and CacheControl 0.14.4 from PyPI, beside hishel 2.0.0 from PyPI, all with the same key set.
#
# Expected: "Cache directives are identified by a token, to be compared case-insensitively" (RFC 9111 §5.2), so that a key set that is sent
# with "Max-Age=600" is fetched once in ten minutes, as with "max-age=600".
# Seen: http-cache-semantics keeps it for no time at all, and CacheControl does not keep it: each check of a token fetches the keys anew.
# In small letters all three keep it, and hishel keeps it either way.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "private": true, "type": "module" }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts http-cache-semantics@4.3.0
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check CacheControl==0.14.4 'hishel[requests]==2.0.0' requests==2.34.2

cat > lifetime.js <<'END'
import CachePolicy from 'http-cache-semantics';

const lifetime = (value) =>
  new CachePolicy(
    { url: '/jwks', method: 'GET', headers: {} },
    { status: 200, headers: { 'cache-control': value } },
    { shared: false },
  ).maxAge();
console.log(lifetime('max-age=600'), lifetime('Max-Age=600'));
END

cat > fetches.py <<'END'
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import requests
from cachecontrol import CacheControl
from hishel.requests import CacheAdapter

fetched = []


class KeySet(BaseHTTPRequestHandler):
    def do_GET(self):
        fetched.append(self.path)
        self.send_response(200)
        self.send_header('Cache-Control', f'{self.path.rsplit("/")[-1]}=600')
        self.send_header('Content-Length', '11')
        self.end_headers()
        self.wfile.write(b'{"keys":[]}')

    def log_message(self, *_):
        pass


server = HTTPServer(('127.0.0.1', 0), KeySet)
Thread(target=server.serve_forever, daemon=True).start()


def fetches(session, path):
    for _ in range(3):
        session.get(f'http://127.0.0.1:{server.server_port}/{path}').content
    return fetched.count(f'/{path}')


by_hishel = requests.Session()
by_hishel.mount('http://', CacheAdapter())
by_cachecontrol = CacheControl(requests.Session())
for name, session in (('CacheControl', by_cachecontrol), ('hishel', by_hishel)):
    print(name, *[fetches(session, f'{name}/{directive}') for directive in ('max-age', 'Max-Age')])
END
seen="http-cache-semantics $(node lifetime.js)
$(python/bin/python fetches.py)"
echo 'seconds, or fetches of three, with max-age=600 and with Max-Age=600:'
echo "$seen"
known='http-cache-semantics 600 0
CacheControl 1 3
hishel 1 1'
[[ $seen = "$known" ]]
