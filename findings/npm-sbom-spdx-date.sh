#!/usr/bin/env bash
# npm 11.19.1, its bill of materials in SPDX read by spdx-tools 0.8.5 from PyPI.
#
# Expected: `npm sbom --sbom-format spdx` writes a document of SPDX 2.3, where the time of its creation has the form YYYY-MM-DDThh:mm:ssZ
# (SPDX 2.3 §6.9), and a license is an expression of SPDX, which "SEE LICENSE IN <file>", a form that npm's own manual of package.json
# gives, is not.
# Seen: the time has milliseconds, for which spdx-tools refuses each document as a whole. Without them it is read, and one thing is
# found wrong with it: the words about the file stand where a license should. CycloneDX allows the milliseconds, and there the words
# are left out.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
mkdir project tool
(cd tool && npm install --silent --no-audit --no-fund --ignore-scripts --prefix . npm@11.19.1)
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check spdx-tools==0.8.5

cat > project/package.json <<'END'
{ "name": "shop", "version": "1.0.0", "license": "SEE LICENSE IN LICENSE", "private": true, "dependencies": { "ms": "2.1.3" } }
END
npm() { node tool/node_modules/npm/bin/npm-cli.js --prefix project "$@"; }
npm install --silent --no-audit --no-fund --ignore-scripts
npm sbom --sbom-format spdx > as-it-is.spdx.json
sed 's/\(T[0-9:]*\)\.[0-9]*Z"/\1Z"/' as-it-is.spdx.json > whole-seconds.spdx.json

cat > read.py <<'END'
from spdx_tools.spdx.parser.error import SPDXParsingError
from spdx_tools.spdx.parser.parse_anything import parse_file
from spdx_tools.spdx.validation.document_validator import validate_full_spdx_document

seen = []
for name in ('as-it-is', 'whole-seconds'):
    try:
        document = parse_file(f'{name}.spdx.json')
        wrong = [message.validation_message for message in validate_full_spdx_document(document)]
        outcome = f'{len(document.packages)} packages; {"; ".join(wrong) or "right"}'
    except SPDXParsingError as error:
        outcome = f'refused: {"; ".join(error.get_messages())}'
    print(f'{name}: {outcome}')
    seen.append(outcome)
refused = seen[0].startswith('refused: ') and 'does not match format' in seen[0] and ';' not in seen[0]
raise SystemExit(0 if refused and seen[1].startswith('2 packages; Unrecognized license reference: SEE LICENSE') else 1)
END
python/bin/python read.py
