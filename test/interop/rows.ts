/** What each relying party can do, and where; how it is set up stands on its page. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Visit } from './visit.ts';

export type Ability = 'step-up' | 'refresh' | 'parallel refresh' | 'logout' | 'back-channel logout';

export interface Row {
  /** Of its page in docs/relying-parties. */
  readonly recipe: string;
  /** The software, or what it ships, has no such thing. */
  readonly lacks: readonly Ability[];
  readonly signIn: string;
  readonly stepUp: string;
  readonly signOut: string | ((visit: Visit) => string);
  /** JSON of who is signed in. */
  readonly who: string;
  /** Refreshes so many times at once. @throws Error when one fails */
  refresh(visit: Visit, times: number): Promise<void>;
  /** It tells the application no `acr`. */
  readonly hidesAcr?: boolean;
}

const tokensAndLogout = ['refresh', 'parallel refresh', 'logout', 'back-channel logout'] as const;

const usual = {
  signIn: '/sign-in',
  stepUp: '/step-up',
  signOut: '/sign-out',
  who: '/',
  refresh: (visit: Visit, times: number) => askAtOnce(visit, '/refresh', times),
};

async function askAtOnce(visit: Visit, address: string, times: number): Promise<void> {
  const answers = await Promise.all(Array.from({ length: times }, () => visit.ask(address)));
  const failed = answers.filter((answer) => answer.status() !== 200);
  const [first] = failed;
  if (first) {
    const said = (await first.text()).replace(/\s+/g, ' ').slice(0, 160);
    throw new Error(`${failed.length} of ${times} answered ${first.status()}: ${said}`);
  }
}

/** In the page itself, which holds the tokens; a public client sends one refresh at a time. */
async function refreshInPage(visit: Visit): Promise<void> {
  await visit.open('/');
  const said = await visit.page.evaluate<string>(
    'users.signinSilent().then((user) => user ? "refreshed" : "nobody", (error) => error.message)',
  );
  if (said !== 'refreshed') {
    throw new Error(said);
  }
}

/** A proxy refreshes by itself, and gives the application the new access token. */
async function refreshBehindProxy(visit: Visit, times: number): Promise<void> {
  const before = await visit.known('/');
  // Longer than two seconds by a clock of whole seconds.
  await delay(3500);
  await askAtOnce(visit, '/', times);
  const after = await visit.known('/');
  if (!after || after.accessToken === before?.accessToken) {
    throw new Error(after ? 'the access token is the same' : 'nobody is signed in any more');
  }
}

export const rows: readonly Row[] = [
  { ...usual, recipe: 'openid-client', lacks: ['back-channel logout'] },
  {
    ...usual,
    recipe: 'oidc-client-ts',
    lacks: ['parallel refresh', 'back-channel logout'],
    signIn: '/?sign-in',
    stepUp: '/?step-up',
    signOut: '/?sign-out',
    refresh: refreshInPage,
  },
  {
    ...usual,
    recipe: 'oidc-agent',
    lacks: ['step-up', 'logout', 'back-channel logout'],
    // It tells what userinfo says, where there is none.
    hidesAcr: true,
  },
  { ...usual, recipe: 'express-openid-connect', lacks: [], signOut: '/logout' },
  { ...usual, recipe: 'auth-js', lacks: tokensAndLogout },
  { ...usual, recipe: 'better-auth', lacks: ['back-channel logout'] },
  {
    ...usual,
    recipe: 'hono-oidc-auth',
    lacks: ['step-up', 'back-channel logout'],
    refresh: refreshBehindProxy,
  },
  { ...usual, recipe: 'fastify-oauth2', lacks: ['back-channel logout'] },
  { ...usual, recipe: 'passport-openidconnect', lacks: ['step-up', ...tokensAndLogout] },
  { ...usual, recipe: 'authlib', lacks: ['back-channel logout'] },
  {
    ...usual,
    recipe: 'mozilla-django-oidc',
    lacks: ['refresh', 'parallel refresh', 'back-channel logout'],
    signIn: '/oidc/authenticate/',
    signOut: '/oidc/logout/',
  },
  { ...usual, recipe: 'django-allauth', lacks: tokensAndLogout },
  { ...usual, recipe: 'social-auth-django', lacks: ['logout', 'back-channel logout'] },
  { ...usual, recipe: 'keycloak', lacks: ['refresh', 'parallel refresh'] },
  { ...usual, recipe: 'ruby-openid-connect', lacks: ['back-channel logout'] },
  { ...usual, recipe: 'go-oidc', lacks: ['back-channel logout'] },
  { ...usual, recipe: 'openidconnect-rs', lacks: ['parallel refresh', 'back-channel logout'] },
  { ...usual, recipe: 'openid-rs', lacks: ['parallel refresh', 'back-channel logout'] },
  {
    ...usual,
    recipe: 'spring-security',
    lacks: [],
    signIn: '/oauth2/authorization/kapu',
    stepUp: '/oauth2/authorization/kapu?strong',
  },
  { ...usual, recipe: 'quarkus', lacks: [] },
  { ...usual, recipe: 'vertx', lacks: ['back-channel logout'] },
  { ...usual, recipe: 'pac4j', lacks: [] },
  { ...usual, recipe: 'zitadel-oidc', lacks: ['back-channel logout'] },
  {
    ...usual,
    recipe: 'oauth2-proxy',
    lacks: ['step-up', 'back-channel logout'],
    signIn: '/',
    signOut: ({ issuer, origin }) => {
      const back = { client_id: 'oauth2-proxy', post_logout_redirect_uri: `${origin}/signed-out` };
      const leave = new URLSearchParams(back);
      return `/oauth2/sign_out?${new URLSearchParams({ rd: `${issuer}/session/end?${leave}` })}`;
    },
    refresh: refreshBehindProxy,
  },
  {
    ...usual,
    recipe: 'mod_auth_openidc',
    lacks: [],
    signIn: '/',
    stepUp: '/strong',
    signOut: ({ origin }) => `/redirect?${new URLSearchParams({ logout: `${origin}/public` })}`,
    refresh: refreshBehindProxy,
  },
];
