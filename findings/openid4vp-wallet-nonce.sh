#!/usr/bin/env bash
# @openid4vc/openid4vp 0.4.6, a wallet that fetches its request by POST (request_uri_method=post).
#
# Expected: the form has the parameters wallet_metadata (a JSON object) and wallet_nonce (OpenID4VP 1.0 §5.10), as the wallet gave them to
# the library: wallet: { metadata, nonce }.
# Seen: each member of the metadata is a parameter of its own, there is no wallet_metadata, and no wallet_nonce. So a verifier learns
# neither what the wallet can do, nor a nonce to repeat, nor a key to encrypt the request to.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "private": true, "type": "module" }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts @openid4vc/openid4vp@0.4.6

cat > post.js <<'END'
import { Openid4vpClient } from '@openid4vc/openid4vp';

const sent = [];
const client = new Openid4vpClient({
  callbacks: {
    fetch: async (_, { method, body }) => {
      sent.push({ method, form: Object.fromEntries(new URLSearchParams(String(body))) });
      return new Response('', { status: 404 });
    },
  },
});
const authorizationRequest =
  'openid4vp://?client_id=x509_san_dns%3Averifier.example&request_uri=https%3A%2F%2Fverifier.example%2Fr&request_uri_method=post';
const { params } = client.parseOpenid4vpAuthorizationRequest({ authorizationRequest });
const metadata = { vp_formats_supported: { 'dc+sd-jwt': { 'sd-jwt_alg_values': ['ES256'] } } };
const wallet = { metadata, nonce: 'a-nonce-of-the-wallet' };
await client
  .resolveOpenId4vpAuthorizationRequest({ authorizationRequestPayload: params, wallet })
  .catch(() => undefined);

const [{ method, form }] = sent;
console.log(`${method}: ${Object.keys(form).join(', ') || 'nothing'}`);
const isAsSeen = method === 'post' && !('wallet_nonce' in form) && 'vp_formats_supported' in form;
process.exitCode = isAsSeen ? 0 : 1;
END
node post.js
