/**
 * Doors are routers, and most requests are the engine's, which want none of them: a request asks those doors alone that have something
 * under the first part of its path. What is no router is asked by all.
 */
import type { Router } from '@koa/router';
import type { Context, Middleware } from 'koa';
import type { Door } from './door.ts';

/** @returns the middleware, which tells its doors, as a router tells its routes */
export function behindDoors(doors: readonly Door[]): Middleware & { readonly doors: readonly Door[] } {
  refuseSilent(doors);
  const partsOf = new Map(doors.map((door) => [door, door.router && firstPartsOf(door.router)]));
  const parts = new Set([...partsOf.values()].flatMap((known) => [...(known ?? [])]));
  const doorsUnder = (part?: string): Door[] =>
    doors.filter((door) => partsOf.get(door)?.has(part ?? '') ?? true);
  const doorsByPart = new Map([...parts].map((part) => [part, doorsUnder(part)]));
  const doorsOfAll = doorsUnder();

  const pass: Middleware = (ctx, next) =>
    passInTurn(doorsByPart.get(firstPartOf(ctx.path)) ?? doorsOfAll, ctx, next);
  return Object.assign(pass, { doors });
}

/** The compiler says it first. @throws Error for a door that does not say whom it serves */
function refuseSilent(doors: readonly Door[]): void {
  for (const { serves, router } of doors as readonly Partial<Door>[]) {
    if (serves === undefined) {
      throw new Error(`a door does not say whom it serves: ${router?.stack[0]?.path ?? 'without routes'}`);
    }
  }
}

/** @throws Error for a route that may begin with anything: every request would have to ask for it */
function firstPartsOf({ stack, opts }: Router): Set<string> {
  const paths = opts.prefix ? [opts.prefix] : stack.map(({ path }) => String(path));
  const parts = new Set(paths.map(firstPartOf));
  for (const part of parts) {
    if (!/^[\w.-]+$/.test(part)) {
      throw new Error(`a door is found by the first part of its paths, and /${part} is none`);
    }
  }
  return parts;
}

/** In small letters: routers tell no others apart. */
function firstPartOf(path: string): string {
  return path.split('/', 2)[1]?.toLowerCase() ?? '';
}

function passInTurn([first, ...others]: readonly Door[], ctx: Context, next: () => Promise<void>): unknown {
  return first ? first.answer(ctx, async () => void (await passInTurn(others, ctx, next))) : next();
}
