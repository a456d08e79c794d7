/** What the server told this page: the provider and whoever else it knows, each with the authority by which it is believed. */
import { type Certificate, readPem } from '../protocol/certificate.ts';
import { type Party, partyAt } from '../protocol/party.ts';

export interface Place {
  readonly issuer: string;
  readonly clientId: string;
  readonly anchor: Certificate;
  /** The provider first. */
  readonly parties: readonly Party[];
}

export async function readPlace(): Promise<Place> {
  const { issuer = '', clientId = '', trustAnchor = '', others = '[]' } = document.body.dataset;
  const anchor = await readPem(trustAnchor);
  const told = JSON.parse(others) as { address: string; clientId: string; trustAnchor: string }[];
  const further = told.map(async ({ trustAnchor: pem, ...party }) => ({
    ...party,
    anchor: await readPem(pem),
  }));
  return {
    issuer,
    clientId,
    anchor,
    parties: [{ address: issuer, clientId, anchor }, ...(await Promise.all(further))],
  };
}

/** By which documents of an issuer, and its lists, are believed. */
export function anchorOf({ parties, anchor }: Place, issuer: string): Certificate {
  return partyAt(parties, issuer)?.anchor ?? anchor;
}
