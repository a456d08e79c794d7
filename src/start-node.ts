/** How a node starts. `main.ts` starts one for a service, the demo one with its start page. */
import type { Demo } from './composition/node-context.ts';
import type { Config } from './config.ts';
import { createLogger } from './observability/logger.ts';
import { shareOwnRequests } from './observability/own-requests.ts';
import { dieOfUncaughtErrors } from './observability/uncaught-errors.ts';
import { logWordsOfLibraries } from './observability/words-of-libraries.ts';
import { makeKeysAhead } from './oidc/keys/keys-ahead.ts';
import { makeSigningKey } from './oidc/keys/make-signing-key.ts';
import { seemsNew } from './storage/verification/installation-check.ts';
import { tellFault } from './told-fault.ts';
import { endAtOnceWhenTold } from './told-to-stop.ts';

/** Starts a node for good, or says in one sentence why it cannot, and ends the process. */
export async function startNode(readConfig: () => Config, demo?: Demo): Promise<void> {
  const untilToldToStop = endAtOnceWhenTold();
  try {
    const config = readConfig();
    const logger = createLogger(config.logLevel);
    shareOwnRequests(config.ownRequestSecret);
    logWordsOfLibraries(logger);
    dieOfUncaughtErrors((error) => logger.error({ error }, 'uncaught'));
    const makeKey = seemsNew(config) && !config.hsm ? makeKeysAhead() : makeSigningKey;
    // Only now: most of a node's program is read while the first keys are made, and not at all where the configuration is wrong.
    const { runNode } = await import('./run-node.ts');
    await runNode({ config, logger, demo, makeSigningKey: makeKey, untilToldToStop });
  } catch (error) {
    tellFault(error);
    process.exit(1);
  }
}
