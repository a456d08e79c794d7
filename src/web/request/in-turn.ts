/**
 * Requests of people in their turn (throttle/turns): unknown browsers by network, known ones by themselves, so that a flood of the first
 * does not hold up the others. Programs are left alone: they prove who they are in the request.
 */
import type { Middleware } from 'koa';
import { hashOfSite } from '../../throttle/client-network.ts';
import { peoplesTurns } from '../../throttle/limits.ts';
import { createRequestTurns, type RequestTurns } from '../../throttle/turns/request-turns.ts';
import type { DeviceCookies } from './device-cookie.ts';
import { goneSignal } from './request-context.ts';

/** What no browser asks for. A path that is missing here stands in line with those of people. */
const ofPrograms =
  /^\/(token|request|me|jwks|reg|backchannel|device\/auth|challenge|credential|admin|vp|credential-offers|status-lists|\.well-known)(\/|$)/;

export function peopleInTurn(devices: DeviceCookies): Middleware {
  const ofKnown = createRequestTurns(peoplesTurns.known);
  const ofUnknown = createRequestTurns(peoplesTurns.unknown);

  return async (ctx, next) => {
    if (ofPrograms.test(ctx.path)) {
      await next();
      return;
    }
    const device = devices.knownDevice(ctx);
    const turns: RequestTurns = device === undefined ? ofUnknown : ofKnown;
    await turns.inTurn(device ?? hashOfSite(ctx.ip), goneSignal(ctx), next);
  };
}
