#!/usr/bin/env bash
# scim-patch 0.8.3 and scimmy 1.3.5 (SCIMMY.Messages.PatchOp) from npm, beside scim2-models 0.12.3 from PyPI.
#
# Expected: a PATCH that sets "primary" of a value to true "SHALL cause the server to automatically set 'primary' to 'false' for any other
# values in the array" (RFC 7644 §3.5.2), as true is there no more than once (RFC 7643 §2.4). scim-patch says of itself that it implements
# that very section; the request names the new primary address alone.
# Seen: both leave the old one as it is, so that the person has two primary addresses, whether an address is added or one that is there
# becomes the primary one. Who writes to the first, and who writes to the last, reaches different mailboxes. scim2-models resets the other.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "private": true, "type": "module" }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts scim-patch@0.8.3 scimmy@1.3.5
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check scim2-models==0.12.3

cat > person.json <<'END'
{
  "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
  "id": "1",
  "userName": "anna",
  "emails": [
    { "value": "anna@work.example", "type": "work", "primary": true },
    { "value": "anna@home.example", "type": "home" }
  ]
}
END
cat > operations.json <<'END'
{
  "added": { "op": "add", "path": "emails", "value": [{ "value": "anna@new.example", "type": "other", "primary": true }] },
  "replaced": { "op": "replace", "path": "emails[type eq \"home\"].primary", "value": true }
}
END

cat > patches.js <<'END'
import { readFileSync } from 'node:fs';
import { scimPatch } from 'scim-patch';
import SCIMMY from 'scimmy';

const person = () => JSON.parse(readFileSync('person.json', 'utf8'));
const operations = JSON.parse(readFileSync('operations.json', 'utf8'));
const schemas = ['urn:ietf:params:scim:api:messages:2.0:PatchOp'];
const primaries = (one) => one.emails.filter((email) => email.primary).map((email) => email.value);
const seen = {};
for (const [name, operation] of Object.entries(operations)) {
  const message = new SCIMMY.Messages.PatchOp({ schemas, Operations: [operation] });
  const patched = await message.apply(new SCIMMY.Schemas.User(person()), (one) => one);
  seen[name] = { 'scim-patch': primaries(scimPatch(person(), [operation])), scimmy: primaries(patched) };
}
console.log(JSON.stringify(seen));
END
node patches.js > seen.json

cat > patches.py <<'END'
import json

from scim2_models import PatchOp, User

seen = json.load(open('seen.json'))
counts = []
for name, operation in json.load(open('operations.json')).items():
    person = User.model_validate(json.load(open('person.json')))
    PatchOp[User].model_validate({'Operations': [operation]}).patch(person)
    seen[name]['scim2-models'] = [email.value for email in person.emails if email.primary]
    for package, primaries in seen[name].items():
        print(f'{name}, {package}: {" and ".join(primaries)}')
        counts.append(len(primaries))
raise SystemExit(0 if counts == [2, 2, 1, 2, 2, 1] else 1)
END
python/bin/python patches.py
