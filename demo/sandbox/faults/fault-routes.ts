/** The fault menu: a page that says what will go wrong, and one that shows what did. */
import type { Router } from '@koa/router';
import type { Context } from 'koa';
import { readForm } from '../../site/form.ts';
import { seeOther } from '../../site/redirect.ts';
import { languageOf } from '../language.ts';
import type { ShowPage } from '../page.ts';
import { Problem, reachable } from '../problem.ts';
import type { LogoutInbox } from '../registration/logout-inbox.ts';
import type { Registrar } from '../registration/registrar.ts';
import { acrOf, type SandboxClient } from '../registration/sandbox-client.ts';
import { clientAtWork, type Session, type Visits } from '../session.ts';
import type { SandboxSettings } from '../settings.ts';
import { faultCode } from '../walk/code-samples.ts';
import { createRecorder } from '../walk/wire.ts';
import { type FaultName, faultNames, findFault, lackOf, requestOfFault } from './faults.ts';
import { addressOf, type Run, startRun } from './run.ts';

export interface FaultParts {
  readonly show: ShowPage;
  readonly visits: Visits;
  readonly registrar: Registrar;
  readonly inbox: LogoutInbox;
  readonly settings: SandboxSettings;
}

export function addFaultRoutes(
  router: Router,
  { show, visits, registrar, inbox, settings }: FaultParts,
): void {
  const { issuer, now } = settings;

  router.get('/faults', async (ctx) => {
    const client = clientAtWork(visits.ofOrBegin(ctx));
    await show(ctx, 'faults', { title: 'faults.title', section: 'faults', data: { faultNames, client } });
  });

  router.get('/faults/:name', async (ctx) => {
    const name = faultOf(ctx);
    const client = clientAtWork(visits.ofOrBegin(ctx));
    const lack = lackOf(name, client, settings.replaceSigningKey !== undefined);
    await show(ctx, 'fault', {
      title: `fault.${name}.title`,
      section: 'faults',
      data: { name, client, lack },
    });
  });

  router.post('/faults/:name', async (ctx) => {
    const name = faultOf(ctx);
    const session = sessionOf(ctx);
    await readForm(ctx, session);
    const client = clientAtWork(session);
    if (!client || lackOf(name, client, settings.replaceSigningKey !== undefined)) {
      seeOther(ctx, `/faults/${name}`);
      return;
    }
    const { parameters, clockSkew } = requestOfFault(name);
    const atWork = name === 'rotated-key' ? await withOwnKey(client) : client;
    await leave(ctx, session, { client: atWork, fault: name, parameters, clockSkew });
  });

  router.post('/faults/:name/step-up', async (ctx) => {
    const session = sessionOf(ctx);
    await readForm(ctx, session);
    const run = runOf(session, faultOf(ctx));
    const parameters = { acr_values: acrOf('substantial') };
    await leave(ctx, session, { client: run.client, fault: 'stale-acr', parameters });
  });

  router.get('/faults/:name/result', async (ctx) => {
    const name = faultOf(ctx);
    const run = runOf(visits.of(ctx), name);
    const outcome = name === 'logout' ? await inbox.outcomeFor(run, now()) : run.outcome;
    if (!outcome) {
      throw new Problem('over');
    }
    await show(ctx, 'fault-result', {
      title: `fault.${name}.title`,
      section: 'faults',
      data: { name, shown: outcome, code: faultCode(name) },
    });
  });

  async function leave(
    ctx: Context,
    session: Session,
    wishes: {
      client: SandboxClient;
      fault: FaultName;
      parameters: Readonly<Record<string, string | undefined>>;
      clockSkew?: number;
    },
  ): Promise<void> {
    const run = await reachable(() => startRun({ ...wishes, issuer, language: languageOf(ctx), now: now() }));
    session.run = run;
    seeOther(ctx, (await reachable(() => addressOf(run))).href);
  }

  /** The same client once more, with tokens signed by the key that is replaced. */
  async function withOwnKey({ wish }: SandboxClient): Promise<SandboxClient> {
    const { fetch } = createRecorder(new URL(issuer).origin);
    const outcome = await reachable(() => registrar.register(wish, fetch, 'EdDSA'));
    if (outcome.kind === 'refused') {
      throw new Problem('provider-away', { cause: new Error(outcome.reasons.join(', ')) });
    }
    return outcome.client;
  }

  function sessionOf(ctx: Context): Session {
    const session = visits.of(ctx);
    if (!session) {
      throw new Problem('over');
    }
    return session;
  }
}

function faultOf(ctx: Context): FaultName {
  const name = findFault((ctx as unknown as { params: Record<string, string> }).params.name);
  if (!name) {
    throw new Problem('not-found');
  }
  return name;
}

function runOf(session: Session | undefined, name: FaultName): Run {
  if (session?.run?.fault !== name) {
    throw new Problem('over');
  }
  return session.run;
}
