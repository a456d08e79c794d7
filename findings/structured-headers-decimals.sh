#!/usr/bin/env bash
# structured-headers 2.1.0 from npm, beside http-sf 1.5.0 from PyPI.
#
# Expected: a decimal is rounded to three places, to the even digit where two are as near, and if nothing is left of its fraction a "0"
# is written for it (RFC 9651 §4.1.5, steps 2 and 8; the README says that the library implements it).
# Seen: of a number that rounds to a whole one the point is left at the end, "12." for 12.0004, which no parser may take (§4.2.4), nor does
# the library's own: one such member, say a measured time, loses the whole field. And 1.0625 becomes 1.063, where the even digit is 2.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "private": true, "type": "module" }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts structured-headers@2.1.0
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check http-sf==1.5.0

cat > written.js <<'END'
import { parseDictionary, serializeDictionary } from 'structured-headers';

const field = serializeDictionary({ hits: 3, took: Number(process.argv[2]) });
let again;
try {
  again = String(parseDictionary(field).get('took')[0]);
} catch (error) {
  again = `refused: ${error.message}`;
}
console.log(`${field} | ${again}`);
END
cat > written.py <<'END'
import sys

import http_sf

field = http_sf.ser({'hits': (3, {}), 'took': (float(sys.argv[1]), {})})
print(f'{field} | {http_sf.parse(field.encode(), tltype="dictionary")["took"][0]}')
END
cat > read.py <<'END'
import sys

import http_sf

try:
    print(http_sf.parse(sys.argv[1].encode(), tltype='dictionary')['took'][0])
except ValueError as error:
    print(f'refused: {error}')
END

declare -A seen
for number in 12.5 12.0004 1.0625; do
  ours=$(node written.js "$number")
  other=$(python/bin/python written.py "$number")
  seen[$number]="$ours"
  seen[$number by http-sf]="$other"
  echo "$number: structured-headers writes $ours; http-sf writes $other"
done
reading=$(python/bin/python read.py "${seen[12.0004]%% |*}")
echo "http-sf of ${seen[12.0004]%% |*}: $reading"
[[ ${seen[12.5]} = 'hits=3, took=12.5 | 12.5' && ${seen[12.5 by http-sf]} = "${seen[12.5]}" ]]
[[ ${seen[12.0004]} = 'hits=3, took=12. | refused: '* && $reading = 'refused: '* ]]
[[ ${seen[12.0004 by http-sf]} = 'hits=3, took=12.0 | 12.0' ]]
[[ ${seen[1.0625]} = *'took=1.063 | 1.063' && ${seen[1.0625 by http-sf]} = *'took=1.062 | 1.062' ]]
