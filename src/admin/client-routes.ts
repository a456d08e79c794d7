/** `/admin/clients`: the registry for programs. Described in docs/admin-api.yaml. */
import { Router } from '@koa/router';
import type { Context, Middleware } from 'koa';
import type { Occasion, Outcome, Refusal } from '../clients/outcome.ts';
import type { ClientRegistry } from '../clients/registry.ts';
import { allowedMethods } from '../web/request/allowed-methods.ts';
import { type Door, forPrograms } from '../web/request/door.ts';
import type { RequireScope } from './access.ts';
import { clientResource, entityTag, rotationSchema } from './client-resource.ts';
import { readJsonBody, readOptionalJsonBody } from './json-body.ts';
import { answerProblems, Problem } from './problem.ts';

export interface ClientRouteParts {
  readonly registry: ClientRegistry;
  readonly requireScope: RequireScope;
  readonly now: () => Date;
}

const base = '/admin/clients';

export function clientRoutes(parts: ClientRouteParts): Door {
  const { registry, requireScope } = parts;
  const router = new Router({ prefix: base });
  const occasionOf = (ctx: Context): Promise<Occasion> => writingOccasion(ctx, parts);

  router.get('/', (ctx) => listClients(ctx, parts));
  router.post('/', (ctx) => addClient(ctx, parts));
  router.get('/:id', (ctx) => showClient(ctx, parts));
  router.put('/:id', (ctx) => replaceClient(ctx, parts));
  router.delete('/:id', (ctx) => removeClient(ctx, parts));

  router.post('/:id/secret', async (ctx) => {
    const occasion = await occasionOf(ctx);
    const overlap = overlapOf(await readOptionalJsonBody(ctx));
    answer(ctx, await registry.rotateSecret(idOf(ctx), overlap, occasion));
  });
  router.post('/:id/disable', async (ctx) => {
    answer(ctx, await registry.disable(idOf(ctx), await occasionOf(ctx)));
  });
  router.post('/:id/enable', async (ctx) => {
    answer(ctx, await registry.enable(idOf(ctx), await occasionOf(ctx)));
  });

  const routes = router.routes() as unknown as Middleware;
  const door: Middleware = async (ctx, next) => {
    if (ctx.path !== base && !ctx.path.startsWith(`${base}/`)) {
      await next();
      return;
    }
    await answerProblems(ctx, () => routes(ctx, () => refuseUnrouted(ctx, requireScope)));
  };
  return forPrograms(router, door);
}

async function writingOccasion(ctx: Context, { requireScope, now }: ClientRouteParts): Promise<Occasion> {
  const { clientId } = await requireScope(ctx, 'clients:write');
  return { by: clientId, now: now(), expectedVersion: versionAsked(ctx) };
}

async function listClients(ctx: Context, { registry, requireScope }: ClientRouteParts): Promise<void> {
  await requireScope(ctx, 'clients:read');
  const { readable, unreadable } = await registry.list();
  ctx.body = {
    clients: readable.map((client) => clientResource(client)),
    // Another fault than not being registered: their names are taken.
    ...(unreadable.length > 0 && { unreadable: unreadable.map((one) => one.of) }),
  };
}

async function addClient(ctx: Context, parts: ClientRouteParts): Promise<void> {
  const occasion = await writingOccasion(ctx, parts);
  const { client_id: id } = answer(ctx, await parts.registry.add(await readJsonBody(ctx), occasion));
  ctx.status = 201;
  ctx.set('Location', `${base}/${id}`);
}

async function showClient(ctx: Context, { registry, requireScope }: ClientRouteParts): Promise<void> {
  await requireScope(ctx, 'clients:read');
  const client = await registry.find(idOf(ctx));
  answer(ctx, client ? { kind: 'done', client } : { kind: 'unknown' });
}

async function replaceClient(ctx: Context, parts: ClientRouteParts): Promise<void> {
  const occasion = await writingOccasion(ctx, parts);
  if (ctx.get('if-match') === '') {
    throw new Problem(428, {
      detail: 'send the ETag of the client that you read, so that no change is lost',
    });
  }
  answer(ctx, await parts.registry.replace(idOf(ctx), await readJsonBody(ctx), occasion));
}

async function removeClient(ctx: Context, parts: ClientRouteParts): Promise<void> {
  const occasion = await writingOccasion(ctx, parts);
  const outcome = await parts.registry.remove(idOf(ctx), occasion);
  if (outcome.kind !== 'removed') {
    refuse(outcome);
  }
  ctx.body = null;
  ctx.status = 204;
}

async function refuseUnrouted(ctx: Context, requireScope: RequireScope): Promise<never> {
  await requireScope(ctx, 'clients:read');
  const allowed = allowedMethods(ctx);
  if (allowed.length > 0) {
    const headers = { Allow: allowed.join(', ') };
    throw new Problem(405, { detail: 'something else is done at this address, by other methods', headers });
  }
  throw new Problem(404, { detail: 'there is nothing at this address' });
}

function idOf(ctx: Context): string {
  return String((ctx as unknown as { params: Record<string, string> }).params.id).slice(0, 64);
}

/** `*` is any version; a tag of another form is no version that there ever was. */
function versionAsked(ctx: Context): number | undefined {
  const header = ctx.get('if-match');
  if (header === '' || header === '*') {
    return undefined;
  }
  const [, version] = /^"(\d{1,16})"$/.exec(header) ?? [];
  return Number(version ?? -1);
}

function overlapOf(body: unknown): number {
  const parsed = rotationSchema.safeParse(body);
  if (parsed.success) {
    return parsed.data.overlap_seconds;
  }
  const faults = parsed.error.issues.map(({ path, message }) => ({
    field: path.join('.') || 'metadata',
    message,
  }));
  throw new Problem(422, { detail: 'the body is not accepted', faults });
}

/** @throws Problem unless it was done */
function answer(ctx: Context, outcome: Outcome): { client_id: string } {
  if (outcome.kind !== 'done') {
    return refuse(outcome);
  }
  ctx.set('ETag', entityTag(outcome.client));
  ctx.body = clientResource(outcome.client, outcome.secret);
  return outcome.client.registration;
}

function refuse(outcome: Refusal): never {
  switch (outcome.kind) {
    case 'refused':
      throw new Problem(422, { detail: 'see errors', faults: outcome.faults });
    case 'unknown':
      throw new Problem(404, { detail: 'no client is registered by this id' });
    case 'taken':
      throw new Problem(409, { detail: 'a client is registered by this id already' });
    case 'declared':
      throw new Problem(409, { detail: 'it is declared in a file of config/clients and changed there' });
    case 'without-secret':
      throw new Problem(409, { detail: 'it has no secret: it authenticates with a key, or not at all' });
    case 'moved':
      throw new Problem(412, { detail: 'somebody else changed it; read it again and decide anew' });
  }
}
