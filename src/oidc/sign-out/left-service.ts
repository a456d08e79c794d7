/** The relying party that a citizen came from to sign out, for the page that asks. */
import type { Context } from 'koa';
import type { LiveClients } from '../../clients/live-clients.ts';
import { shownLogoOf } from '../../clients/logos/logo.ts';
import { languageOf } from '../../web/language.ts';
import { clientNameIn } from '../../web/page/client-name.ts';
import type { Page } from '../../web/page/page.ts';
import { noteServiceLogo } from '../../web/page/service-logo.ts';

/** Nothing for our own pages, which are not in the registry. */
export async function leftService(
  clients: LiveClients,
  ctx: Context,
  clientId: string | undefined,
): Promise<Pick<Page, 'serviceName' | 'isLeaving'>> {
  const client = clientId === undefined ? undefined : await clients.find(clientId);
  if (!client) {
    return {};
  }
  noteServiceLogo(ctx, shownLogoOf(client));
  return { serviceName: clientNameIn(client.registration, languageOf(ctx)), isLeaving: true };
}
