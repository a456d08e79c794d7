/**
 * Which addresses no browser of a person asks for: programs prove in the request who they are, and stand in no line. The engine's routes
 * are told apart here, all of them; a door of ours says it of itself. What says nothing is for people.
 */
import type { Middleware } from 'koa';
import type Provider from 'oidc-provider';
import type { Configuration } from 'oidc-provider';

type EngineRoute = keyof NonNullable<Configuration['routes']>;

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
} as const satisfies Record<EngineRoute, 'people' | 'programs'>;

/** RFC 8615: by its nature for programs. */
const wellKnown = '/.well-known';

const addressesOf = new WeakMap<Middleware, readonly string[]>();

/** @param addresses under which it answers, each a path without its last slash */
export function forPrograms(door: Middleware, ...addresses: readonly string[]): Middleware {
  addressesOf.set(door, addresses);
  return door;
}

export function programsAddresses(
  engine: Pick<Provider, 'pathFor'>,
  doors: readonly Middleware[],
): readonly string[] {
  const routes = (Object.keys(askedBy) as EngineRoute[]).filter((route) => askedBy[route] === 'programs');
  return [
    wellKnown,
    ...routes.flatMap((route) => pathsOf(engine, route)),
    ...doors.flatMap((door) => addressesOf.get(door) ?? []),
  ];
}

function pathsOf(engine: Pick<Provider, 'pathFor'>, route: EngineRoute): string[] {
  try {
    return [engine.pathFor(route)];
  } catch {
    // Switched off: the engine knows no such route.
    return [];
  }
}
