/** What the portal must be told; all it knows of the provider is the issuer's address and its own registration there. */
import { resolve } from 'node:path';
import { z } from 'zod';

export interface PortalSettings {
  /** Where citizens reach the portal, without a trailing slash, e.g. `http://localhost:4000`. */
  readonly portalUrl: string;
  /** The provider's issuer identifier. */
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly now: () => Date;
}

const projectRoot = resolve(import.meta.dirname, '../../..');

export const viewsDirectory = resolve(projectRoot, 'views/portal');

/** Where the build puts `kapu.css`, `portal.css` and `portal.svg`. */
export const assetsDirectory = resolve(projectRoot, 'dist/assets');

const environmentSchema = z.object({
  PORTAL_PORT: z.coerce.number().int().min(0).max(65_535).default(4000),
  PORTAL_URL: z.url({ protocol: /^https?$/ }).default('http://localhost:4000'),
  KAPU_ISSUER: z.url({ protocol: /^https?$/ }),
  PORTAL_CLIENT_ID: z.string().min(1).default('e-ugyintezes'),
  PORTAL_CLIENT_SECRET: z.string().min(32),
});

/** @throws Error with a sentence that names the wrong variable. */
export function readSettings(environment: NodeJS.ProcessEnv): { port: number; settings: PortalSettings } {
  const result = environmentSchema.safeParse(environment);
  if (!result.success) {
    const [issue] = result.error.issues;
    throw new Error(`environment variable ${issue?.path.join('.')}: ${issue?.message}`);
  }
  const { data } = result;
  const settings: PortalSettings = {
    portalUrl: data.PORTAL_URL.replace(/\/$/, ''),
    issuer: data.KAPU_ISSUER.replace(/\/$/, ''),
    clientId: data.PORTAL_CLIENT_ID,
    clientSecret: data.PORTAL_CLIENT_SECRET,
    now: () => new Date(),
  };
  return { port: data.PORTAL_PORT, settings };
}
