/**
 * What a grant leaves out.
 *
 * oidc-provider 9.13.3: `grant.rejected`.
 * Why: a citizen who is asked again says anew what may be handed over, item by item; the engine only ever adds to what was refused.
 * Held by: test/flows/consent.test.ts, "is told what the citizen leaves in, item by item, and what they put back when they are asked again"
 */
import type { Grant } from 'oidc-provider';

export function forgetRefusals(grant: Grant): void {
  Object.assign(grant, { rejected: undefined });
}
