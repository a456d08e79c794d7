#!/usr/bin/env bash
# ldapts 9.2.0 from npm, beside ldap3 2.9.1 from PyPI, filters that are given as text.
#
# Expected: in a filter a backslash and two hexadecimal digits are one octet of the value, so that (sn=Lu\c4\8di\c4\87), an example of the
# standard, asks for the name Lučić, whose octets in UTF-8 they are; it writes any octet like that, of a picture as well. An attribute may
# be named by its number, as in the next example, and have options (RFC 4515 §3 and §4, which the README asks of filters).
# Seen: each escaped octet above 7f is sent as two, those of the letter that has this number, so that nobody of that name is found; the
# name in plain letters is sent as it should be. The filters with a number and with an option are refused. A value that is given
# as octets (new EqualityFilter({ attribute, value: buffer })) comes out right. ldap3 reads all three.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "private": true, "type": "module" }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts ldapts@9.2.0
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check ldap3==2.9.1

cat > filters.txt <<'END'
(sn=Lučić)
(sn=Lu\c4\8di\c4\87)
(1.3.6.1.4.1.1466.0=\04\02\48\69)
(cn;lang-hu=Anna)
END

cat > octets.js <<'END'
import { readFileSync } from 'node:fs';
import { BerWriter, EqualityFilter, FilterParser } from 'ldapts';

function octetsOf(filter) {
  const writer = new BerWriter();
  filter.write(writer);
  return writer.buffer.toString('hex');
}
for (const text of readFileSync('filters.txt', 'utf8').trim().split('\n')) {
  try {
    console.log(octetsOf(FilterParser.parseString(text)));
  } catch {
    console.log('refused');
  }
}
console.log(octetsOf(new EqualityFilter({ attribute: 'sn', value: Buffer.from('Lučić') })));
END

cat > octets.py <<'END'
from ldap3.operation.search import compile_filter, parse_filter
from pyasn1.codec.ber.encoder import encode

for text in open('filters.txt', encoding='utf-8').read().split('\n')[:-1]:
    print(encode(compile_filter(parse_filter(text, None, False, None, None, False).elements[0])).hex())
END
mapfile -t ldapts < <(node octets.js)
mapfile -t ldap3 < <(python/bin/python octets.py)
mapfile -t filters < filters.txt
for i in "${!filters[@]}"; do
  printf '%s\n  ldapts %s\n  ldap3  %s\n' "${filters[i]}" "${ldapts[i]}" "${ldap3[i]}"
done
printf 'as octets\n  ldapts %s\n' "${ldapts[4]}"
right=a30d0402736e04074c75c48d69c487
[[ ${ldapts[0]} = "$right" && ${ldapts[1]} = a3110402736e040b4c75c384c28d69c384c287 && ${ldapts[4]} = "$right" ]]
[[ ${ldap3[0]} = "$right" && ${ldap3[1]} = "$right" && "${ldapts[2]} ${ldapts[3]}" = 'refused refused' ]]
[[ ${ldap3[2]} = a31a0412* && ${ldap3[3]} = a312040a* ]]
