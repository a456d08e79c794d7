/** What the server told this page: the provider that it knows, and the authority by which it believes it. */
import { type Certificate, readPem } from '../protocol/certificate.ts';

export interface Place {
  readonly issuer: string;
  readonly clientId: string;
  readonly anchor: Certificate;
}

export async function readPlace(): Promise<Place> {
  const { issuer = '', clientId = '', trustAnchor = '' } = document.body.dataset;
  return { issuer, clientId, anchor: await readPem(trustAnchor) };
}
