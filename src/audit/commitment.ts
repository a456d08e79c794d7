/** SHA-256 in base64url. Of a body, which begins with 128 random bits, it tells nothing, and fits no other. */
import { hash } from 'node:crypto';

export function commitmentTo(body: string): string {
  return hash('sha256', body, 'base64url');
}
