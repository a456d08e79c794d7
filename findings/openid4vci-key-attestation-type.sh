#!/usr/bin/env bash
# @openid4vc/openid4vci 0.4.6, key attestations that it makes (createKeyAttestationJwt).
#
# Expected: typ is key-attestation+jwt (OpenID4VCI 1.0 Appendix D.1: "REQUIRED. MUST be key-attestation+jwt"), since the library's newest
# protocol version is 1.0.
# Seen: keyattestation+jwt, as drafts before 1.0 had it; there is no option. Its own parser takes both. Whoever holds issuers to the
# standard refuses it; the caller's signJwt can write the other type into the header before it signs.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "private": true, "type": "module" }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts @openid4vc/openid4vci@0.4.6 jose@6.1.0

cat > type.js <<'END'
import { createKeyAttestationJwt, Openid4vciVersion } from '@openid4vc/openid4vci';
import { decodeProtectedHeader, exportJWK, generateKeyPair, SignJWT } from 'jose';

const { privateKey, publicKey } = await generateKeyPair('ES256');
const publicJwk = await exportJWK(publicKey);
const attestation = await createKeyAttestationJwt({
  attestedKeys: [publicJwk],
  expiresAt: new Date(Date.now() + 60_000),
  use: 'proof_type.jwt',
  signer: { method: 'jwk', alg: 'ES256', publicJwk },
  callbacks: {
    signJwt: async (_, { header, payload }) => ({
      jwt: await new SignJWT(payload).setProtectedHeader(header).sign(privateKey),
      signerJwk: publicJwk,
    }),
  },
});
const { typ } = decodeProtectedHeader(attestation);
console.log(`the library speaks ${Openid4vciVersion.V1}; the type of its key attestations: ${typ}`);
process.exitCode = typ === 'keyattestation+jwt' ? 0 : 1;
END
node type.js
