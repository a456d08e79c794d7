#!/usr/bin/env bash
# scim2-filter-parser 0.7.0 from PyPI, beside scim2-parse-filter 0.2.10 from npm, filters with "or" before "and".
#
# Expected: "and" binds more than "or": "Filters MUST be evaluated using the following order of operations", where "not" takes precedence
# over "and", which takes precedence over "or" (RFC 7644 §3.4.2.2; the comment above the library's own table of precedences cites it). So
#   title pr or userType eq "Employee" and active eq true
# finds whoever has a title, and who is an active employee.
# Seen: "and" and "or" stand on one level of that table, and what comes first is bound first: (title pr or userType eq "Employee") and
# active eq true. In SQL, which the library is there to make, somebody with a title who is not active is not found. With the two halves the
# other way round, which means the same, they are. scim2-parse-filter reads both as the standard does.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "private": true, "type": "module" }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts scim2-parse-filter@0.2.10
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check scim2-filter-parser==0.7.0

cat > people.json <<'END'
[
  { "userName": "anna", "title": "Dr.", "userType": "Contractor", "active": false },
  { "userName": "bela", "userType": "Employee", "active": true },
  { "userName": "csaba", "userType": "Employee", "active": false }
]
END
cat > filters.json <<'END'
["title pr or userType eq \"Employee\" and active eq true", "userType eq \"Employee\" and active eq true or title pr"]
END

cat > find.js <<'END'
import { readFileSync } from 'node:fs';
import { filter, parse } from 'scim2-parse-filter';

const [people, filters] = ['people.json', 'filters.json'].map((name) => JSON.parse(readFileSync(name, 'utf8')));
console.log(JSON.stringify(filters.map((text) => people.filter(filter(parse(text))).map(({ userName }) => userName))));
END
node find.js > javascript.json

cat > find.py <<'END'
import json
import sqlite3

from scim2_filter_parser.queries import SQLQuery

people, filters, javascript = (json.load(open(f'{name}.json')) for name in ('people', 'filters', 'javascript'))
columns = {('title', None, None): 'title', ('userType', None, None): 'type', ('active', None, None): 'active'}
database = sqlite3.connect(':memory:')
database.execute('CREATE TABLE people (name TEXT, title TEXT, type TEXT, active TEXT)')
for person in people:
    row = (person['userName'], person.get('title'), person['userType'], str(person['active']).upper())
    database.execute('INSERT INTO people VALUES (?, ?, ?, ?)', row)

python = []
for text in filters:
    query = SQLQuery(text, 'people', columns, ())
    condition = query.where_sql.format(**{name: f':{name}' for name in query.params_dict})
    values = {name: value for name, value in query.params_dict.items() if value is not None}
    rows = database.execute(f'SELECT name FROM people WHERE {condition} ORDER BY name', values)
    python.append([name for (name,) in rows])
    print(f'{text}\n  {query.where_sql}')

print(f'scim2-parse-filter  {javascript}\nscim2-filter-parser {python}')
raise SystemExit(0 if javascript == [['anna', 'bela']] * 2 and python == [['bela'], ['anna', 'bela']] else 1)
END
python/bin/python find.py
