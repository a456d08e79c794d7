/** "Fiókom", the citizen's own pages: signed in through our own provider like everyone's. */
import { Router } from '@koa/router';
import type { Middleware } from 'koa';
import { isCancellable } from '../desk/request.ts';
import type { RequestStore } from '../desk/request-store.ts';
import { type EnrolDoor, enrolActions } from '../enrolling/enrol-door.ts';
import type { EnrolSteps } from '../enrolling/enrol-steps.ts';
import type { OwnSessionStore } from '../relying-party/own-session-store.ts';
import type { OwnSignIn } from '../relying-party/own-sign-in.ts';
import type { AuthenticatorStore } from '../totp/authenticator-store.ts';
import { isOver } from '../totp/enrolment.ts';
import type { EnrolmentStore } from '../totp/enrolment-store.ts';
import type { ReadForm } from '../web/form.ts';
import { dateInWords } from '../web/instants.ts';
import { languageOf } from '../web/language.ts';
import type { OwnCookies } from '../web/own-cookies.ts';
import type { Pages } from '../web/page.ts';
import { seeOther } from '../web/redirect.ts';
import type { CancelPlus } from './cancel-plus.ts';
import { leadToPage } from './form-address.ts';
import type { OwnPages, SignedIn } from './signed-in.ts';

export interface SelfServiceParts {
  readonly issuer: string;
  readonly ownPages: OwnPages;
  readonly authenticators: AuthenticatorStore;
  readonly enrolments: EnrolmentStore;
  readonly requests: Pick<RequestStore, 'find'>;
  readonly ownSignIn: OwnSignIn;
  readonly sessions: OwnSessionStore;
  readonly cookies: OwnCookies;
  readonly enrolSteps: EnrolSteps;
  readonly cancelPlus: CancelPlus;
  readonly pages: Pages;
  readonly readForm: ReadForm;
  /** Whether anything is issued to wallets, or wallets are a way in. */
  readonly hasWallets: boolean;
  /** Whether text messages can be sent. */
  readonly hasTexts: boolean;
  /** Whether relying parties may ask from elsewhere. */
  readonly hasApprovals: boolean;
  readonly now: () => Date;
}

const home = '/fiok';
const enrolment = `${home}/igenyles`;

export function selfServiceRoutes(parts: SelfServiceParts): Middleware {
  const { ownPages, ownSignIn, sessions, cookies, enrolSteps, cancelPlus, pages, readForm } = parts;
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

  // A link alone signs nobody out: the provider asks, and its answer ends this session too.
  router.get('/kijelentkezes', async (ctx) => {
    const session = await sessions.findSession(cookies.get(ctx, 'session') ?? '');
    seeOther(ctx, session ? await ownSignIn.signOutAddress(session) : home);
  });

  router.get('/', async (ctx) => {
    await ownPages.whenSignedIn(ctx, home, async ({ account }) => {
      const [authenticators, application, decided] = await Promise.all([
        parts.authenticators.list(account.id),
        parts.enrolments.find(account.id),
        parts.requests.find(account.id),
      ]);
      const data = {
        person: account.profile,
        authenticators: authenticators
          .filter(({ isFrozen }) => !isFrozen)
          .map(({ name, createdAt, lastUsedAt }) => ({
            device: name,
            since: dateInWords(new Date(createdAt), languageOf(ctx)),
            lastUsed: lastUsedAt && dateInWords(lastUsedAt, languageOf(ctx)),
          })),
        closesOn: account.closesAt && dateInWords(account.closesAt, languageOf(ctx)),
        isApplying: application !== undefined && !isOver(application.enrolment, parts.now()),
        isDrillDue: await parts.authenticators.isDrillDue(account.id, parts.now()),
        deskRequest: decided && isCancellable(decided.request) ? decided.request.kind : undefined,
        isNew: ctx.query.kesz !== undefined,
        hasAnother: ctx.query['masik-eszkoz'] !== undefined,
        isKept: ctx.query['fiok-marad'] !== undefined && !account.closesAt,
        hasTexts: parts.hasTexts,
        hasApprovals: parts.hasApprovals,
        hasWallets: parts.hasWallets,
        hasNewContact: ctx.query.elerhetoseg !== undefined,
        hasNewPassword: ctx.query.jelszo !== undefined,
      };
      await pages.show(ctx, 'self-service/overview', {
        title: 'account.title',
        signedInAs: account.profile.username,
        data,
      });
    });
  });

  router.get('/igenyles', async (ctx) => {
    await ownPages.whenProven(ctx, enrolment, (signedIn) => enrolSteps.show(ctx, enrolDoor(signedIn)));
  });

  router.post('/igenyles/:action', async (ctx) => {
    const fields = await readForm(ctx);
    await ownPages.whenProven(ctx, enrolment, async (signedIn) => {
      const action = enrolActions.find((known) => known === ctx.params.action);
      if (action) {
        await enrolSteps.receive(ctx, enrolDoor(signedIn), action, fields);
      } else {
        seeOther(ctx, enrolment);
      }
    });
  });

  router.get('/igenyles/:action', (ctx) => leadToPage(ctx, enrolment));

  router.get('/megszuntetes', async (ctx) => {
    await ownPages.whenSignedIn(ctx, `${home}/megszuntetes`, ({ account }) =>
      cancelPlus.showSignedIn(ctx, account),
    );
  });

  router.post('/megszuntetes', async (ctx) => {
    const fields = await readForm(ctx);
    await ownPages.whenSignedIn(ctx, `${home}/megszuntetes`, ({ account }) =>
      cancelPlus.receiveSignedIn(ctx, account, fields),
    );
  });

  /** The first authenticator needs the shield; further ones the code that was given just now. */
  function enrolDoor(signedIn: SignedIn): EnrolDoor {
    const { account } = signedIn;
    return {
      account,
      address: enrolment,
      formAddress: enrolment,
      leave: { address: home, isForm: false },
      page: { signedInAs: account.profile.username },
      applicant: account.hasPlus ? 'proven' : 'shielded',
      finished: async (ctx) => {
        await ownPages.noteCode(ctx, signedIn);
        seeOther(ctx, account.hasPlus ? `${home}?masik-eszkoz` : `${home}?kesz`);
      },
    };
  }

  return router.routes() as unknown as Middleware;
}
