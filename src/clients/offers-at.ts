/** The dry run of the calendar: what each relying party would offer and accept at an instant. */
import { type CodeAssurances, mildestByCode } from '../assurance/code-channels.ts';
import { type Calendar, type Offer, offerAt } from '../assurance/cutover-calendar.ts';
import type { ClientRegistration } from '../configuration/clients/client-registration.ts';
import type { ClientStore } from './client-store.ts';
import { isMachine } from './registration.ts';

export interface OfferOfClient {
  readonly registration: ClientRegistration;
  readonly offer: Offer;
}

/** Of those that may sign citizens in at present. */
export async function offersAt(
  { calendar, oneTimeCodes }: { readonly calendar: Calendar; readonly oneTimeCodes: CodeAssurances },
  clients: Pick<ClientStore, 'list'>,
  at: Date,
): Promise<OfferOfClient[]> {
  const registrations = (await clients.list()).readable
    .filter(({ status }) => status.kind === 'active')
    .map(({ registration }) => registration)
    .filter((registration): registration is ClientRegistration => !isMachine(registration));
  return registrations.map((registration) => {
    const { client_id: clientId, minimum_assurance: least } = registration;
    return { registration, offer: offerAt(calendar, clientId, least, at, mildestByCode(oneTimeCodes)) };
  });
}
