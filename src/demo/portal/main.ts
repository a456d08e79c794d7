/** The portal as a process: starts, listens, finds the provider, and drains on SIGTERM. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { createPortal } from './portal.ts';
import { createProviderClient, type ProviderClient } from './provider-client.ts';
import { readSettings } from './settings.ts';

const drainInMilliseconds = 5000;

async function main(): Promise<void> {
  const { port, settings } = readSettings(process.env);
  const provider = createProviderClient(settings);
  const server = createServer(createPortal(settings, provider).callback());
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  console.log(`portal: listening at ${settings.portalUrl}`);
  const stopped = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      stopped.abort();
      server.close();
      setTimeout(() => server.closeAllConnections(), drainInMilliseconds).unref();
    });
  }
  await findProvider(provider, settings.issuer, stopped.signal);
}

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

main().catch((error: unknown) => {
  console.error(`portal: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
});
