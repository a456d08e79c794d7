/** The page of the offer, by way of which whoever is through goes on to the service. */
export const offerWay = 'passkey-offer';
export const secondWay = `${offerWay}?after=application`;
export type OfferWay = typeof offerWay | typeof secondWay;
