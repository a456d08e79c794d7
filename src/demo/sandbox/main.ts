/** The sandbox as a process: starts, listens, and drains on SIGTERM. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createSandbox } from './sandbox.ts';
import { readSettings } from './settings.ts';
import { createReplaceSigningKey, keysCommand } from './signing-key-command.ts';

const drainInMilliseconds = 5000;

async function main(): Promise<void> {
  const { port, keysProgram, settings } = readSettings(process.env);
  const replaceSigningKey = keysProgram && createReplaceSigningKey(keysCommand(keysProgram));
  const server = createServer(createSandbox({ ...settings, replaceSigningKey }).callback());
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  console.log(`sandbox: listening at ${settings.sandboxUrl}`);
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      server.close();
      setTimeout(() => server.closeAllConnections(), drainInMilliseconds).unref();
    });
  }
}

main().catch((error: unknown) => {
  console.error(`sandbox: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
});
