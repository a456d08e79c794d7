#!/usr/bin/env bash
# webauthn 3.0.1 from PyPI (py_webauthn), beside fido2 2.2.1 from PyPI (python-fido2), what a browser hands over after a registration or a
# sign-in.
#
# Expected: authenticatorAttachment is a DOMString that "SHOULD be a member of AuthenticatorAttachment", and "Relying Parties SHOULD treat
# unknown values as if the value were null" (WebAuthn Level 3 §5.1), so that a browser may know a third kind before servers do.
# Seen: parse_registration_credential_json and parse_authentication_credential_json refuse the credential ("Credential had unexpected
# authenticatorAttachment"), and with it whoever comes with that browser. An unknown transport beside it is left out, and null, or a
# credential without the member, is taken. python-fido2 reads the same as None.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check webauthn==3.0.1 fido2==2.2.1 cryptography==50.0.2

cat > read.py <<'END'
import json

from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import (
    AttestationObject,
    AttestedCredentialData,
    Aaguid,
    AuthenticationResponse,
    AuthenticatorData,
    CollectedClientData,
    RegistrationResponse,
)
from cryptography.hazmat.primitives.asymmetric import ec
from webauthn.helpers import parse_authentication_credential_json, parse_registration_credential_json

key = ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key())
held = AttestedCredentialData.create(Aaguid(bytes(16)), b'a passkey', key)
by_hash = bytes(32)
made = AuthenticatorData.create(by_hash, AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.AT, 0, held)
used = AuthenticatorData.create(by_hash, AuthenticatorData.FLAG.UP, 0)


def client(kind):
    return websafe_encode(CollectedClientData.create(kind, bytes(32), 'https://example.org'))


def credential(attachment, response):
    whole = {'id': websafe_encode(b'a passkey'), 'rawId': websafe_encode(b'a passkey'), 'type': 'public-key', 'response': response}
    return {**whole, **attachment, 'clientExtensionResults': {}}


registration = {
    'clientDataJSON': client('webauthn.create'),
    'attestationObject': websafe_encode(AttestationObject.create('none', made, {})),
    'transports': ['internal', 'a-new-one'],
}
sign_in = {
    'clientDataJSON': client('webauthn.get'),
    'authenticatorData': websafe_encode(used),
    'signature': websafe_encode(b'of no matter here'),
}


def said(read, whole):
    try:
        attachment = read(whole).authenticator_attachment
        return f'read as {attachment and attachment.value}'
    except Exception as error:
        return f'refused: {error}'


seen = []
named = [{'authenticatorAttachment': value} for value in (None, 'platform', 'a-third-kind')]
for attachment in ({}, *named):
    for name, response, ours, theirs in (
        ('registration', registration, parse_registration_credential_json, RegistrationResponse.from_dict),
        ('sign-in', sign_in, parse_authentication_credential_json, AuthenticationResponse.from_dict),
    ):
        whole = credential(attachment, response)
        answers = said(ours, json.dumps(whole)), said(theirs, whole)
        print(f'{name} with {json.dumps(attachment)}: webauthn {answers[0]}; fido2 {answers[1]}')
        seen.append(answers)
taken = ('read as None', 'read as None')
known = ('read as platform', 'read as platform')
refused = ('refused: Credential had unexpected authenticatorAttachment', 'read as None')
raise SystemExit(0 if seen == [taken] * 4 + [known] * 2 + [refused] * 2 else 1)
END
python/bin/python read.py
