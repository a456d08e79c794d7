/** Leaving: this portal alone, or the provider with it. */
import type { Router } from '@koa/router';
import type { Context } from 'koa';
import { readForm } from '../site/form.ts';
import { seeOther } from '../site/redirect.ts';
import type { Report } from '../site/report.ts';
import { languageOf } from './language.ts';
import type { ShowPage } from './page.ts';
import type { ProviderClient, Tokens } from './provider-client.ts';
import { newSession } from './session-store.ts';
import { reachable } from './sign-in-routes.ts';
import type { Visits } from './visits.ts';

export interface SignOutParts {
  readonly show: ShowPage;
  readonly visits: Visits;
  readonly provider: ProviderClient;
  /** Told of what went wrong without the citizen's loss. */
  readonly report: Report;
}

export function addSignOutRoutes(router: Router, { show, visits, provider, report }: SignOutParts): void {
  router.get('/kijelentkezes', async (ctx) => {
    if (!visits.of(ctx)?.citizen) {
      seeOther(ctx, '/');
      return;
    }
    await show(ctx, 'sign-out', { title: 'sign-out.title' });
  });

  router.post('/sign-out', async (ctx) => {
    const tokens = await tokensOfLeaver(ctx);
    endSession(ctx, 'notice.signed-out-here');
    if (tokens) {
      await revokeQuietly(tokens);
    }
    seeOther(ctx, '/');
  });

  router.post('/sign-out-everywhere', async (ctx) => {
    const tokens = await tokensOfLeaver(ctx);
    if (!tokens) {
      seeOther(ctx, '/');
      return;
    }
    const address = await reachable(() => provider.signOutAddress(tokens, languageOf(ctx)), '/');
    endSession(ctx, 'notice.signed-out-everywhere');
    seeOther(ctx, address.href);
  });

  /** Signing out twice, from two tabs, is no mistake: the second finds nobody. */
  async function tokensOfLeaver(ctx: Context): Promise<Tokens | undefined> {
    const session = visits.of(ctx);
    if (!session?.citizen) {
      return undefined;
    }
    await readForm(ctx, session);
    return session.citizen.tokens;
  }

  function endSession(ctx: Context, notice: 'notice.signed-out-here' | 'notice.signed-out-everywhere'): void {
    visits.replace(ctx, { ...newSession(), notice });
  }

  /** The citizen has left whatever the provider says; an unrevoked refresh token ends by itself. */
  async function revokeQuietly(tokens: Tokens): Promise<void> {
    try {
      await provider.revoke(tokens);
    } catch (error) {
      report('the refresh token could not be revoked', error);
    }
  }
}
