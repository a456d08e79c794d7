#!/usr/bin/env bash
# @openid4vc/openid4vci 0.4.6, a wallet that asks for its credential encrypted (credential_response_encryption).
#
# Expected (OpenID4VCI 1.0 §8.2, §10): the object has jwk and enc, the algorithm is alg within the key; the answer is 200 with
# application/jwt, which the client opens with its decryptJwe callback, or at least hands over.
# Seen: a request without alg beside the key, where drafts had it, is refused before it is sent ("Error validating credential request");
# with it, the encrypted answer of 200 is thrown as an Openid4vciRetrieveCredentialsError, and decryptJwe is not asked. The caller can
# open what is in error.response.response.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "private": true, "type": "module" }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts @openid4vc/openid4vci@0.4.6 jose@6.1.0

cat > encrypted.js <<'END'
import { Openid4vciClient } from '@openid4vc/openid4vci';
import { CompactEncrypt, exportJWK, generateKeyPair } from 'jose';

const issuer = 'https://issuer.example';
const encryption = { enc_values_supported: ['A256GCM'], encryption_required: false };
const documents = {
  '/.well-known/openid-credential-issuer': {
    credential_issuer: issuer,
    credential_endpoint: `${issuer}/credential`,
    credential_response_encryption: { alg_values_supported: ['ECDH-ES'], ...encryption },
    credential_configurations_supported: {
      card: { format: 'dc+sd-jwt', vct: 'urn:card:1', credential_metadata: { display: [{ name: 'Card' }] } },
    },
  },
  '/.well-known/oauth-authorization-server': { issuer, token_endpoint: `${issuer}/token` },
};
const { publicKey } = await generateKeyPair('ECDH-ES', { crv: 'P-256' });
const jwk = { ...(await exportJWK(publicKey)), alg: 'ECDH-ES', kid: 'of-the-wallet', use: 'enc' };
const jwe = await new CompactEncrypt(Buffer.from('{"credentials":[{"credential":"card"}]}'))
  .setProtectedHeader({ alg: 'ECDH-ES', enc: 'A256GCM', kid: jwk.kid })
  .encrypt(publicKey);

let decryptions = 0;
const client = new Openid4vciClient({
  callbacks: {
    fetch: async (url) => {
      const document = documents[new URL(url).pathname];
      return document
        ? Response.json(document)
        : new URL(url).pathname === '/credential'
          ? new Response(jwe, { headers: { 'content-type': 'application/jwt' } })
          : new Response('', { status: 404 });
    },
    decryptJwe: () => {
      decryptions += 1;
      return { decrypted: false };
    },
  },
});
const issuerMetadata = await client.resolveIssuerMetadata(issuer);
const ask = (credential_response_encryption) =>
  client
    .retrieveCredentials({
      issuerMetadata,
      accessToken: 'token',
      credentialConfigurationId: 'card',
      additionalRequestPayload: { credential_response_encryption },
    })
    .then(({ credentialResponse }) => ({ message: 'taken', credentialResponse }), (error) => error);

const asStandard = await ask({ jwk, enc: 'A256GCM' });
const asDrafts = await ask({ jwk, alg: 'ECDH-ES', enc: 'A256GCM' });
const [first] = asStandard.message.split('\n');
const { status } = asDrafts.response?.response ?? {};
console.log(`jwk and enc: ${first}`);
console.log(`with alg, answered ${status}: ${asDrafts.constructor.name}`);
console.log(`asked to decrypt: ${decryptions} times`);
const isAsSeen = /validating credential request/.test(first) && status === 200 && decryptions === 0;
process.exitCode = isAsSeen ? 0 : 1;
END
node encrypted.js
