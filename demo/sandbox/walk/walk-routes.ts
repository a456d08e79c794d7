/** The walk: a page a step, and a button for the next. */
import type { Router } from '@koa/router';
import type { Context } from 'koa';
import { readForm } from '../../site/form.ts';
import { seeOther } from '../../site/redirect.ts';
import { type Run, startRun } from '../faults/run.ts';
import { languageOf } from '../language.ts';
import type { ShowPage } from '../page.ts';
import { Problem, reachable } from '../problem.ts';
import { clientAtWork, type Session, type Visits } from '../session.ts';
import type { SandboxSettings } from '../settings.ts';
import { lastStep, signOutAddress, takeStep } from './walk.ts';

export interface WalkParts {
  readonly show: ShowPage;
  readonly visits: Visits;
  readonly settings: SandboxSettings;
}

/** The step that leaves for the provider; the next one begins when the browser is back. */
const redirectStep = 3;

export function addWalkRoutes(router: Router, { show, visits, settings }: WalkParts): void {
  const { issuer, now } = settings;

  router.get('/walk', async (ctx) => {
    const client = clientAtWork(visits.ofOrBegin(ctx));
    await show(ctx, 'walk-start', { title: 'walk.title', section: 'walk', data: { client } });
  });

  router.post('/walk', async (ctx) => {
    const session = sessionOf(ctx);
    const { pushes } = await readForm(ctx, session);
    const client = clientAtWork(session);
    if (!client) {
      seeOther(ctx, '/walk');
      return;
    }
    const wishes = { client, issuer, language: languageOf(ctx), now: now(), pushes: pushes === 'on' };
    const run = await reachable(() => startRun(wishes));
    session.run = run;
    await takeStep(run, 1, now());
    seeOther(ctx, '/walk/1');
  });

  router.get('/walk/:step', async (ctx) => {
    const number = Number(ctx.params.step);
    const run = walkOf(visits.of(ctx));
    const shown = run.steps.get(number);
    if (!shown) {
      throw new Problem('over');
    }
    const isLast = number === lastStep;
    const mayGoOn =
      !shown.error && shown.checks?.some(({ name, holds }) => name === 'no-error' && !holds) !== true;
    await show(ctx, 'step', {
      title: titles[number - 1] ?? 'walk.title',
      section: 'walk',
      data: {
        number,
        lastStep,
        shown,
        pushed: run.pushes,
        mayGoOn,
        isLast,
        noRefresh: number === 8 && shown.exchanges.length === 0,
      },
    });
  });

  router.post('/walk/:step', async (ctx) => {
    const number = Number(ctx.params.step);
    const session = sessionOf(ctx);
    await readForm(ctx, session);
    const run = walkOf(session);
    if (!run.steps.has(number)) {
      throw new Problem('over');
    }
    if (number === redirectStep && run.address) {
      seeOther(ctx, run.address.href);
      return;
    }
    if (number === lastStep) {
      seeOther(ctx, signOutAddress(run).href);
      return;
    }
    if (!run.steps.has(number + 1)) {
      await takeStep(run, number + 1, now());
    }
    seeOther(ctx, `/walk/${number + 1}`);
  });

  function sessionOf(ctx: Context): Session {
    const session = visits.of(ctx);
    if (!session) {
      throw new Problem('over');
    }
    return session;
  }
}

const titles = [
  'step.1.title',
  'step.2.title',
  'step.3.title',
  'step.4.title',
  'step.5.title',
  'step.6.title',
  'step.7.title',
  'step.8.title',
  'step.9.title',
] as const;

function walkOf(session: Session | undefined): Run {
  if (!session?.run || session.run.fault) {
    throw new Problem('over');
  }
  return session.run;
}
