/** What an operator decides of a logo: that it is fetched, that what was fetched is shown, and that it is shown no longer. */

import { changeClient } from '../change-client.ts';
import type { StoredClient } from '../client-record.ts';
import type { ClientStore } from '../client-store.ts';
import type { LogoOutcome, LogoRefusal, Occasion } from '../outcome.ts';
import type { FetchLogo } from './fetch-logo.ts';
import { digestOf, fetchedLogoOf, logoAddressOf } from './logo.ts';

export interface LogoDecisions {
  /** Once: nothing else ever asks for the address. What was fetched before is not shown any more. */
  fetchLogo(clientId: string, occasion: Occasion): Promise<LogoOutcome>;
  /** @param digest of what the operator looked at */
  approveLogo(clientId: string, digest: string, occasion: Occasion): Promise<LogoOutcome>;
  /** What was fetched goes, approved or not. */
  withdrawLogo(clientId: string, occasion: Occasion): Promise<LogoOutcome>;
  /** As we drew it, approved or not. PNG. */
  fetchedLogo(client: StoredClient): Promise<Buffer | undefined>;
}

export function createLogoDecisions(clients: ClientStore, fetchLogo: FetchLogo): LogoDecisions {
  return {
    async fetchLogo(clientId, occasion) {
      const found = await clients.find(clientId);
      const address = found && logoAddressOf(found);
      if (!address) {
        return { kind: found ? 'without-logo' : 'unknown' };
      }
      const fetched = await fetchLogo(address);
      if (fetched.kind === 'not-fetched') {
        return fetched;
      }
      const { picture } = fetched;
      const logo = { from: address, digest: digestOf(picture), isApproved: false };
      return changeClient<LogoRefusal>(clients, clientId, 'logo-fetched', occasion, (client) =>
        logoAddressOf(client) === address ? { record: { ...client, logo }, picture } : { kind: 'moved' },
      );
    },

    approveLogo: (clientId, digest, occasion) =>
      changeClient<LogoRefusal>(clients, clientId, 'logo-approved', occasion, (client) => {
        const logo = fetchedLogoOf(client);
        return logo?.digest === digest
          ? { record: { ...client, logo: { ...logo, isApproved: true } } }
          : { kind: 'other-logo' };
      }),

    withdrawLogo: (clientId, occasion) =>
      changeClient<LogoRefusal>(clients, clientId, 'logo-withdrawn', occasion, (client) =>
        client.logo ? { record: { ...client, logo: undefined } } : { kind: 'without-logo' },
      ),

    async fetchedLogo(client) {
      const logo = fetchedLogoOf(client);
      return logo && clients.pictureOf(client.registration.client_id, logo.digest);
    },
  };
}
