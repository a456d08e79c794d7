#!/usr/bin/env bash
# @sd-jwt/sd-jwt-vc 0.19.0, verification that loads the metadata of a credential's type (loadTypeMetadataFormat).
#
# Expected: what stands in "vct#integrity" is "integrity metadata" of W3C Subresource Integrity (SD-JWT VC, section "Document Integrity";
# the library's own type says the same): the name of the hash, a hyphen, and the digest in base64.
# Seen: the digest is compared in hexadecimal, so that a document with the right integrity is refused, and one that says it in
# hexadecimal, which Subresource Integrity does not know, is taken.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "private": true, "type": "module" }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts @sd-jwt/sd-jwt-vc@0.19.0

cat > integrity.js <<'END'
import { createHash, generateKeyPairSync, randomBytes, sign, verify } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { SDJwtVcInstance } from '@sd-jwt/sd-jwt-vc';

const document = () => JSON.stringify({ vct: type, name: 'A card' });
const server = createServer((_, response) =>
  response.writeHead(200, { 'content-type': 'application/json' }).end(document()),
).listen(0, '127.0.0.1');
await once(server, 'listening');
const type = `http://127.0.0.1:${server.address().port}/card`;

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const ecdsa = (key) => ({ key, dsaEncoding: 'ieee-p1363' });
const cards = new SDJwtVcInstance({
  hasher: (data, algorithm) => createHash(algorithm.replace('-', '')).update(Buffer.from(data)).digest(),
  hashAlg: 'sha-256',
  saltGenerator: () => randomBytes(16).toString('base64url'),
  signAlg: 'ES256',
  signer: (data) => sign('sha256', Buffer.from(data), ecdsa(privateKey)).toString('base64url'),
  verifier: (data, signature) =>
    verify('sha256', Buffer.from(data), ecdsa(publicKey), Buffer.from(signature, 'base64url')),
  loadTypeMetadataFormat: true,
});

async function answerTo(encoding) {
  const integrity = `sha256-${createHash('sha256').update(document()).digest(encoding)}`;
  const card = await cards.issue({ vct: type, 'vct#integrity': integrity, iat: 1 });
  return cards.verify(card).then(() => 'taken', ({ message }) => `refused: ${message}`);
}

const [base64, hexadecimal] = [await answerTo('base64'), await answerTo('hex')];
console.log(`base64, as the standard has it: ${base64}\nhexadecimal: ${hexadecimal}`);
server.close();
process.exitCode = base64.startsWith('refused: Integrity check') && hexadecimal === 'taken' ? 0 : 1;
END
node integrity.js
