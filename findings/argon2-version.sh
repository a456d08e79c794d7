#!/usr/bin/env bash
# argon2-cffi 25.1.0 from PyPI (with argon2-cffi-bindings 26.2.0), hashes that name no version.
#
# Expected: extract_parameters returns "the parameters used to create the hash" (its documentation). Argon2 has the versions 1.0 and 1.3,
# 0x10 and 0x13 (argon2.h of the reference implementation), and a hash without v=, as all were before 1.3, is of version 16: that is how
# the library itself verifies it.
# Seen: the version that it extracts is 18, which no Argon2 ever had. Computed again with the parameters that were extracted, the same
# password and the same salt make another hash, and what says v=18 belongs to no other library; with v=16 written out the same
# hash is extracted as 16, and computed again as it was.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check argon2-cffi==25.1.0 argon2-cffi-bindings==26.2.0

cat > versions.py <<'END'
from argon2 import PasswordHasher, Type, extract_parameters, low_level

password, salt = b'a password', b'a salt of some length'
named = low_level.hash_secret(password, salt, 2, 256, 1, 32, Type.ID, version=16).decode()
unnamed = named.replace('$v=16', '')


def again(encoded):
    of = extract_parameters(encoded)
    made = low_level.hash_secret(
        password, salt, of.time_cost, of.memory_cost, of.parallelism, of.hash_len, of.type, version=of.version
    )
    return of.version, made.decode().split('$')[-1] == encoded.split('$')[-1]


for name, encoded in (('v=16', named), ('no v=', unnamed)):
    verified = PasswordHasher().verify(encoded, password)
    print(f'{name}: verified {verified}, extracted as version {again(encoded)[0]}, computed again the same: {again(encoded)[1]}')
seen = [PasswordHasher().verify(unnamed, password), again(named), again(unnamed)]
raise SystemExit(0 if seen == [True, (16, True), (18, False)] else 1)
END
python/bin/python versions.py
