/**
 * A door: routes of ours, and whom they serve. Requests of people stand in line (in-turn.ts); programs stand in none: they prove in the
 * request who they are, or have a limit of their own. Each door says it where its routes are; one that does not is no `Door`, and
 * behindDoors (doors.ts) does not take it. Where it answers is read from its routes.
 */
import type { Router } from '@koa/router';
import type { Middleware } from 'koa';
import type Provider from 'oidc-provider';
import type { Configuration } from 'oidc-provider';

type Served = 'people' | 'programs';

export interface Door {
  readonly serves: Served;
  /** Paths without their last slash; it answers there and below. */
  readonly addresses: readonly string[];
  readonly answer: Middleware;
  readonly router?: Router;
}

/** @param answer where more is done than its routes do */
export function forPeople(router: Router, answer = routesOf(router)): Door {
  return { serves: 'people', addresses: addressesOf(router), answer, router };
}

/** @param answer where more is done than its routes do */
export function forPrograms(router: Router, answer = routesOf(router)): Door {
  return { serves: 'programs', addresses: addressesOf(router), answer, router };
}

/** What stands before routes of the engine, or beside them. */
export function besideEngine(answer: Middleware, serves: Served, ...addresses: readonly string[]): Door {
  return { serves, addresses, answer };
}

function routesOf(router: Router): Middleware {
  return router.routes() as unknown as Middleware;
}

/** Up to what varies in each path. */
function addressesOf({ stack }: Router): string[] {
  // What is used by all routes of a router answers nothing by itself.
  const routes = stack.filter(({ methods }) => methods.length > 0);
  const addresses = routes.map(({ path }) => {
    const parts = String(path).split('/');
    const variable = parts.findIndex((part) => !/^[\w.-]*$/.test(part));
    return withoutLastSlash(parts.slice(0, variable < 0 ? undefined : variable).join('/'));
  });
  return [...new Set(addresses)];
}

function withoutLastSlash(path: string): string {
  return path.replace(/\/$/, '');
}

type EngineRoute = keyof NonNullable<Configuration['routes']>;

/** Every route of the engine; a test holds it to what the engine answers. */
const askedBy = {
  authorization: 'people',
  code_verification: 'people',
  end_session: 'people',
  backchannel_authentication: 'programs',
  challenge: 'programs',
  credential: 'programs',
  device_authorization: 'programs',
  introspection: 'programs',
  jwks: 'programs',
  pushed_authorization_request: 'programs',
  registration: 'programs',
  revocation: 'programs',
  token: 'programs',
  userinfo: 'programs',
} as const satisfies Record<EngineRoute, Served>;

/** RFC 8615: by its nature for programs. */
const wellKnown = '/.well-known';

/** @throws Error where people are served below an address of programs: they would pass beside the line. */
export function programsAddresses(engine: Pick<Provider, 'pathFor'>, doors: readonly Door[]): string[] {
  const ofPrograms = [wellKnown, ...engineAddresses(engine, 'programs'), ...addressesFor('programs', doors)];
  const ofPeople = [...engineAddresses(engine, 'people'), ...addressesFor('people', doors)];
  const hidden = ofPeople.filter((address) => isBelow(address, ofPrograms));
  if (hidden.length > 0) {
    throw new Error(`people are served below an address of programs: ${hidden.join(', ')}`);
  }
  return ofPrograms;
}

/** Of the engine, as far as it is switched on. */
export function engineAddresses(engine: Pick<Provider, 'pathFor'>, serves: Served): string[] {
  const routes = (Object.keys(askedBy) as EngineRoute[]).filter((route) => askedBy[route] === serves);
  return routes.flatMap((route) => pathsOf(engine, route));
}

function addressesFor(served: Served, doors: readonly Door[]): string[] {
  return doors.filter(({ serves }) => serves === served).flatMap(({ addresses }) => addresses);
}

export function isBelow(path: string, addresses: readonly string[]): boolean {
  return addresses.some((address) => path === address || path.startsWith(`${address}/`));
}

function pathsOf(engine: Pick<Provider, 'pathFor'>, route: EngineRoute): string[] {
  try {
    return [engine.pathFor(route)];
  } catch {
    // Switched off: the engine knows no such route.
    return [];
  }
}
