#!/usr/bin/env bash
# pymdoccbor 1.4.0 from PyPI, reading documents that @auth0/mdl 3.0.1 issues.
#
# Expected: digests of the data are computed with the function that the mobile security object names, "digestAlgorithm": SHA-256, SHA-384 or
# SHA-512 (ISO/IEC 18013-5 §9.1.2.5; step 3 of §9.3.1 for who reads). The library's own issuer writes each of these three.
# Seen: MdocCbor.verify computes SHA-256 whatever is named there, so that a document with SHA-384 or SHA-512 is refused for a "hash mismatch"
# at each element, though its signature is right and each digest is. verify(verify_hashes=False) takes it, and then compares none.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "private": true, "type": "module" }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts @auth0/mdl@3.0.1
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check pymdoccbor==1.4.0 pycose==1.1.0 cbor2==6.3.0 cryptography==50.0.2
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout key.pem -out certificate.pem -subj /CN=issuer 2>/dev/null

cat > issue.js <<'END'
import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import mdl from '@auth0/mdl';

const issuerCertificate = readFileSync('certificate.pem', 'utf8');
const issuerPrivateKey = createPrivateKey(readFileSync('key.pem')).export({ format: 'jwk' });
const deviceKey = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' });
for (const algorithm of ['SHA-256', 'SHA-384', 'SHA-512']) {
  const document = await new mdl.Document('org.iso.18013.5.1.mDL')
    .addIssuerNameSpace('org.iso.18013.5.1', { family_name: 'Jones', birth_date: '2007-03-25' })
    .useDigestAlgorithm(algorithm)
    .addValidityInfo({ signed: new Date() })
    .addDeviceKeyInfo({ deviceKey })
    .sign({ issuerPrivateKey, issuerCertificate, alg: 'ES256', kid: 'one' });
  writeFileSync(algorithm, Buffer.from(new mdl.MDoc([document]).encode()).toString('hex'));
}
END
node issue.js

cat > read.py <<'END'
import hashlib
import logging

import cbor2
import cryptography.x509  # pymdoccbor's verifier uses this module, and does not import it
from pymdoccbor.mdoc.verifier import MdocCbor

logging.disable()


def digests_are_right(document):
    signed = cbor2.loads(bytes.fromhex(document))['documents'][0]['issuerSigned']
    mso = cbor2.loads(cbor2.loads(signed['issuerAuth'][2]).value)
    function = mso['digestAlgorithm'].replace('-', '').lower()
    return all(
        hashlib.new(function, cbor2.dumps(item)).digest() == mso['valueDigests'][space][cbor2.loads(item.value)['digestID']]
        for space, items in signed['nameSpaces'].items()
        for item in items
    )


def read(document, **options):
    mdoc = MdocCbor()
    mdoc.loads(document)
    return mdoc.verify(**options)


seen = []
for algorithm in ('SHA-256', 'SHA-384', 'SHA-512'):
    document = open(algorithm).read()
    answers = digests_are_right(document), read(document), read(document, verify_hashes=False)
    print(f'{algorithm}: digests right {answers[0]}, verify {answers[1]}, without digests {answers[2]}')
    seen.append(answers)
raise SystemExit(0 if seen == [(True, True, True), (True, False, True), (True, False, True)] else 1)
END
python/bin/python read.py
