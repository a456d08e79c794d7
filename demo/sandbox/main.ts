/** The sandbox as a process; with the operator's command it can replace signing keys. */
import { runAs, serveUntilStopped } from '../site/site-process.ts';
import { createReplaceSigningKey, keysCommand } from './registration/signing-key-command.ts';
import { createSandbox } from './sandbox.ts';
import { readSettings } from './settings.ts';

runAs('sandbox', async () => {
  const { port, keysProgram, settings } = readSettings(process.env);
  const replaceSigningKey = keysProgram && createReplaceSigningKey(keysCommand(keysProgram));
  await serveUntilStopped(createSandbox({ ...settings, replaceSigningKey }), port);
  console.log(`sandbox: listening at ${settings.sandboxUrl}`);
});
