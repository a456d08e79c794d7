#!/usr/bin/env bash
# packageurl-js 2.0.1 from npm, beside packageurl-python 0.17.6 from PyPI.
#
# Expected: one package has one canonical purl, which is what bills of materials and advisories are matched by. A version is a percent-encoded
# string (ECMA-427 §5.6.5) in which letters, digits and ".-_~" are allowed and all else is encoded, only the colon never is (§5.4); "+" is
# not among the characters of a canonical purl at all (§5.2). So Debian's 9.2p1-2+deb12u7 is 9.2p1-2%2Bdeb12u7, and in a qualifier
# "sha256:" keeps its colon.
# Seen: packageurl-js writes "+" as it is, even where it has read %2B, and encodes the colons of qualifiers. So it and packageurl-python
# write different purls of each such package: security updates of Debian, versions of Go that are "+incompatible", builds of semantic
# versions. Versions with neither sign come out alike.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "private": true, "type": "module" }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts packageurl-js@2.0.1
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check packageurl-python==0.17.6

cat > purls.json <<'END'
[
  "pkg:deb/debian/openssl@1:3.0.15-1~deb12u1?arch=amd64",
  "pkg:deb/debian/openssh-client@1:9.2p1-2%2Bdeb12u7?arch=amd64",
  "pkg:golang/github.com/docker/docker@v28.0.0%2Bincompatible",
  "pkg:npm/a@1.0.0?checksum=sha256:2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"
]
END
cat > purls.js <<'END'
import { readFileSync } from 'node:fs';
import { PackageURL } from 'packageurl-js';

const purls = JSON.parse(readFileSync('purls.json', 'utf8'));
console.log(JSON.stringify(purls.map((purl) => PackageURL.fromString(purl).toString())));
END
node purls.js > javascript.json

cat > purls.py <<'END'
import json

from packageurl import PackageURL


def difference(python, javascript):
    if javascript == python:
        return 'none'
    if javascript == python.replace('%2B', '+'):
        return 'a bare plus'
    return 'an encoded colon' if javascript.replace('%3A', ':') == python else 'another'


differences = []
for purl, javascript in zip(json.load(open('purls.json')), json.load(open('javascript.json'))):
    python = PackageURL.from_string(purl).to_string()
    differences.append(difference(python, javascript))
    print(f'packageurl-python {python}\npackageurl-js     {javascript}')
raise SystemExit(0 if differences == ['none', 'a bare plus', 'a bare plus', 'an encoded colon'] else 1)
END
python/bin/python purls.py
