/** What every site is told by its environment, and where its files are. */
import { resolve } from 'node:path';
import { z } from 'zod';

const projectRoot = resolve(import.meta.dirname, '../..');

/** Where the build puts style sheets and pictures. */
export const assetsDirectory = resolve(projectRoot, 'dist-demo/assets');

export function viewsOf(site: 'portal' | 'sandbox' | 'wallet'): string {
  return resolve(projectRoot, 'demo/views', site);
}

/** Partials of the provider that the sites show too, with texts of their own. */
export const sharedViews = resolve(projectRoot, 'views');

export const port = z.coerce.number().int().min(0).max(65_535);

/** Without a trailing slash. */
export const address = z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/$/, ''));

/** @throws Error with a sentence that names the wrong variable. */
export function readEnvironment<Schema extends z.ZodType>(
  schema: Schema,
  environment: NodeJS.ProcessEnv,
): z.output<Schema> {
  const result = schema.safeParse(environment);
  if (!result.success) {
    const [issue] = result.error.issues;
    throw new Error(`environment variable ${issue?.path.join('.')}: ${issue?.message}`);
  }
  return result.data;
}
