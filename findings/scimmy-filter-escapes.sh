#!/usr/bin/env bash
# scimmy 1.3.5 (SCIMMY.Types.Filter) and scim2-parse-filter 0.2.10 from npm.
#
# Expected: the string of a filter is JSON's (RFC 7644 §3.4.2.2, Figure 1: "compValue = false / null / true / number / string ; rules from
# JSON"), so that \" in it is a quotation mark, \\ a backslash, and \u with four digits the character of that number: what JSON.stringify
# makes of a name finds whoever has that name.
# Seen: scimmy refuses a filter with \" ("Unexpected token"), and compares every other escape as it is written, backslashes and all.
# scim2-parse-filter reads \" and no other. So neither finds a person whose name has a backslash, as accounts of Windows domains do, by
# the filter that the standard asks for.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "private": true, "type": "module" }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts scimmy@1.3.5 scim2-parse-filter@0.2.10

cat > filters.js <<'END'
import { filter, parse } from 'scim2-parse-filter';
import SCIMMY from 'scimmy';

function found(one, text, match) {
  try {
    return match(one, text) ? 'found' : 'not found';
  } catch (error) {
    return `refused: ${error.message}`;
  }
}

const scimmy = (one, text) => new SCIMMY.Types.Filter(text).match([one]).length === 1;
const other = (one, text) => filter(parse(text))(one);
const people = ['Jensen', 'Barbara "Babs" Jensen', 'OFFICE\\jensen'];
const filters = people.map((name) => [name, `displayName eq ${JSON.stringify(name)}`]);
filters.push(['Jensen', String.raw`displayName eq "\u004aensen"`]);
const seen = [];
for (const [displayName, text] of filters) {
  const one = { displayName };
  seen.push([found(one, text, scimmy), found(one, text, other)]);
  console.log(`${text}: scimmy ${seen.at(-1)[0]}, scim2-parse-filter ${seen.at(-1)[1]}`);
}
const outcomes = seen.map((pair) => pair.map((outcome) => outcome.replace(/:.*/, '')).join('/')).join(', ');
process.exitCode = outcomes === 'found/found, refused/found, not found/not found, not found/not found' ? 0 : 1;
END
node filters.js
