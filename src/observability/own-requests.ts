/**
 * What this process says to its own port in the proxy's place, and nobody else knows: our own pages are relying parties of ours. Processes of
 * one supervisor share their port, so that any of them may answer: they share this as well.
 */
import { randomBytes } from 'node:crypto';

export const ownRequestHeader = 'x-kapu-own';

let secret = randomBytes(32).toString('base64url');

export function ownRequestSecret(): string {
  return secret;
}

/** Before anything is served. @param handedOver by the supervisor; undefined for a process by itself */
export function shareOwnRequests(handedOver: string | undefined): void {
  secret = handedOver ?? secret;
}
