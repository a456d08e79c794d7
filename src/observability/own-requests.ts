/** What this process says to its own port in the proxy's place, and nobody else knows: our own pages are relying parties of ours. */
import { randomBytes } from 'node:crypto';

export const ownRequestHeader = 'x-kapu-own';
export const ownRequestSecret = randomBytes(32).toString('base64url');
