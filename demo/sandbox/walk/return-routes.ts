/** Where browsers come back from the provider: with an answer to a request of theirs, or signed out. */
import type { Router } from '@koa/router';
import { seeOther } from '../../site/redirect.ts';
import { produceFault } from '../faults/fault-outcomes.ts';
import { type Run, redeem, wordsOf } from '../faults/run.ts';
import type { ShowPage } from '../page.ts';
import { Problem } from '../problem.ts';
import type { LogoutInbox } from '../registration/logout-inbox.ts';
import type { Session, Visits } from '../session.ts';
import type { SandboxSettings } from '../settings.ts';
import { signOutAddress, takeStep } from './walk.ts';

export interface ReturnParts {
  readonly show: ShowPage;
  readonly visits: Visits;
  readonly inbox: LogoutInbox;
  readonly settings: SandboxSettings;
}

const longestAnswer = 4000;

export function addReturnRoutes(router: Router, { show, visits, inbox, settings }: ReturnParts): void {
  const { sandboxUrl, now } = settings;

  router.get('/callback', async (ctx) => {
    const run = runThatAsked(visits.of(ctx), ctx.query.state);
    if (!run || ctx.url.length > longestAnswer) {
      throw new Problem('over');
    }
    if (!run.callback) {
      run.callback = new URL(ctx.url, sandboxUrl);
      seeOther(ctx, await goOn(run));
      return;
    }
    // Back in the browser: what came of it is still there.
    seeOther(ctx, run.fault ? `/faults/${run.fault}/result` : '/walk/4');
  });

  async function goOn(run: Run): Promise<string> {
    if (!run.fault) {
      await takeStep(run, 4, now());
      return '/walk/4';
    }
    if (run.fault === 'logout') {
      return signOutOf(run);
    }
    try {
      run.outcome = await produceFault(run.fault, run, settings);
    } catch (error) {
      run.outcome = { isProduced: false, exchanges: run.recorder.take(), error: wordsOf(error) };
    }
    return `/faults/${run.fault}/result`;
  }

  /** Signed in at the sandbox, so that it is told; then out at the provider. */
  async function signOutOf(run: Run): Promise<string> {
    try {
      run.tokens = await redeem(run);
      run.recorder.take();
      return signOutAddress(run).href;
    } catch {
      return '/faults/logout/result';
    }
  }

  router.get('/signed-out', async (ctx) => {
    const run = visits.of(ctx)?.run;
    if (run?.fault === 'logout') {
      seeOther(ctx, '/faults/logout/result');
      return;
    }
    const shown = run ? await inbox.outcomeFor(run, now()) : undefined;
    const hears = run?.client.wish.hearsLogouts === true;
    await show(ctx, 'signed-out', { title: 'signed-out.title', section: 'walk', data: { shown, hears } });
  });
}

/** A run is bound to the browser that began it. */
function runThatAsked(session: Session | undefined, state: unknown): Run | undefined {
  return session?.run?.state === state ? session?.run : undefined;
}
