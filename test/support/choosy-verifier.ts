/** A verifier that leaves the citizen a choice, as ours never does: played on the wallet's own line, with the provider's certificate. */
import { createHash, X509Certificate } from 'node:crypto';
import { compactDecrypt, exportJWK, generateKeyPair, importPKCS8, SignJWT } from 'jose';
import type { Page } from 'playwright-core';
import type { WalletVerifierSettings } from '../../src/configuration/wallet-verifier-settings.ts';

export interface ChoosyVerifier {
  /** For the wallet. */
  readonly query: string;
  /** Names of the claims that it was told. */
  told(): Promise<string[]>;
  /** Whether anything came, be it a refusal. */
  wasAnswered(): boolean;
}

type Certified = Pick<WalletVerifierSettings, 'certificates' | 'privateKey'>;

/** @param claimSets ways to answer, by names of claims */
export function askWithChoice(
  page: Page,
  issuer: string,
  certified: Certified,
  claimSets: readonly (readonly string[])[],
): Promise<ChoosyVerifier> {
  const names = [...new Set(claimSets.flat())];
  const claims = names.map((name) => ({ id: name, path: [name] }));
  return askFor(page, issuer, certified, { claims, claim_sets: claimSets });
}

/** @param wishes of the query for the card */
export async function askFor(
  page: Page,
  issuer: string,
  { certificates, privateKey }: Certified,
  wishes: object,
): Promise<ChoosyVerifier> {
  const { raw } = new X509Certificate(certificates[0] ?? '');
  const clientId = `x509_hash:${createHash('sha256').update(raw).digest('base64url')}`;
  const [requestUri, responseUri] = [`${issuer}/choosy/request`, `${issuer}/choosy/response`];
  const keys = await generateKeyPair('ECDH-ES', { crv: 'P-256', extractable: true });
  const jwk = { ...(await exportJWK(keys.publicKey)), kid: 'choosy' };
  const headers = { 'access-control-allow-origin': '*' };
  let response = '';
  let wasAnswered = false;

  await page.route(requestUri, async (route) => {
    const claims = {
      client_id: clientId,
      aud: 'https://self-issued.me/v2',
      response_type: 'vp_token',
      response_mode: 'direct_post.jwt',
      response_uri: responseUri,
      nonce: 'a-nonce',
      wallet_nonce: new URLSearchParams(route.request().postData() ?? '').get('wallet_nonce'),
      dcql_query: {
        credentials: [
          {
            id: 'pid',
            format: 'dc+sd-jwt',
            meta: { vct_values: ['urn:kapu:demo:pid:1'] },
            ...wishes,
          },
        ],
      },
      client_metadata: {
        client_name: 'Minta Könyvtár',
        'client_name#en': 'Sample Library',
        jwks: { keys: [jwk] },
      },
    };
    const header = { alg: 'ES256', typ: 'oauth-authz-req+jwt', x5c: [raw.toString('base64')] };
    const body = await new SignJWT(claims)
      .setProtectedHeader(header)
      .sign(await importPKCS8(privateKey, 'ES256'));
    await route.fulfill({ headers, body });
  });
  await page.route(responseUri, async (route) => {
    wasAnswered = true;
    response = new URLSearchParams(route.request().postData() ?? '').get('response') ?? '';
    await route.fulfill({ headers, json: {} });
  });

  return {
    query: `${new URLSearchParams({ client_id: clientId, request_uri: requestUri, request_uri_method: 'post' })}`,

    wasAnswered: () => wasAnswered,

    async told() {
      const { plaintext } = await compactDecrypt(response, keys.privateKey);
      const [presentation = ''] = JSON.parse(Buffer.from(plaintext).toString()).vp_token.pid;
      const disclosures: string[] = presentation.split('~').slice(1, -1);
      return disclosures.map((text) => JSON.parse(Buffer.from(text, 'base64url').toString())[1]).sort();
    },
  };
}
