/** Registering a client in the page, and showing what one then has. */
import type { Router } from '@koa/router';
import type { Context } from 'koa';
import { z } from 'zod';
import { readForm } from '../../site/form.ts';
import type { FieldError } from '../../site/page.ts';
import { seeOther } from '../../site/redirect.ts';
import { languageOf, translator } from '../language.ts';
import type { ShowPage } from '../page.ts';
import { Problem, reachable } from '../problem.ts';
import { clientAtWork, keepClient, type Session, type Visits } from '../session.ts';
import type { SandboxSettings } from '../settings.ts';
import { clientCode } from '../walk/code-samples.ts';
import { createRecorder } from '../walk/wire.ts';
import type { MessageKey } from '../words/hu.ts';
import type { Registrar } from './registrar.ts';
import { assurances, authMethods, tokenAlgorithms, type Wish } from './sandbox-client.ts';

export interface RegisterParts {
  readonly show: ShowPage;
  readonly visits: Visits;
  readonly registrar: Registrar;
  readonly settings: SandboxSettings;
}

const localAddress = z
  .url({ protocol: /^http$/, hostname: /^(localhost|127\.0\.0\.1)$/ })
  .max(200)
  .refine((address) => !/[#*@\\]/.test(address));

const localAddressIfAny = z.union([z.literal('').transform(() => undefined), localAddress]);

const wishSchema = z
  .object({
    name: z.string().trim().min(1).max(60),
    redirect_uri: localAddressIfAny,
    signed_out_uri: localAddressIfAny,
    method: z.enum(authMethods),
    minimum: z.enum(assurances),
    algorithm: z.enum(tokenAlgorithms),
    logouts: z.literal('on').optional(),
  })
  // To the sandbox's own client citizens come back as it wants.
  .refine(({ redirect_uri, signed_out_uri }) => redirect_uri || !signed_out_uri, {
    path: ['signed_out_uri'],
  });

const usualForm = {
  name: '',
  redirect_uri: '',
  signed_out_uri: '',
  algorithm: 'ES256',
  method: 'client_secret_basic',
  minimum: 'low',
  logouts: 'on',
};

export function addRegisterRoutes(
  router: Router,
  { show, visits, registrar, settings }: RegisterParts,
): void {
  router.get('/', async (ctx) => {
    const session = visits.of(ctx);
    const clients = session?.clients.map(({ id, wish }) => ({ id, name: wish.name })) ?? [];
    await show(ctx, 'start', {
      title: 'start.title',
      section: 'start',
      data: { clients: clients.toReversed() },
    });
  });

  router.get('/register', async (ctx) => {
    visits.ofOrBegin(ctx);
    await showForm(ctx, usualForm, []);
  });

  router.post('/register', async (ctx) => {
    const session = sessionOf(ctx);
    const fields = await readForm(ctx, session);
    const parsed = wishSchema.safeParse({ ...usualForm, logouts: undefined, ...fields });
    if (!parsed.success) {
      await showForm(ctx, fields, errorsIn(ctx, parsed.error));
      return;
    }
    const wish = wishOf(parsed.data);
    const { fetch } = createRecorder(new URL(settings.issuer).origin);
    const outcome = await reachable(() => registrar.register(wish, fetch));
    if (outcome.kind === 'refused') {
      const errors = outcome.reasons.map((text) => ({ field: 'name', text }));
      await showForm(ctx, fields, errors);
      return;
    }
    keepClient(session, outcome.client, outcome.metadata);
    seeOther(ctx, `/clients/${outcome.client.id}`);
  });

  router.get('/clients/:id', async (ctx) => {
    const session = visits.of(ctx);
    const client = session?.clients.find(({ id }) => id === ctx.params.id);
    if (!session || !client) {
      throw new Problem('not-found');
    }
    const news = session.newest?.id === client.id ? session.newest : undefined;
    session.newest = undefined;
    const { wish, id, redirectUri } = client;
    await show(ctx, 'client', {
      title: news ? 'client.new-title' : 'client.title',
      section: 'register',
      data: {
        id,
        wish,
        redirectUri,
        news,
        secret: news && client.secret,
        privateKey: news && client.privateKey && JSON.stringify(client.privateKey, undefined, 2),
        code: clientCode(client, settings.issuer),
        isAtWork: clientAtWork(session)?.id === id,
      },
    });
  });

  function sessionOf(ctx: Context): Session {
    const session = visits.of(ctx);
    if (!session) {
      throw new Problem('over');
    }
    return session;
  }

  async function showForm(
    ctx: Context,
    fields: Readonly<Record<string, string>>,
    errors: FieldError[],
  ): Promise<void> {
    await show(ctx, 'register', {
      title: 'register.title',
      section: 'register',
      status: errors.length > 0 ? 422 : 200,
      errors,
      data: {
        fields,
        authMethods,
        assurances,
        tokenAlgorithms,
        ownAddress: `${settings.sandboxUrl}/callback`,
      },
    });
  }
}

function wishOf(form: z.output<typeof wishSchema>): Wish {
  const { name, redirect_uri, signed_out_uri, method, minimum, algorithm, logouts } = form;
  const addresses = { redirectUri: redirect_uri, signedOutUri: signed_out_uri };
  return { name, ...addresses, method, minimum, algorithm, hearsLogouts: logouts === 'on' };
}

const messageOf: Readonly<Record<string, MessageKey>> = {
  name: 'error.name',
  redirect_uri: 'error.redirect-uri',
  signed_out_uri: 'error.signed-out-uri',
  method: 'error.choice',
  minimum: 'error.choice',
  logouts: 'error.choice',
};

function errorsIn(ctx: Context, error: z.ZodError): FieldError[] {
  const t = translator(languageOf(ctx));
  const fields = new Set(error.issues.map(({ path }) => String(path[0])));
  return [...fields].map((field) => ({ field, text: t(messageOf[field] ?? 'error.choice') }));
}
