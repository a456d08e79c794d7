/**
 * Who may use the administration: tokens of machine clients in the header, bound ones with their proof, and nothing else, so that no page can
 * borrow a session.
 */
import type { Context } from 'koa';
import type { AuditLog } from '../audit/audit-log.ts';
import { securityEvents } from '../audit/events/security-events.ts';
import type {
  FindMachineAccess,
  MachineAccess,
  MachineScope,
  ShownToken,
} from '../clients/machine-access.ts';
import type { AdministrationLimit } from '../throttle/windows/administration-limit.ts';
import { Problem } from './problem.ts';

export interface AccessParts {
  readonly issuer: string;
  readonly findMachineAccess: FindMachineAccess;
  readonly limit: AdministrationLimit;
  readonly audit: AuditLog;
}

/** @returns the machine client that asks. @throws Problem 400, 401, 403 or 429 */
export type RequireScope = (ctx: Context, scope: MachineScope) => Promise<MachineAccess>;

const longestToken = 4096;

export function createRequireScope({ issuer, findMachineAccess, limit, audit }: AccessParts): RequireScope {
  return async (ctx, scope) => {
    const header = ctx.get('authorization');
    if (!/^(bearer|dpop)( |$)/i.test(header)) {
      await audit.record(securityEvents.administrationRefused(undefined, 'no-token'));
      // RFC 6750 §3.1: nothing is said of an error to who sent no token.
      throw new Problem(401, {
        detail: 'send a token of the client credentials grant',
        ...challengeOf(issuer),
      });
    }
    const access = await findMachineAccess({
      ...tokenIn(header, issuer),
      method: ctx.method,
      path: ctx.path,
      header: (name) => ctx.get(name),
    });
    if (!access) {
      await audit.record(securityEvents.administrationRefused(undefined, 'unknown-token'));
      const challenge = challengeOf(issuer, { error: 'invalid_token' });
      throw new Problem(401, {
        detail: 'the token is unknown, expired, for something else, or bound to what was not proved',
        ...challenge,
      });
    }
    await refuseTooMany(access, limit);
    if (!access.scopes.has(scope)) {
      await audit.record(securityEvents.administrationRefused(access.clientId, 'scope'));
      const challenge = challengeOf(issuer, { error: 'insufficient_scope', scope });
      throw new Problem(403, { detail: `the scope ${scope} is needed`, ...challenge });
    }
    return access;
  };
}

function tokenIn(header: string, issuer: string): Pick<ShownToken, 'scheme' | 'value'> {
  const [, scheme = '', value] = /^(bearer|dpop) +([\w\-.~+/]+=*)$/i.exec(header) ?? [];
  if (value === undefined || value.length > longestToken) {
    const challenge = challengeOf(issuer, { error: 'invalid_request' });
    throw new Problem(400, { detail: 'the Authorization header is malformed', ...challenge });
  }
  return { scheme: scheme.toLowerCase() === 'dpop' ? 'dpop' : 'bearer', value };
}

async function refuseTooMany({ clientId }: MachineAccess, limit: AdministrationLimit): Promise<void> {
  const wait = await limit(clientId);
  if (wait > 0) {
    throw new Problem(429, {
      detail: 'ask again later',
      headers: { 'Retry-After': String(Math.ceil(wait / 1000)) },
    });
  }
}

function challengeOf(
  issuer: string,
  attributes: Readonly<Record<string, string>> = {},
): { headers: Record<string, string> } {
  const pairs = Object.entries({ realm: issuer, ...attributes }).map(([name, value]) => `${name}="${value}"`);
  return { headers: { 'WWW-Authenticate': `Bearer ${pairs.join(', ')}` } };
}
