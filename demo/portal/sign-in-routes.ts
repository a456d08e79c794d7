/** To the provider and back. A sign-in is bound to the session that began it, and is spent by the first answer. */
import type { Router } from '@koa/router';
import type { Context } from 'koa';
import { seeOther } from '../site/redirect.ts';
import { type Assurance, assuranceOf, isAtLeast } from './assurance.ts';
import { findCase } from './cases/cases.ts';
import { receiptPath, sendCase } from './cases/sending.ts';
import { languageOf } from './language.ts';
import { Problem } from './problem.ts';
import type { ProviderClient, Tokens } from './provider-client.ts';
import { type Citizen, type Goal, newSession, type Session, type StartedSignIn } from './session-store.ts';
import type { Visits } from './visits.ts';

export interface SignIn {
  /** Sends the citizen to the provider; afterwards they reach `goal`. */
  start(ctx: Context, session: Session, goal: Goal, asked: Assurance | undefined): Promise<void>;
}

export interface SignInParts {
  readonly provider: ProviderClient;
  readonly visits: Visits;
  readonly now: () => Date;
}

/** Tabs in which one may be signing in at the same time. */
const mostAtOnce = 5;

export function createSignIn({ provider }: SignInParts): SignIn {
  return {
    async start(ctx, session, goal, asked) {
      const { request, address } = await reachable(
        () => provider.startSignIn(asked, languageOf(ctx)),
        pathOf(goal),
      );
      session.signIns = [...session.signIns, { ...request, goal }].slice(-mostAtOnce);
      seeOther(ctx, address.href);
    },
  };
}

export function addSignInRoutes(
  router: Router,
  signIn: SignIn,
  { provider, visits, now }: SignInParts,
): void {
  router.get('/sign-in', async (ctx) => {
    const asked = ctx.query.level === 'substantial' ? 'substantial' : undefined;
    const goal: Goal = { kind: 'open', path: ownPath(ctx.query.return) };
    await signIn.start(ctx, visits.ofOrBegin(ctx), goal, asked);
  });

  router.get('/callback', async (ctx) => {
    const session = visits.of(ctx);
    const started = session && spend(session, ctx.query.state);
    if (!session || !started) {
      goHomeFromOldAnswer(ctx, session);
      return;
    }
    const citizen = await signedInCitizen(ctx, started);
    const isSomebodyElse = session.citizen !== undefined && session.citizen.sub !== citizen.sub;
    // Nothing that one citizen began is left for another.
    const next: Session = isSomebodyElse ? newSession() : session;
    next.citizen = citizen;
    visits.replace(ctx, next);
    seeOther(ctx, isSomebodyElse ? toldOfAnother(next, started.goal) : reach(next, citizen, started.goal));
  });

  function spend(session: Session, state: unknown): StartedSignIn | undefined {
    const started = session.signIns.find((one) => one.state === state);
    session.signIns = session.signIns.filter((other) => other !== started);
    return started;
  }

  /** Whoever went back in the browser and is signed in already has lost nothing. */
  function goHomeFromOldAnswer(ctx: Context, session: Session | undefined): void {
    if (!session?.citizen) {
      throw new Problem('sign-in-over');
    }
    seeOther(ctx, '/');
  }

  async function signedInCitizen(ctx: Context, started: StartedSignIn): Promise<Citizen> {
    const goal = pathOf(started.goal);
    const answer = await provider.finishSignIn(ctx.url, started);
    if (answer.kind === 'failed') {
      throw new Problem('sign-in-failed', { goal, cause: answer.cause });
    }
    if (answer.kind !== 'signed-in') {
      throw new Problem(answer.kind, { goal });
    }
    const citizen = await citizenOf(answer.tokens, goal);
    if (started.asked && !isAtLeast(citizen.assurance, started.asked)) {
      throw new Problem('too-low', { goal });
    }
    return citizen;
  }

  async function citizenOf(tokens: Tokens, goal: string): Promise<Citizen> {
    const userinfo = await reachable(() => provider.readUserinfo(tokens), goal);
    if (userinfo.kind === 'over') {
      const cause = new Error('the fresh access token was refused');
      throw new Problem('sign-in-failed', { goal, cause });
    }
    const { sub, acr } = tokens.idTokenClaims;
    const name = typeof userinfo.claims.name === 'string' ? userinfo.claims.name : sub;
    return { sub, name, assurance: assuranceOf(acr), tokens: userinfo.tokens };
  }

  /** Does what the citizen came back for, and says where it can be seen. */
  function reach(session: Session, citizen: Citizen, goal: Goal): string {
    const wanted = goal.kind === 'send' ? findCase(goal.caseId) : undefined;
    if (!wanted || !isAtLeast(citizen.assurance, wanted.sendingNeeds)) {
      return pathOf(goal);
    }
    return receiptPath(sendCase(session, citizen, wanted, now()));
  }

  function toldOfAnother(session: Session, goal: Goal): string {
    if (goal.kind === 'send') {
      session.notice = 'case.other-person';
    }
    return pathOf(goal);
  }
}

/** Turns silence of the provider into a page that says so. */
export async function reachable<Result>(call: () => Promise<Result>, goal: string): Promise<Result> {
  try {
    return await call();
  } catch (error) {
    throw new Problem('provider-away', { goal, cause: error });
  }
}

function pathOf(goal: Goal): string {
  return goal.kind === 'open' ? goal.path : `/ugyek/${goal.caseId}`;
}

/** Only pages that a citizen may be led to afterwards; an address from elsewhere leads home. */
function ownPath(wanted: unknown): string {
  if (wanted === '/adataim') {
    return wanted;
  }
  const ownCase = typeof wanted === 'string' ? findCase(wanted.replace(/^\/ugyek\//, '')) : undefined;
  return ownCase ? `/ugyek/${ownCase.id}` : '/';
}
