/** What the portal must be told; all it knows of the provider is the issuer's address and its own registration there. */
import { z } from 'zod';
import { address, port, readEnvironment } from '../site/settings.ts';

export interface PortalSettings {
  /** Where citizens reach the portal, without a trailing slash, e.g. `http://localhost:4000`. */
  readonly portalUrl: string;
  /** The provider's issuer identifier. */
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly now: () => Date;
}

const environmentSchema = z.object({
  PORTAL_PORT: port.default(4000),
  PORTAL_URL: address.default('http://localhost:4000'),
  KAPU_ISSUER: address,
  PORTAL_CLIENT_ID: z.string().min(1).default('e-ugyintezes'),
  PORTAL_CLIENT_SECRET: z.string().min(32),
});

/** @throws Error with a sentence that names the wrong variable. */
export function readSettings(environment: NodeJS.ProcessEnv): { port: number; settings: PortalSettings } {
  const data = readEnvironment(environmentSchema, environment);
  const settings: PortalSettings = {
    portalUrl: data.PORTAL_URL,
    issuer: data.KAPU_ISSUER,
    clientId: data.PORTAL_CLIENT_ID,
    clientSecret: data.PORTAL_CLIENT_SECRET,
    now: () => new Date(),
  };
  return { port: data.PORTAL_PORT, settings };
}
