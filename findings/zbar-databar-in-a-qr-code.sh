#!/usr/bin/env bash
# zbarimg 0.23.92 (zbar-tools of Debian 12), with qrcode 1.5.4 from npm.
#
# Expected: a picture of one QR code (here offers of credentials by reference, OpenID4VCI 1.0 §4.1.3), sharp and with its quiet zone, is read as one symbol. `--raw` is there for programs.
# Seen: of 3,000 such pictures some are read as two, the QR code and a GS1 DataBar that is not there (its lines are rows of the QR code's
# modules). With `--raw` its digits come as one more line, so that whoever takes all that was printed for the content, such as an address, has
# another one: for URL parsers that drop line ends (WHATWG) even a well-formed one. With every other symbology off (-S*.disable
# -Sqrcode.enable) each is read as one.
set -euo pipefail
command -v zbarimg >/dev/null || { echo 'zbarimg is needed' >&2; exit 2; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "private": true }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts qrcode@1.5.4

cat > draw.js <<'END'
const { createHash } = require('node:crypto');
const { toFile } = require('qrcode');
(async () => {
  for (let offer = 0; offer < 3000; offer += 1) {
    const id = createHash('sha256').update(String(offer)).digest('base64url').slice(0, 22);
    const address = encodeURIComponent(`http://localhost:40123/credential-offers/${id}`);
    const content = `openid-credential-offer://?credential_offer_uri=${address}`;
    await toFile(`${String(offer).padStart(4, '0')}.png`, content, { scale: 5, margin: 4 });
  }
})();
END
node draw.js

zbarimg --version
echo "pictures: $(ls ./*.png | wc -l)"
zbarimg --quiet ./*.png > seen 2>/dev/null
echo "QR codes read: $(grep -c '^QR-Code:' seen)"
echo "other symbols: $(grep -c '^DataBar:' seen)"
grep -B 1 '^DataBar:' seen
zbarimg -S'*.disable' -Sqrcode.enable --quiet ./*.png > alone 2>/dev/null
echo "symbols with all others off: $(wc -l < alone)"
[ "$(grep -c '^QR-Code:' seen)" = 3000 ] && [ "$(grep -c '^DataBar:' seen)" -gt 0 ] && [ "$(wc -l < alone)" = 3000 ]
