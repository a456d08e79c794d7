/**
 * Whether somebody signed in by what cannot be phished: a key that answers for the origin that the browser shows, after its owner was
 * verified. OpenID Connect EAP ACR Values 1.0 (§2) has names for it: `phr`, and `phrh` where the key is in hardware, which nobody attests here.
 */
const proofs = ['pop', 'user', 'mfa'] as const;

export const phishingResistantAcr = 'phr';
const inHardware = 'phrh';

/** @param amr as the sign-in was recorded. A wallet is a key as well, and does not say that it verified anybody. */
export function isPhishingResistant(amr: readonly string[] | undefined): boolean {
  return proofs.every((proof) => amr?.includes(proof));
}

/** True of either name: a wish for hardware is answered with the best there is. */
export function namesPhishingResistance(acr: string): boolean {
  return acr === phishingResistantAcr || acr === inHardware;
}
