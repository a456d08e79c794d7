/** Where the provider tells us that somebody has signed out there: without a browser, so without a cookie or a form of ours. */
import type { Router } from '@koa/router';
import type { Context } from 'koa';
import { readForeignForm } from '../site/form.ts';
import type { LoggedOut, LogoutTokens } from '../site/logout-token.ts';
import type { Report } from '../site/report.ts';
import type { Session, SessionStore } from './session-store.ts';

export interface BackChannelParts {
  readonly sessions: SessionStore;
  readonly logoutTokens: LogoutTokens;
  /** Told of what went wrong without the citizen's loss. */
  readonly report: Report;
}

export function addBackChannelRoutes(
  router: Router,
  { sessions, logoutTokens, report }: BackChannelParts,
): void {
  router.post('/backchannel-logout', async (ctx) => {
    const { logout_token: token = '' } = await readForeignForm(ctx);
    try {
      const verdict = await logoutTokens.verify(token);
      if (verdict.kind === 'invalid') {
        refuse(ctx, verdict.reason);
        return;
      }
      // Nobody to sign out is no mistake: they may have left here before.
      sessions.removeWhere((session) => isOf(session, verdict.loggedOut));
      ctx.status = 200;
      ctx.body = '';
    } catch (error) {
      // The provider tries again later.
      report('a logout token could not be checked', error);
      ctx.status = 503;
      ctx.body = '';
    }
  });
}

function refuse(ctx: Context, reason: string): void {
  ctx.status = 400;
  ctx.body = { error: 'invalid_request', error_description: reason };
}

function isOf({ citizen }: Session, { sub, sid }: LoggedOut): boolean {
  if (!citizen) {
    return false;
  }
  const isSubject = sub === undefined || citizen.sub === sub;
  const isSession = sid === undefined || citizen.tokens.idTokenClaims.sid === sid;
  return isSubject && isSession;
}
