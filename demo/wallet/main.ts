/** The sample wallet and the window check as a process: two origins. */
import { runAs, serveUntilStopped } from '../site/site-process.ts';
import { readSettings } from './settings.ts';
import { createWallet, createWindowCheck } from './site.ts';

runAs('wallet', async () => {
  const { walletPort, windowCheckPort, settings } = readSettings(process.env);
  await serveUntilStopped(createWallet(settings), walletPort);
  await serveUntilStopped(createWindowCheck(settings), windowCheckPort);
  console.log(`wallet: listening at ${settings.walletUrl} and ${settings.windowCheckUrl}`);
});
