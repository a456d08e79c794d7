/** The portal as a process: listens, and finds the provider. */
import { setTimeout as delay } from 'node:timers/promises';
import { runAs, serveUntilStopped } from '../site/site-process.ts';
import { createPortal } from './portal.ts';
import { createProviderClient, type ProviderClient } from './provider-client.ts';
import { readSettings } from './settings.ts';

runAs('portal', async () => {
  const { port, settings } = readSettings(process.env);
  const provider = createProviderClient(settings);
  const stopped = await serveUntilStopped(createPortal(settings, provider), port);
  console.log(`portal: listening at ${settings.portalUrl}`);
  await findProvider(provider, settings.issuer, stopped);
});

/** The provider may start later than we do; meanwhile the pages that need nobody are there. */
async function findProvider(provider: ProviderClient, issuer: string, stopped: AbortSignal): Promise<void> {
  while (!stopped.aborted) {
    try {
      await provider.reach();
      console.log(`portal: found the provider at ${issuer}`);
      return;
    } catch {
      await delay(1000, undefined, { signal: stopped }).catch(() => {});
    }
  }
}
