#!/usr/bin/env bash
# pyotp 2.12.1 from PyPI, beside its own 2.9.0, and otpauth 9.5.2 from npm.
#
# Expected: in the label of an otpauth URI a colon "or url-encoded colon" stands between issuer and account (Key Uri Format, section Label:
# accountname / issuer (":" / "%3A") *"%20" accountname), as in the format's own example Big%20Corporation%3A%20alice%40bigco.com.
# Seen: since 2.10.0 parse_uri knows the bare colon alone. Of the example it makes an account without an issuer; where the URI names its
# issuer in the parameter too, provisioning_uri writes it twice, so that importing and exporting changes the label. 2.9.0 and otpauth
# read the issuer. The codes are right all the same.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
for version in 2.9.0 2.12.1; do
  python/bin/pip install --quiet --disable-pip-version-check --target "pyotp-$version" "pyotp==$version"
done
echo '{ "private": true, "type": "module" }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts otpauth@9.5.2

cat > label.py <<'END'
import sys

import pyotp

one = pyotp.parse_uri(sys.argv[1])
print(f'{one.issuer} | {one.name.strip()} | {one.provisioning_uri().split("?")[0]}')
END
cat > label.js <<'END'
import { URI } from 'otpauth';

const { issuer, label } = URI.parse(process.argv[2]);
console.log(`${issuer} | ${label.trim()}`);
END

example='otpauth://totp/Big%20Corporation%3A%20alice%40bigco.com?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'
seen() {
  PYTHONPATH="pyotp-$1" python/bin/python label.py "$2"
}
older=$(seen 2.9.0 "$example")
newer=$(seen 2.12.1 "$example")
twice=$(seen 2.12.1 "$example&issuer=Big%20Corporation")
other=$(node label.js "$example")
echo "otpauth 9.5.2:              $other"
echo "pyotp 2.9.0:                $older"
echo "pyotp 2.12.1:               $newer"
echo "pyotp 2.12.1, with issuer=: $twice"
[[ $other = 'Big Corporation | alice@bigco.com' && $older = "$other"* && $newer = 'None | Big Corporation: alice@bigco.com'* ]]
[[ $twice = *'otpauth://totp/Big%20Corporation:Big%20Corporation%3A%20alice%40bigco.com' ]]
