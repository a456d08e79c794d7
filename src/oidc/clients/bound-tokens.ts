/** Whether who shows a token that is bound to a key (RFC 9449 §4.3, §7) or to a certificate (RFC 8705 §3) proves to have it. */
import { createHash } from 'node:crypto';
import { calculateJwkThumbprint, EmbeddedJWK, type JWK, jwtVerify } from 'jose';
import type { Provider } from 'oidc-provider';
import type { ShownToken } from '../../clients/machine-access.ts';
import { enabledJWA } from '../policy/algorithms.ts';
import { readCertificate } from './client-certificates.ts';

export interface BindingParts {
  /** Where the administration answers: at the issuer, or at a host of its own. */
  readonly administrationOrigin: string;
  /** In which the proxy hands over certificates; undefined: none. */
  readonly certificateHeader: string | undefined;
}

interface BoundToken {
  readonly clientId?: string | undefined;
  readonly jkt?: string | undefined;
  readonly 'x5t#S256'?: string | undefined;
}

/** As long as the engine takes a proof for recent, to either side. */
const recentForSeconds = 60;
const longestProof = 8192;

/** Of a token that is bound to nothing there is nothing to prove, but it is no DPoP token either. */
export async function isProved(
  provider: Provider,
  token: BoundToken,
  shown: ShownToken,
  parts: BindingParts,
): Promise<boolean> {
  if (token.jkt !== undefined) {
    return shown.scheme === 'dpop' && isProvedByKey(provider, token, shown, parts);
  }
  const thumbprint = token['x5t#S256'];
  return (
    shown.scheme === 'bearer' && (thumbprint === undefined || thumbprint === shownThumbprint(shown, parts))
  );
}

async function isProvedByKey(
  provider: Provider,
  { jkt, clientId }: BoundToken,
  shown: ShownToken,
  { administrationOrigin }: BindingParts,
): Promise<boolean> {
  const proof = await readProof(shown.header('dpop'));
  if (!proof) {
    return false;
  }
  const { thumbprint, said } = proof;
  const age = Math.abs(Date.now() / 1000 - Number(said.iat));
  const fits =
    thumbprint === jkt &&
    said.htm === shown.method &&
    addressWithoutQuery(said.htu) === `${administrationOrigin}${shown.path}` &&
    said.ath === createHash('sha256').update(shown.value).digest('base64url') &&
    age <= recentForSeconds;
  const expiresAt = Math.ceil(Date.now() / 1000) + 2 * recentForSeconds;
  return fits && (await provider.ReplayDetection.unique(String(clientId), String(said.jti), expiresAt));
}

async function readProof(
  header: string,
): Promise<{ thumbprint: string; said: Record<string, unknown> } | undefined> {
  if (header.length === 0 || header.length > longestProof) {
    return undefined;
  }
  try {
    const algorithms = [...(enabledJWA.dPoPSigningAlgValues ?? [])];
    const { payload, protectedHeader } = await jwtVerify(header, EmbeddedJWK, {
      algorithms,
      typ: 'dpop+jwt',
      requiredClaims: ['jti', 'iat', 'htm', 'htu', 'ath'],
    });
    return { thumbprint: await calculateJwkThumbprint(protectedHeader.jwk as JWK), said: payload };
  } catch {
    return undefined;
  }
}

function addressWithoutQuery(htu: unknown): string | undefined {
  const url = URL.parse(String(htu));
  return url ? `${url.origin}${url.pathname}` : undefined;
}

function shownThumbprint(shown: ShownToken, { certificateHeader }: BindingParts): string | undefined {
  const certificate = certificateHeader && readCertificate(shown.header(certificateHeader));
  return certificate ? createHash('sha256').update(certificate.raw).digest('base64url') : undefined;
}
