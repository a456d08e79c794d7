/** "Fiókom", the citizen's own pages: signed in through our own provider like everyone's. */
import { Router } from '@koa/router';
import type { Context, Middleware } from 'koa';
import { type Account, countsSince } from '../accounts/account.ts';
import type { AccountStore } from '../accounts/account-store.ts';
import { type EnrolDoor, type EnrolSteps, enrolActions } from '../enrolling/enrol-steps.ts';
import type { OwnSession, OwnSessionStore } from '../relying-party/own-session-store.ts';
import type { OwnSignIn } from '../relying-party/own-sign-in.ts';
import type { AuthenticatorStore } from '../totp/authenticator-store.ts';
import type { ReadForm } from '../web/form.ts';
import { dateInWords } from '../web/instants.ts';
import { languageOf } from '../web/language.ts';
import type { Pages } from '../web/page.ts';
import { seeOther } from '../web/redirect.ts';
import type { CancelPlus } from './cancel-plus.ts';
import type { OwnCookies } from './own-cookies.ts';

export interface SelfServiceParts {
  readonly issuer: string;
  readonly accounts: AccountStore;
  readonly authenticators: AuthenticatorStore;
  readonly ownSignIn: OwnSignIn;
  readonly sessions: OwnSessionStore;
  readonly cookies: OwnCookies;
  readonly enrolSteps: EnrolSteps;
  readonly cancelPlus: CancelPlus;
  readonly pages: Pages;
  readonly readForm: ReadForm;
}

interface SignedIn {
  readonly account: Account;
  readonly session: OwnSession;
}

const home = '/fiok';
const enrolment = `${home}/igenyles`;

export function selfServiceRoutes(parts: SelfServiceParts): Middleware {
  const { accounts, ownSignIn, sessions, cookies, enrolSteps, cancelPlus, pages, readForm } = parts;
  const router = new Router({ prefix: home });

  router.get('/callback', async (ctx) => {
    const pending = cookies.get(ctx, 'pending') ?? '';
    cookies.clear(ctx, 'pending');
    const completed = await ownSignIn.complete(new URL(`${parts.issuer}${ctx.url}`), pending);
    if (!completed) {
      await pages.show(ctx, 'self-service/not-signed-in', {
        title: 'account.not-signed-in.title',
        status: 400,
      });
      return;
    }
    cookies.set(ctx, 'session', completed.cookie);
    seeOther(ctx, completed.returnTo);
  });

  router.get('/kijelentkezes', async (ctx) => {
    const cookie = cookies.get(ctx, 'session') ?? '';
    const session = await sessions.findSession(cookie);
    if (!session) {
      seeOther(ctx, home);
      return;
    }
    await sessions.endSession(cookie);
    cookies.clear(ctx, 'session');
    seeOther(ctx, await ownSignIn.signOutAddress(session));
  });

  router.get('/', async (ctx) => {
    await whenSignedIn(ctx, home, async ({ account }) => {
      const authenticators = await parts.authenticators.list(account.id);
      const data = {
        person: account.profile,
        authenticators: authenticators.map(({ name, createdAt }) => ({
          device: name,
          since: dateInWords(new Date(createdAt), languageOf(ctx)),
        })),
        isNew: ctx.query.kesz !== undefined,
      };
      await pages.show(ctx, 'self-service/overview', {
        title: 'account.title',
        signedInAs: account.profile.username,
        data,
      });
    });
  });

  router.get('/igenyles', async (ctx) => {
    await whenSignedIn(ctx, enrolment, async ({ account }) => {
      if (account.hasPlus) {
        seeOther(ctx, home);
      } else {
        await enrolSteps.show(ctx, enrolDoor(account));
      }
    });
  });

  router.post('/igenyles/:action', async (ctx) => {
    const fields = await readForm(ctx);
    await whenSignedIn(ctx, enrolment, async ({ account }) => {
      const action = enrolActions.find((known) => known === ctx.params.action);
      if (account.hasPlus || !action) {
        seeOther(ctx, home);
      } else {
        await enrolSteps.receive(ctx, enrolDoor(account), action, fields);
      }
    });
  });

  router.get('/igenyles/:action', (ctx) => {
    const { lang } = ctx.query;
    seeOther(ctx, typeof lang === 'string' ? `${enrolment}?lang=${encodeURIComponent(lang)}` : enrolment);
  });

  router.get('/megszuntetes', async (ctx) => {
    await whenSignedIn(ctx, `${home}/megszuntetes`, ({ account }) => cancelPlus.showSignedIn(ctx, account));
  });

  router.post('/megszuntetes', async (ctx) => {
    const fields = await readForm(ctx);
    await whenSignedIn(ctx, `${home}/megszuntetes`, ({ account }) =>
      cancelPlus.receiveSignedIn(ctx, account, fields),
    );
  });

  /** Runs for a citizen whose session counts; everyone else is sent to sign in and comes back to `address`. */
  async function whenSignedIn(
    ctx: Context,
    address: string,
    work: (signedIn: SignedIn) => Promise<void> | void,
  ): Promise<void> {
    const signedIn = await currentCitizen(ctx);
    if (signedIn) {
      await work(signedIn);
      return;
    }
    const begun = await ownSignIn.begin(address, languageOf(ctx));
    cookies.set(ctx, 'pending', begun.cookie);
    seeOther(ctx, begun.address);
  }

  async function currentCitizen(ctx: Context): Promise<SignedIn | undefined> {
    const cookie = cookies.get(ctx, 'session');
    const session = cookie ? await sessions.findSession(cookie) : undefined;
    const account = session && (await accounts.find(session.accountId));
    return account && countsSince(account, session.authTime) ? { account, session } : undefined;
  }

  function enrolDoor(account: Account): EnrolDoor {
    return {
      account,
      address: enrolment,
      formAddress: enrolment,
      leave: { address: home, isForm: false },
      page: { signedInAs: account.profile.username },
      applicant: 'shielded',
      finished: async (ctx) => seeOther(ctx, `${home}?kesz`),
    };
  }

  return router.routes() as unknown as Middleware;
}
