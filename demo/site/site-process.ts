/** A site as a process: listens to this machine alone, and drains on SIGTERM. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type Koa from 'koa';

const drainInMilliseconds = 5000;

/** Listens until the process is told to stop. @returns aborted as soon as it is */
export async function serveUntilStopped(site: Koa, port: number): Promise<AbortSignal> {
  const server = createServer(site.callback());
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const stopped = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      stopped.abort();
      server.close();
      setTimeout(() => server.closeAllConnections(), drainInMilliseconds).unref();
    });
  }
  return stopped.signal;
}

/** A process that cannot do its work says why, and ends as failed. */
export function runAs(name: string, work: () => Promise<void>): void {
  work().catch((error: unknown) => {
    console.error(`${name}: ${error instanceof Error ? error.message : error}`);
    process.exitCode = 1;
  });
}
