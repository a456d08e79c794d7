#!/usr/bin/env bash
# fido2 2.2.1 from PyPI (python-fido2), beside webauthn 3.0.1 (py_webauthn), the options of a sign-in.
#
# Expected: what a browser says of a credential's transports at its registration is kept, values that are not known as well ("Relying
# Parties SHOULD accept and store unknown values", WebAuthn Level 3 §5.2.1), and goes out again as a sequence of DOMString (§5.8.3).
# "smart-card" is a member of the enumeration besides (§5.8.4).
# Seen: "smart-card" is not known, and becomes null: in the options that go to the browser null stands in its place, which is no hint and no
# string of the standard, and py_webauthn refuses to read it, though it knows "smart-card" and takes the options once that is put back.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check fido2==2.2.1 webauthn==3.0.1 cryptography==50.0.2

cat > transports.py <<'END'
import json

from fido2.server import Fido2Server
from fido2.webauthn import PublicKeyCredentialDescriptor, PublicKeyCredentialRpEntity
from webauthn.helpers import parse_authentication_options_json
from webauthn.helpers.exceptions import InvalidJSONStructure


def read(options):
    try:
        parsed = parse_authentication_options_json(json.dumps(options))
        return ' '.join(transport.value for transport in parsed.allow_credentials[0].transports)
    except InvalidJSONStructure as error:
        return f'refused: {error}'


server = Fido2Server(PublicKeyCredentialRpEntity(name='A', id='rp.example'))
known = PublicKeyCredentialDescriptor.from_dict(
    {'type': 'public-key', 'id': 'YW4taWQ', 'transports': ['nfc', 'smart-card', 'usb']}
)
options, _ = server.authenticate_begin([known], user_verification='required')
public_key = json.loads(json.dumps(dict(options)['publicKey']))
written = public_key['allowCredentials'][0]['transports']
refused = read(public_key)
public_key['allowCredentials'][0]['transports'] = ['nfc', 'smart-card', 'usb']
taken = read(public_key)
print(f'fido2 writes ["nfc", "smart-card", "usb"] as {json.dumps(written)}')
print(f'py_webauthn: {refused}; with "smart-card" put back: {taken}')
seen = written == ['nfc', None, 'usb'] and refused.startswith('refused: ') and taken == 'nfc smart-card usb'
raise SystemExit(0 if seen else 1)
END
python/bin/python transports.py
