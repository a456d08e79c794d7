#!/usr/bin/env bash
# github.com/scim2/filter-parser/v2 v2.3.1 from the Go module proxy, beside scim2-parse-filter 0.2.10 from npm.
#
# Expected: within the brackets of a value path stand the filters of elsewhere, "valFilter = attrExp / logExp / *1"not" "(" valFilter ")"",
# where either side of a logExp is a FILTER, which may be one in parentheses (RFC 7644 §3.4.2.2, Figure 1; README: "[x] precedence" and
# "[x] [ ]"). And what an expression is written as (String) is that expression: "null" is one of the values that may be compared with.
# Seen: parentheses within brackets are refused wherever they stand beside "and", the expression as well as the path of a PATCH, though the
# same filter without brackets is read, and one in brackets without parentheses. "title eq null" is read, and written as "title eq", which
# the library itself cannot read. scim2-parse-filter reads all of them.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "private": true, "type": "module" }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts scim2-parse-filter@0.2.10

cat > filters.json <<'END'
[
  "(type eq \"work\" or type eq \"home\") and primary eq true",
  "emails[type eq \"work\" and primary eq true]",
  "emails[(type eq \"work\" or type eq \"home\") and primary eq true]",
  "emails[primary eq true and (type eq \"work\" or type eq \"home\")]",
  "title eq null"
]
END

cat > read.js <<'END'
import { readFileSync } from 'node:fs';
import { parse } from 'scim2-parse-filter';

for (const filter of JSON.parse(readFileSync('filters.json', 'utf8'))) {
  parse(filter);
}
console.log('scim2-parse-filter reads all of them');
END
node read.js

cat > read.go <<'END'
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"

	filter "github.com/scim2/filter-parser/v2"
)

func read(text string) string {
	expression, err := filter.ParseFilter([]byte(text))
	if err != nil {
		return "refused"
	}
	if _, err := filter.ParseFilter([]byte(fmt.Sprint(expression))); err != nil {
		return fmt.Sprintf("read, and written as %q", fmt.Sprint(expression))
	}
	return "read"
}

func path(text string) string {
	if _, err := filter.ParsePath([]byte(text)); err != nil {
		return "refused"
	}
	return "read"
}

func main() {
	var filters []string
	file, _ := os.ReadFile("filters.json")
	json.Unmarshal(file, &filters)
	for _, text := range filters {
		fmt.Printf("%s: %s\n", text, read(text))
		if strings.Contains(text, "[") {
			fmt.Printf("%s, a path: %s\n", text, path(text))
		}
	}
}
END
{
  go mod init finding
  go get github.com/scim2/filter-parser/v2@v2.3.1
} 2> said || { cat said >&2; exit 2; }
seen=$(go run read.go)
echo "$seen"
diff - <(echo "$seen") <<'END'
(type eq "work" or type eq "home") and primary eq true: read
emails[type eq "work" and primary eq true]: read
emails[type eq "work" and primary eq true], a path: read
emails[(type eq "work" or type eq "home") and primary eq true]: refused
emails[(type eq "work" or type eq "home") and primary eq true], a path: refused
emails[primary eq true and (type eq "work" or type eq "home")]: refused
emails[primary eq true and (type eq "work" or type eq "home")], a path: refused
title eq null: read, and written as "title eq"
END
