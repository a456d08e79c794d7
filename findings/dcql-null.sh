#!/usr/bin/env bash
# dcql 3.0.0 from npm, what a wallet finds for paths through arrays, and for a claim that is null.
#
# Expected: null in a path selects all elements of the arrays that are selected, a string the member of that name, and an element that is
# not an object aborts the processing with an error; "If the set of elements currently selected is empty, abort processing and return an
# error" (OpenID4VP 1.0 §7.1.1). A member that is there is selected whatever its value, of which null is one (RFC 8259 §3). So a
# credential with an empty list has none of its elements, and one whose middle name is null has that claim.
# Seen: it is the other way about. An empty list satisfies a query for its elements, with an output in which the claim is missing; a list
# of an object and a text satisfies one for a member of each, with the object alone; and a claim that is null is not there, at the top as
# in an array. What is selected from other lists, by index, and false, 0, "" and [] as values, is as the standard has it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "private": true, "type": "module" }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts dcql@3.0.0

cat > query.js <<'END'
import { DcqlQuery } from 'dcql';

function found(path, claims) {
  const credential = { id: 'one', format: 'dc+sd-jwt', meta: { vct_values: ['card'] }, claims: [{ path }] };
  const query = DcqlQuery.parse({ credentials: [credential] });
  DcqlQuery.validate(query);
  const held = { credential_format: 'dc+sd-jwt', vct: 'card', cryptographic_holder_binding: true, claims };
  const { can_be_satisfied, credential_matches } = DcqlQuery.query(query, [held]);
  const output = credential_matches.one?.valid_credentials?.[0]?.claims.valid_claim_sets[0].output;
  return can_be_satisfied ? JSON.stringify(output) : 'nothing';
}

const degrees = [{ type: 'BSc' }, 'MSc'];
const seen = [
  [['nationalities', null], { nationalities: ['HU', 'DE'] }, '{"nationalities":["HU","DE"]}'],
  [['nationalities', 1], { nationalities: ['HU', 'DE'] }, '{"nationalities":[null,"DE"]}'],
  [['nationalities', 2], { nationalities: ['HU', 'DE'] }, 'nothing'],
  [['nationalities'], { nationalities: [] }, '{"nationalities":[]}'],
  ...[false, 0, ''].map((middle_name) => [['middle_name'], { middle_name }, JSON.stringify({ middle_name })]),
  // From here on it differs.
  [['nationalities', null], { nationalities: [] }, '{}'],
  [['degrees', null, 'type'], { degrees }, '{"degrees":[{"type":"BSc"}]}'],
  [['middle_name'], { middle_name: null }, 'nothing'],
  [['names', 0], { names: [null] }, 'nothing'],
].map(([path, claims, known]) => {
  const answer = found(path, claims);
  console.log(`${JSON.stringify(path)} of ${JSON.stringify(claims)}: ${answer}`);
  return answer === known;
});
process.exitCode = seen.every(Boolean) ? 0 : 1;
END
node query.js
