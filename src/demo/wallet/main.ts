/** The sample wallet and the window check as a process: two origins, drained on SIGTERM. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type Koa from 'koa';
import { readSettings } from './settings.ts';
import { createWallet, createWindowCheck } from './site.ts';

const drainInMilliseconds = 5000;

async function main(): Promise<void> {
  const { walletPort, windowCheckPort, settings } = readSettings(process.env);
  const servers = [
    await listen(createWallet(settings), walletPort),
    await listen(createWindowCheck(settings), windowCheckPort),
  ];
  console.log(`wallet: listening at ${settings.walletUrl} and ${settings.windowCheckUrl}`);
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      for (const server of servers) {
        server.close();
        setTimeout(() => server.closeAllConnections(), drainInMilliseconds).unref();
      }
    });
  }
}

async function listen(site: Koa, port: number): Promise<Server> {
  const server = createServer(site.callback());
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

main().catch((error: unknown) => {
  console.error(`wallet: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
});
