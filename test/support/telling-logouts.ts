/** What main.ts starts beside the doors: relying parties are told of sessions that end. */
import { createEndings, startLogoutWorkers } from '../../src/composition/background.ts';
import type { Config } from '../../src/config.ts';
import { createLogger } from '../../src/observability/logger.ts';
import type { LogoutNotices } from '../../src/oidc/sign-out/logout-notices.ts';
import type { Installation } from './installation.ts';

/** The configuration of an installation that may tell a relying party on this machine. */
export function mayTell(host: string): Pick<Config, 'outgoing'> {
  return { outgoing: { private_hosts: [host], give_up_logouts_after_hours: 24 } };
}

export interface TellingLogouts {
  readonly endings: LogoutNotices;
  stop(): Promise<void>;
}

/** At once, and soon again where nobody listened. */
export function startTelling({ config, nodes }: Installation): TellingLogouts {
  const { store, provider } = nodes[0];
  const nodeContext = { config, store, logger: createLogger('silent') };
  const endings = createEndings(nodeContext, (id) => provider.Client.find(id));
  const timing = { pauseInMilliseconds: 20, firstRetryInMilliseconds: 300 };
  const deliveries = startLogoutWorkers(provider, endings, nodeContext, timing);
  return { endings, stop: () => deliveries.stop() };
}
