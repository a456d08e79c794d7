#!/usr/bin/env bash
# ldap3 2.9.1 from PyPI and @ldapjs/dn 1.1.0 from npm, beside github.com/go-ldap/ldap/v3 v3.4.12 from the Go module proxy, names of
# entries as text.
#
# Expected: a type is a descr or a numericoid, as in 1.3.6.1.4.1.1466.0=#04024869 (RFC 4514 §3, and an example of §4); a value may be
# empty, string = [ … ], and of its characters "#" is escaped at the beginning alone, and "=" need not be (§2.4; §3: leadchar,
# stringchar). A space that is escaped, as "\ " or "\20", belongs to the value, at the beginning and at the end (§2.4; §3: pair).
# Seen: ldap3 refuses the example for the dots of its type ("character '.' not allowed in attribute type"), and a name whose value is
# empty. Its Connection does so with the names that a program gives, before anything is sent (check_names, on by default). parse_dn
# refuses "#" and "=" within a value as well. @ldapjs/dn takes all of these; what it takes away is escaped spaces, so that the name that
# it writes is another entry's, and where a letter from a to f follows one, "\ a", that letter too. go-ldap reads all of them.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check ldap3==2.9.1
echo '{ "private": true, "type": "module" }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts @ldapjs/dn@1.1.0

cat > read.py <<'END'
import sys

from ldap3 import MOCK_SYNC, NONE, Connection, Server
from ldap3.core.exceptions import LDAPInvalidDnError
from ldap3.utils.dn import parse_dn

connection = Connection(Server('directory', get_info=NONE), client_strategy=MOCK_SYNC)
connection.bind()


def taken(act, name):
    try:
        act(name)
        return 'taken'
    except LDAPInvalidDnError:
        return 'refused'


for name in sys.argv[1:]:
    searched = taken(lambda base: connection.search(base, '(cn=*)'), name)
    print(f'ldap3: {name} is {taken(parse_dn, name)}, a search below it {searched}')
END

cat > read.js <<'END'
import dn from '@ldapjs/dn';

for (const name of process.argv.slice(2)) {
  console.log(`@ldapjs/dn: ${name} is ${dn.DN.fromString(name)}`);
}
END

cat > go.mod <<'END'
module finding

go 1.26

require github.com/go-ldap/ldap/v3 v3.4.12
END
cat > main.go <<'END'
package main

import (
	"fmt"
	"os"

	"github.com/go-ldap/ldap/v3"
)

func main() {
	for _, name := range os.Args[1:] {
		read, err := ldap.ParseDN(name)
		if err != nil {
			fmt.Println("go-ldap:", name, "is refused")
			continue
		}
		fmt.Printf("go-ldap: %s has %q\n", name, read.RDNs[0].Attributes[0].Value)
	}
}
END
go mod tidy > said 2>&1 || { cat said >&2; exit 2; }

given=('1.3.6.1.4.1.1466.0=#04024869' 'CN=' 'CN=C#' 'CN=a=b' 'CN=\20a\20' 'CN=\ x\ ' 'CN=\ a\ ')
seen=$(python/bin/python read.py "${given[@]}"; node read.js "${given[@]}"; go run . "${given[@]}")
echo "$seen"
known='ldap3: 1.3.6.1.4.1.1466.0=#04024869 is refused, a search below it refused
ldap3: CN= is refused, a search below it refused
ldap3: CN=C# is refused, a search below it taken
ldap3: CN=a=b is refused, a search below it taken
ldap3: CN=\20a\20 is taken, a search below it taken
ldap3: CN=\ x\  is taken, a search below it taken
ldap3: CN=\ a\  is taken, a search below it taken
@ldapjs/dn: 1.3.6.1.4.1.1466.0=#04024869 is 1.3.6.1.4.1.1466.0=#04024869
@ldapjs/dn: CN= is CN=
@ldapjs/dn: CN=C# is CN=C#
@ldapjs/dn: CN=a=b is CN=a=b
@ldapjs/dn: CN=\20a\20 is CN=a
@ldapjs/dn: CN=\ x\  is CN=x
@ldapjs/dn: CN=\ a\  is CN=
go-ldap: 1.3.6.1.4.1.1466.0=#04024869 has "Hi"
go-ldap: CN= has ""
go-ldap: CN=C# has "C#"
go-ldap: CN=a=b has "a=b"
go-ldap: CN=\20a\20 has " a "
go-ldap: CN=\ x\  has " x "
go-ldap: CN=\ a\  has " a "'
[[ $seen = "$known" ]]
