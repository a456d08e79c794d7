#!/usr/bin/env bash
# otpa 0.0.2 from PyPI, what it makes of a key URI read by otpauth 9.5.2 from npm.
#
# Expected: `otpa ca` takes links of both kinds, otpauth:// and otpauth-migration://, and writes otpauth://, so that a link that is of that
# kind already stays the factor that it was; what cannot be converted is a ConversionError. "The period parameter defines a period that
# a TOTP code will be valid for, in seconds", and an issuer is "URL-encoded according to RFC 3986" (Key Uri Format, Parameters), where a
# space is %20.
# Seen: a factor of sixty seconds is one of thirty afterwards, without a word, so that its codes are others; on the way there and back
# through a migration link, which has no place for a period, as well. And the space of an issuer is written as "+", which otpauth, reading
# by the standard, takes for a plus: Big+Corporation. Other digits and another algorithm are kept.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "private": true, "type": "module" }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts otpauth@9.5.2
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check otpa==0.0.2

cat > factor.js <<'END'
import { URI } from 'otpauth';

const { issuer, digits, algorithm, period } = URI.parse(process.argv[2]);
const code = URI.parse(process.argv[2]).generate({ timestamp: 1_800_000_000_000 });
console.log(`${issuer}, ${algorithm}, ${period} s, ${digits} digits: ${code}`);
END

otpa() {
  python/bin/otpa "$@" 2>> said
}
link='otpauth://totp/Big%20Corporation:anna?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Big%20Corporation'
link+='&digits=8&algorithm=SHA256&period=60'
before=$(node factor.js "$link")
same=$(node factor.js "$(otpa ca "$link")")
back=$(node factor.js "$(otpa ca "$(otpa cm "$link")")")
echo "before:                   $before"
echo "the same kind:            $same"
echo "by migration, and back:   $back"
echo "said about it: $(wc -c < said) characters"
[[ $before = 'Big Corporation, SHA256, 60 s, 8 digits: '* && ! -s said ]]
[[ $same = 'Big+Corporation, SHA256, 30 s, 8 digits: '* && $back = "$same" ]]
