/** SHA-256 in base64url. Of a body, which begins with 128 random bits, it tells nothing, and it fits no other: a commitment. */
import { hash } from 'node:crypto';

export function sha256(text: string): string {
  return hash('sha256', text, 'base64url');
}
