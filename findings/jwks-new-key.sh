#!/usr/bin/env bash
# github.com/lestrrat-go/jwx/v3 v3.4.0 and github.com/go-jose/go-jose/v4 v4.1.9 from the Go module proxy, Authlib 1.9.10 (authlib.jose,
# deprecated and kept until 2.0) and joserfc 1.8.0 from PyPI, beside jwcrypto 1.6.1 and PyJWT 2.15.1.
#
# Expected: "Implementations SHOULD ignore JWKs within a JWK Set that use "kty" (key type) values that are not understood by them, that are
# missing required members, or for which values are out of the supported ranges" (RFC 7517 §5). So a provider can publish a key of a
# new kind, such as AKP for ML-DSA (RFC 9964), or on a curve of its own, BP-256 say, next to the P-256 key that everybody knows.
# Seen: with such a key beside it the known one is gone as well: a type that jwx, go-jose or Authlib does not know costs the whole set,
# where joserfc has learnt to pass over it; but a curve that joserfc does not know is a KeyError. jwx has an option,
# WithStrictKeySetParsing(false). jwcrypto and PyJWT find the known key in each set.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check \
  Authlib==1.9.10 joserfc==1.8.0 jwcrypto==1.6.1 PyJWT==2.15.1 cryptography==50.0.2

cat > keys.py <<'END'
import json

known = {
    'kty': 'EC',
    'crv': 'P-256',
    'kid': 'known',
    'x': 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU',
    'y': 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0',
}
others = {
    'alone': [],
    'type': [{'kty': 'a-new-type', 'kid': 'new', 'pub': 'AAAA'}],
    'curve': [{**known, 'crv': 'BP-256', 'kid': 'new'}],
}
for name, other in others.items():
    json.dump({'keys': [*other, known]}, open(f'{name}.json', 'w'))
END
python/bin/python keys.py

cat > read.py <<'END'
import json
import sys

import jwt
from authlib.jose import JsonWebKey
from joserfc.jwk import KeySet
from jwcrypto.jwk import JWKSet

readers = {
    'Authlib': lambda text: JsonWebKey.import_key_set(json.loads(text)).find_by_kid('known'),
    'joserfc': lambda text: KeySet.import_key_set(json.loads(text)).get_by_kid('known'),
    'jwcrypto': lambda text: JWKSet.from_json(text).get_key('known'),
    'PyJWT': lambda text: jwt.PyJWKSet.from_json(text)['known'],
}
for reader, read in readers.items():
    found = []
    for name in ('alone', 'type', 'curve'):
        try:
            found.append('found' if read(open(f'{name}.json').read()) else 'lost')
        except Exception:
            found.append('lost')
    print(reader, *found)
END

cat > read.go <<'END'
package main

import (
	"encoding/json"
	"fmt"
	"os"

	"github.com/go-jose/go-jose/v4"
	"github.com/lestrrat-go/jwx/v3/jwk"
)

func byJwx(text []byte) bool {
	set, err := jwk.Parse(text)
	if err != nil {
		return false
	}
	_, found := set.LookupKeyID("known")
	return found
}

func byGoJose(text []byte) bool {
	var set jose.JSONWebKeySet
	return json.Unmarshal(text, &set) == nil && len(set.Key("known")) == 1
}

func main() {
	readers := []func([]byte) bool{byJwx, byGoJose}
	for i, reader := range []string{"jwx", "go-jose"} {
		fmt.Print(reader)
		for _, name := range []string{"alone", "type", "curve"} {
			text, err := os.ReadFile(name + ".json")
			if err != nil {
				panic(err)
			}
			fmt.Print(map[bool]string{true: " found", false: " lost"}[readers[i](text)])
		}
		fmt.Println()
	}
}
END
export GOFLAGS=-mod=mod
{
  go mod init finding
  go get github.com/lestrrat-go/jwx/v3@v3.4.0 github.com/go-jose/go-jose/v4@v4.1.9
} > said 2>&1 || { cat said >&2; exit 2; }
seen=$(python/bin/python read.py 2> said; go run read.go)
printf 'the known key alone, beside a new type, beside a new curve\n%s\n' "$seen"
known='Authlib found lost found
joserfc found found lost
jwcrypto found found found
PyJWT found found found
jwx found lost lost
go-jose found lost lost'
[[ $seen = "$known" ]]
