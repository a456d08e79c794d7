#!/usr/bin/env bash
# ldif 0.5.1 from npm, a change that renames an entry, and an attribute without a value.
#
# Expected: "100% RFC-compliance; should comprehend any valid LDIF file" (README; the text of RFC 2849 comes with the package). There a
# change that renames is change-moddn = ("modrdn" / "moddn") SEP "newrdn:" …, so that both words say the same (RFC 2849, Formal Syntax), and
# a value may be empty, value-spec = ":" ( FILL 0*1(SAFE-STRING) / …, as directories export it.
# Seen: of a change of type moddn the record is read, and all that it says is gone: newrdn, deleteoldrdn and newsuperior are not among its
# changes, and what the library writes of it is a moddn without a new name. With "modrdn" the same lines are read whole. An attribute with
# nothing behind its colon ends the reading of the file with a TypeError (Cannot read properties of null); as "::", empty in base64, it is
# read.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "private": true, "type": "module" }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts ldif@0.5.1

cat > read.js <<'END'
import ldif from 'ldif';

const rename = (word) =>
  `dn: uid=anna,dc=example\nchangetype: ${word}\nnewrdn: uid=anna.nagy\ndeleteoldrdn: 1\nnewsuperior: ou=staff,dc=example\n`;
const person = (description) => `dn: uid=anna,dc=example\nuid: anna\ndescription${description}\nsn: Nagy\n`;

function read(text) {
  try {
    return ldif.parse(text).shift();
  } catch (error) {
    return { error: error.name };
  }
}

const written = (word) => read(rename(word)).toLDIF().includes('newrdn: uid=anna.nagy');
const attributes = (description) => {
  const record = read(person(description));
  return record.error ?? record.toObject({}).attributes.description;
};

const seen = {
  modrdn: read(rename('modrdn')).toObject({}).changes,
  'modrdn written with its new name': written('modrdn'),
  moddn: read(rename('moddn')).toObject({}).changes,
  'moddn written with its new name': written('moddn'),
  'description: x': attributes(': x'),
  'description::': attributes(':: '),
  'description:': attributes(':'),
};
console.log(JSON.stringify(seen, null, 2));
const still = {
  modrdn: { newrdn: 'uid=anna.nagy', deleteoldrdn: '1', newsuperior: 'ou=staff,dc=example' },
  'modrdn written with its new name': true,
  moddn: [],
  'moddn written with its new name': false,
  'description: x': 'x',
  'description::': '',
  'description:': 'TypeError',
};
process.exit(JSON.stringify(seen) === JSON.stringify(still) ? 0 : 1);
END
node read.js
