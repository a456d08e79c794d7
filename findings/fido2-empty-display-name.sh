#!/usr/bin/env bash
# fido2 2.2.1 from PyPI (python-fido2), the options of a registration.
#
# Expected: displayName is a DOMString (WebAuthn Level 3 §5.4.3), and "If no suitable or human-palatable name is available, the Relying
# Party SHOULD set this value to an empty string" (there as well). So an empty one is "" in the options that go to the browser.
# Seen: it is an empty list, as is each empty string among the members of these structures, since an empty string is a sequence all of whose
# members are mappings. The library itself reads its options back as if the person's name were "[]". A name of one letter is right.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check fido2==2.2.1 cryptography==50.0.2

cat > options.py <<'END'
import json

from fido2.server import Fido2Server
from fido2.webauthn import PublicKeyCredentialCreationOptions, PublicKeyCredentialRpEntity, PublicKeyCredentialUserEntity

server = Fido2Server(PublicKeyCredentialRpEntity(name='A', id='rp.example'))
seen = {}
for name in ['B', '']:
    user = PublicKeyCredentialUserEntity(name='a-name', id=b'an-id', display_name=name)
    options, _ = server.register_begin(user)
    text = json.dumps(dict(options)['publicKey'])
    written = json.loads(text)['user']['displayName']
    read = PublicKeyCredentialCreationOptions.from_dict(json.loads(text)).user.display_name
    print(f'displayName {name!r}: written as {json.dumps(written)}, read as {read!r}')
    seen[name] = (written, read)
raise SystemExit(0 if seen == {'B': ('B', 'B'), '': ([], '[]')} else 1)
END
python/bin/python options.py
