/**
 * Requests of people in their turn (throttle/turns): unknown browsers by network, known ones by themselves, so that a flood of the first
 * does not hold up the others. Programs are left alone: they prove who they are in the request.
 */
import type { Middleware } from 'koa';
import { hashOfSite } from '../../throttle/client-network.ts';
import { peoplesTurns } from '../../throttle/limits.ts';
import { createRequestTurns, type RequestTurns } from '../../throttle/turns/request-turns.ts';
import type { DeviceCookies } from '../cookies/device-cookie.ts';
import { isBelow } from './door.ts';
import { goneSignal } from './request-context.ts';

/** @param addressesOfPrograms what is there and below is passed on at once (door.ts) */
export function peopleInTurn(devices: DeviceCookies, addressesOfPrograms: readonly string[]): Middleware {
  const ofKnown = createRequestTurns(peoplesTurns.known);
  const ofUnknown = createRequestTurns(peoplesTurns.unknown);

  return async (ctx, next) => {
    if (isBelow(ctx.path, addressesOfPrograms)) {
      await next();
      return;
    }
    const device = devices.knownDevice(ctx);
    const turns: RequestTurns = device === undefined ? ofUnknown : ofKnown;
    await turns.inTurn(device ?? hashOfSite(ctx.ip), () => goneSignal(ctx), next);
  };
}
