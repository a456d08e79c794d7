/**
 * The logo of a relying party. `logo_uri` is its wish: an operator has it fetched once, looks at it, and approves what was fetched, which
 * is what we show from then on. Another address in the registration ends that.
 *
 * In this folder: what is kept (this file), how it is fetched, what of a file is a picture, and how we draw it.
 */
import { createHash } from 'node:crypto';
import type { ClientRecord, KeptLogo } from '../client-record.ts';

type OfClient = Pick<ClientRecord, 'registration' | 'logo'>;

/** What the registration asks for. */
export function logoAddressOf({ registration }: Pick<ClientRecord, 'registration'>): string | undefined {
  const { logo_uri: address } = registration as { logo_uri?: unknown };
  return typeof address === 'string' && address !== '' ? address : undefined;
}

/** What was fetched, approved or not, as long as the registration still asks for it. */
export function fetchedLogoOf(client: OfClient | undefined): KeptLogo | undefined {
  const { logo } = client ?? {};
  return client && logo && logo.from === logoAddressOf(client) ? logo : undefined;
}

export function approvedLogoOf(client: OfClient | undefined): KeptLogo | undefined {
  const logo = fetchedLogoOf(client);
  return logo?.isApproved ? logo : undefined;
}

/** Where we serve it: another picture has another address. @returns a path, or undefined where none is shown */
export function shownLogoOf(client: OfClient | undefined): string | undefined {
  const logo = approvedLogoOf(client);
  return client && logo && `${logosPath}${client.registration.client_id}/${logo.digest}.png`;
}

const logosPath = '/logos/';

export function digestOf(picture: Buffer): string {
  return createHash('sha256').update(picture).digest('base64url');
}
