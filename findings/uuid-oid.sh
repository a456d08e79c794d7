#!/usr/bin/env bash
# jsrsasign 11.1.5 and asn1js 4.0.0 from npm, beside cryptography 50.0.2 from PyPI.
#
# Expected: an object identifier goes into DER and comes out of it as it was, or is refused. An arc has no greatest value in ASN.1, and
# whoever has registered nothing may use a UUID as an integer under 2.25 (ISO/IEC 9834-8, ITU-T X.667), which takes 128 bits; RFC 5280 asks
# of those who read certificates no more than 28.
# Seen: jsrsasign counts in floating point when it writes: a certificate that it makes for the policy
# 2.25.329800735698586629295641978511506172918 has another one, of a UUID that nobody made, without a word. The policies of a certificate
# it reads right, while ASN1HEX.hextooidstr makes 2.25.3.2980073569858662e+38 of the same octets. asn1js writes them as they are, and reads
# a text in braces that is neither the number nor its hexadecimal form. cryptography does both.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "private": true, "type": "module" }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts jsrsasign@11.1.5 asn1js@4.0.0
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check cryptography==50.0.2

cat > made.py <<'END'
import datetime
import sys

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

key = ec.generate_private_key(ec.SECP256R1())
name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, 'a')])
policy = x509.PolicyInformation(x509.ObjectIdentifier(sys.argv[1]), None)
certificate = (
    x509.CertificateBuilder(name, name, key.public_key(), 1)
    .not_valid_before(datetime.datetime(2026, 1, 1))
    .not_valid_after(datetime.datetime(2036, 1, 1))
    .add_extension(x509.CertificatePolicies([policy]), critical=False)
    .sign(key, hashes.SHA256())
)
open('cryptography.pem', 'wb').write(certificate.public_bytes(serialization.Encoding.PEM))
END

cat > both.js <<'END'
import { readFileSync, writeFileSync } from 'node:fs';
import { fromBER, ObjectIdentifier } from 'asn1js';
import jsrsasign from 'jsrsasign';

const { ASN1HEX, KEYUTIL, KJUR, X509 } = jsrsasign;
const oid = process.argv[2];
const read = new X509();
read.readCertPEM(readFileSync('cryptography.pem', 'utf8'));
const { prvKeyObj, pubKeyObj } = KEYUTIL.generateKeypair('EC', 'secp256r1');
const made = new KJUR.asn1.x509.Certificate({
  version: 3,
  serial: { int: 1 },
  issuer: { str: '/CN=a' },
  subject: { str: '/CN=a' },
  notbefore: '260101000000Z',
  notafter: '360101000000Z',
  sbjpubkey: pubKeyObj,
  ext: [{ extname: 'certificatePolicies', array: [{ policyoid: oid }] }],
  sigalg: 'SHA256withECDSA',
  cakey: prvKeyObj,
});
writeFileSync('jsrsasign.pem', made.getPEM());
const octets = new ObjectIdentifier({ value: oid }).toBER();
console.log(`jsrsasign, policies: ${read.getExtCertificatePolicies().array[0].policyoid}`);
console.log(`jsrsasign, hextooidstr: ${ASN1HEX.hextooidstr(Buffer.from(octets).toString('hex').slice(4))}`);
console.log(`asn1js, what it wrote: ${fromBER(octets).result.getValue()}`);
END

cat > read.py <<'END'
import sys

from cryptography import x509

for maker in ('cryptography', 'jsrsasign'):
    certificate = x509.load_pem_x509_certificate(open(f'{maker}.pem', 'rb').read())
    policies = certificate.extensions.get_extension_for_class(x509.CertificatePolicies).value
    print(f'cryptography, what {maker} wrote: {policies[0].policy_identifier.dotted_string}')
END

of_uuid=2.25.329800735698586629295641978511506172918
python/bin/python made.py $of_uuid
seen=$(node both.js $of_uuid; python/bin/python read.py)
echo "$seen"
known="jsrsasign, policies: $of_uuid
jsrsasign, hextooidstr: 2.25.3.2980073569858662e+38
asn1js, what it wrote: 2.25.{03701d276b4f5e604721273240140c48795776}
cryptography, what cryptography wrote: $of_uuid
cryptography, what jsrsasign wrote: 2.25.329800735698586620724290680442723500032"
[[ $seen = "$known" ]]
