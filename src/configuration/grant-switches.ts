/** Ways to sign in at a screen of one's own for something that is elsewhere: a deployment has them only where it switches them on. */
import { z } from 'zod';

export const grantSwitchesSchema = z.strictObject({
  /** RFC 8628: devices without a browser or a keyboard. */
  device_flow: z.boolean().default(false),
  /** OpenID Connect Client-Initiated Backchannel Authentication 1.0, poll and ping mode. */
  ciba: z.boolean().default(false),
});

export type GrantSwitches = z.output<typeof grantSwitchesSchema>;

export const deviceGrant = 'urn:ietf:params:oauth:grant-type:device_code';
export const cibaGrant = 'urn:openid:params:grant-type:ciba';

/** Those of the grant types that this deployment does not have. */
export function grantsSwitchedOff(
  grantTypes: readonly string[],
  { device_flow, ciba }: GrantSwitches,
): string[] {
  const isOff = (grant: string): boolean =>
    (grant === deviceGrant && !device_flow) || (grant === cibaGrant && !ciba);
  return grantTypes.filter(isOff);
}
