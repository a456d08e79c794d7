/** What the pages say of the operator, and how they look: `config/pages.json`. */
import { z } from 'zod';
import { coloursSchema } from './colours.ts';

/** A page of the operator's own, or one behind the same host. */
const address = z.union([
  z.url({ protocol: /^https$/ }),
  z.string().regex(/^\/[\w/.-]*$/, 'must be https, or a path of this host'),
]);

const texts = z.strictObject({ hu: z.string().min(1).max(200), en: z.string().min(1).max(200) });
const addresses = z.strictObject({ hu: address, en: address });

/** As sessions know it: 24 bits of an IPv4 address, 48 of an IPv6 address. */
const coarseNetwork = z
  .union([z.cidrv4(), z.cidrv6()])
  .refine(
    (network) => Number(network.split('/')[1]) <= (network.includes(':') ? 48 : 24),
    'must be no smaller than /24, or /48 for IPv6',
  );

export const pagesSchema = z.strictObject({
  /** Whom people call who are stuck. */
  help_line: z
    .strictObject({
      telephone: z.string().regex(/^[+\d][\d ()/-]{1,30}$/, 'must be a telephone number'),
      hours: texts.optional(),
    })
    .optional(),
  /** Where else they are helped. */
  contact: addresses.optional(),
  /** The privacy notice (GDPR art. 13). */
  privacy: addresses.optional(),
  /** The accessibility statement (Directive 2016/2102 art. 7). */
  accessibility: addresses.optional(),
  /** Colours of the installation's own, for light and for dark pages. */
  colours: coloursSchema.optional(),
  /** Apps that are recommended, with their own entries in the stores. */
  authenticator_apps: z
    .array(
      z.strictObject({
        name: z.string().min(1).max(60),
        android: z.url({ protocol: /^https$/ }).optional(),
        ios: z.url({ protocol: /^https$/ }).optional(),
      }),
    )
    .max(10)
    .default([]),
  /** What citizens read of where a session was used. Of an address only so much is kept: no network may be smaller. */
  networks: z
    .array(z.strictObject({ network: coarseNetwork, name: texts }))
    .max(500)
    .default([]),
});

export type PagesSettings = z.output<typeof pagesSchema>;
