/** Logout tokens that the provider sent, by client: without a browser, so without a cookie or a form of ours. */
import type { Router } from '@koa/router';
import { createRemoteJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose';
import type { Context } from 'koa';
import { readForeignForm } from '../../site/form.ts';
import type { Outcome, Run } from '../faults/run.ts';
import type { SandboxSettings } from '../settings.ts';
import { fetchKeys } from '../walk/answers.ts';
import { logoutTokenChecks } from '../walk/token-checks.ts';
import type { Exchange } from '../walk/wire.ts';

export interface LogoutInbox {
  addRoutes(router: Router): void;
  /** What was heard of the sign-out of this run, checked rule by rule. */
  outcomeFor(run: Run, now: Date): Promise<Outcome>;
}

/** One for each client; the oldest give way. */
const mostKept = 200;

export function createLogoutInbox({ issuer, sandboxUrl, now }: SandboxSettings): LogoutInbox {
  const received = new Map<string, string>();
  const address = `${sandboxUrl}/backchannel-logout`;
  const keys = createRemoteJWKSet(new URL(`${issuer}/jwks`), { timeoutDuration: 4000 });

  function keep(clientId: string, token: string): void {
    received.delete(clientId);
    received.set(clientId, token);
    const [oldest] = received.keys();
    if (received.size > mostKept && oldest !== undefined) {
      received.delete(oldest);
    }
  }

  /** Only what the provider signed is kept: anybody may send something here. */
  async function receive(ctx: Context): Promise<void> {
    const { logout_token: token = '' } = await readForeignForm(ctx);
    try {
      const { payload } = await jwtVerify(token, keys, { issuer, typ: 'logout+jwt', currentDate: now() });
      keep(String(payload.aud), token);
      ctx.status = 200;
      ctx.body = '';
    } catch (error) {
      ctx.status = 400;
      ctx.body = { error: 'invalid_request', error_description: error instanceof Error ? error.name : '' };
    }
  }

  return {
    addRoutes(router) {
      router.post('/backchannel-logout', receive);
    },

    async outcomeFor(run, at) {
      const token = received.get(run.client.id);
      if (token === undefined) {
        return { isProduced: false, exchanges: [] };
      }
      const expectations = {
        issuer,
        client: run.client,
        jwks: await fetchKeys(run),
        now: at,
      };
      run.recorder.take();
      return {
        isProduced: true,
        exchanges: [delivery(address, token)],
        token: { header: { ...decodeProtectedHeader(token) }, claims: decodeJwt(token) },
        checks: await logoutTokenChecks(token, expectations),
      };
    },
  };
}

function delivery(address: string, token: string): Exchange {
  return {
    method: 'POST',
    address,
    query: [],
    headers: [{ name: 'content-type', value: 'application/x-www-form-urlencoded' }],
    body: [{ name: 'logout_token', value: token }],
    answer: { status: 200, headers: [], body: '' },
  };
}
