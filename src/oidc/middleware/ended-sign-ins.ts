/**
 * Whoever comes to a sign-in that is over, or another browser's, is led back to the service: with the back button, after a pause, by a
 * link that was opened elsewhere. Who is signed in by now is sent there; everybody else reads what happened, and finds the way. A browser
 * that keeps no cookies comes here whenever it begins: it is recognised, and told so (decision 52).
 */
import type { Context, Middleware } from 'koa';
import type { Provider } from 'oidc-provider';
import { RequestRefused } from '../../errors.ts';
import type { ServiceCookie } from '../../web/cookies/service-cookie.ts';
import type { FormTokens } from '../../web/form/form-token.ts';
import { languageOf } from '../../web/language.ts';
import { clientNameIn } from '../../web/page/client-name.ts';
import { noteFault, wantsJson } from '../../web/page/error-page.ts';
import type { Pages } from '../../web/page/page.ts';
import { seeOther } from '../../web/request/redirect.ts';
import { logOf } from '../../web/request/request-context.ts';
import { addressOfService } from '../clients/service-address.ts';

export interface EndedSignInParts {
  readonly provider: Provider;
  readonly pages: Pages;
  readonly services: ServiceCookie;
  readonly formTokens: FormTokens;
}

/** Where a sign-in was for. */
interface Service {
  readonly name: string;
  readonly address: string;
}

interface Ended {
  readonly fault: RequestRefused;
  readonly isWithoutCookies: boolean;
  readonly service: Service | undefined;
}

/** Asked once whether a cookie comes back; the answer is the next request. */
const probe = 'suti-proba';

export function endedSignIns(parts: EndedSignInParts): Middleware {
  return async (ctx, next) => {
    try {
      await next();
    } catch (fault) {
      if (!isEnded(fault)) {
        throw fault;
      }
      noteFault(ctx, fault);
    }
    const fault: unknown = ctx.state.fault;
    if (isEnded(fault)) {
      noteFault(ctx, undefined);
      await answerEnded(parts, ctx, fault);
    }
  };
}

function isEnded(fault: unknown): fault is RequestRefused {
  return fault instanceof RequestRefused && fault.reason === 'sign-in-ended';
}

async function answerEnded(parts: EndedSignInParts, ctx: Context, fault: RequestRefused): Promise<void> {
  if (wantsJson(ctx)) {
    throw fault;
  }
  const isWithoutCookies = ctx.get('cookie') === '';
  if (isWithoutCookies && ctx.method === 'GET' && ctx.query[probe] === undefined) {
    parts.formTokens.browserOf(ctx);
    seeOther(ctx, `${ctx.path}?${probe}=1`);
    return;
  }
  const service = await serviceOf(parts, ctx);
  if (service && ctx.method === 'GET' && (await isSignedIn(parts, ctx))) {
    seeOther(ctx, service.address);
    return;
  }
  await showEnded(parts, ctx, { fault, isWithoutCookies, service });
}

async function showEnded(
  { pages }: Pick<EndedSignInParts, 'pages'>,
  ctx: Context,
  { fault, isWithoutCookies, service }: Ended,
): Promise<void> {
  logOf(ctx).info({ reason: isWithoutCookies ? 'no-cookies' : fault.reason }, 'request refused');
  ctx.set('Cache-Control', 'no-store');
  await pages.show(ctx, isWithoutCookies ? 'errors/no-cookies' : 'errors/sign-in-ended', {
    title: isWithoutCookies ? 'no-cookies.title' : 'refused.sign-in-ended.title',
    status: isWithoutCookies ? 400 : fault.status,
    data: { service },
  });
}

/** Of this browser's own sign-ins by its cookie; of others only while they last, and nothing but what they are for. */
async function serviceOf(
  { provider, services }: Pick<EndedSignInParts, 'provider' | 'services'>,
  ctx: Context,
): Promise<Service | undefined> {
  const [, signIn] = /^\/(?:interaction|auth)\/([\w-]{10,64})(?:\/|$)/.exec(ctx.path) ?? [];
  if (signIn === undefined) {
    return undefined;
  }
  const clientId =
    services.serviceOf(ctx, signIn) ?? (await provider.Interaction.find(signIn))?.params.client_id;
  const client = clientId === undefined ? undefined : await provider.Client.find(String(clientId));
  const address = client && addressOfService(client, provider.issuer);
  return client && address
    ? { name: clientNameIn(client.metadata(), languageOf(ctx)) || client.clientId, address }
    : undefined;
}

async function isSignedIn({ provider }: Pick<EndedSignInParts, 'provider'>, ctx: Context): Promise<boolean> {
  const session = await provider.Session.get(ctx as unknown as Parameters<typeof provider.Session.get>[0]);
  return session.accountId !== undefined;
}
