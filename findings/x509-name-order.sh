#!/usr/bin/env bash
# @peculiar/x509 2.2.0 from npm, beside cryptography 50.0.2 from PyPI, names of certificates as text.
#
# Expected: the text of a name starts "with the last element of the sequence and moving backwards toward the first" (RFC 4514 §2.1; RFC 2253
# §2.1, which the documentation of the class Name gives as what it implements, says the same), so that CN=client,O=Acme,C=HU is a certificate
# that has C first and CN last. tls_client_auth_subject_dn, the name that a client with a certificate is registered under, is
# that text (RFC 8705 §2.1.2).
# Seen: it is written from the first to the last, and read so too: of cryptography's certificate subject is "C=HU, O=Acme, CN=client", a name
# that everybody else reads as its opposite, and a certificate made for "CN=client,O=Acme,C=HU" has its CN first, which cryptography calls
# C=HU,O=Acme,CN=client. Within the library nothing shows. What is registered from it matches no certificate elsewhere unless it is turned
# round (toJSON().reverse()).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "private": true, "type": "module" }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts @peculiar/x509@2.2.0 reflect-metadata@0.2.2
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check cryptography==50.0.2

cat > make.py <<'END'
import datetime

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

key = ec.generate_private_key(ec.SECP256R1())
name = x509.Name.from_rfc4514_string('CN=client,O=Acme,C=HU')
start = datetime.datetime(2026, 1, 1)
builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
certificate = builder.not_valid_before(start).not_valid_after(start.replace(year=2036)).sign(key, hashes.SHA256())
with open('theirs.pem', 'wb') as file:
    file.write(certificate.public_bytes(serialization.Encoding.PEM))
END
python/bin/python make.py

cat > names.js <<'END'
import 'reflect-metadata';
import { readFileSync, writeFileSync } from 'node:fs';
import { Name, X509Certificate, X509CertificateGenerator } from '@peculiar/x509';

const theirs = new X509Certificate(readFileSync('theirs.pem', 'utf8'));
const turned = new Name(theirs.subjectName.toJSON().reverse()).toString();
const signingAlgorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const keys = await crypto.subtle.generateKey(signingAlgorithm, false, ['sign', 'verify']);
const name = 'CN=client,O=Acme,C=HU';
const notBefore = new Date('2026-01-01');
const notAfter = new Date('2036-01-01');
const ours = await X509CertificateGenerator.createSelfSigned({ serialNumber: '01', name, notBefore, notAfter, signingAlgorithm, keys });
writeFileSync('ours.pem', ours.toString('pem'));
console.log(JSON.stringify({ theirs: theirs.subject, turned, ours: ours.subject }));
END
node names.js > names.json

cat > names.py <<'END'
import json

from cryptography import x509

written = json.load(open('names.json'))
read = {who: x509.load_pem_x509_certificate(open(f'{who}.pem', 'rb').read()).subject.rfc4514_string() for who in ('theirs', 'ours')}
for who in ('theirs', 'ours'):
    print(f'{who}: {read[who]} to cryptography, {written[who]} to @peculiar/x509')
print(f'theirs, turned round by hand: {written["turned"]}')
usual, opposite = 'CN=client,O=Acme,C=HU', 'C=HU,O=Acme,CN=client'
seen = [text.replace(', ', ',') for text in (read['theirs'], written['theirs'], written['turned'], read['ours'], written['ours'])]
raise SystemExit(0 if seen == [usual, opposite, usual, opposite, usual] else 1)
END
python/bin/python names.py
