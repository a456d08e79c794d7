/** A calendar of the cut-over, all of it ahead, for tests that stand at its boundaries. */
import { calendarSchema } from '../../src/assurance/cutover-calendar.ts';
import { type Installation, startInstallation } from './installation.ts';
import { RelyingParty } from './relying-party.ts';

const second = 1000;
const hour = 60 * 60 * second;
const day = 24 * hour;

export const begun = Date.now();

/** All ahead: the engine dates sessions by the machine's clock, and one from the past would have ended. */
const calendar = calendarSchema.parse({
  time_zone: 'Europe/Budapest',
  announced_from: midnightIn(20),
  both_offered_from: midnightIn(40),
  application_only_from: midnightIn(60),
  closed_from: midnightIn(100),
  exceptions: [{ client_id: 'exempt', password_only_until: midnightIn(80) }],
});
export const { announcedFrom, bothOfferedFrom, applicationOnlyFrom, closedFrom } = calendar;
export const exceptionEnds = calendar.passwordOnlyUntil.get('exempt') ?? closedFrom;

/** A local time of the calendar. */
function midnightIn(days: number): string {
  return `${new Date(begun + days * day).toISOString().slice(0, 10)}T00:00`;
}

export function secondBefore(instant: Date): Date {
  return new Date(instant.getTime() - second);
}

/** Noon of the day after which so many days are left until the last one. */
export function noonWithDaysLeft(days: number, end: Date): Date {
  return new Date(end.getTime() - days * day - 12 * hour);
}

/** The calendar makes an exception of one of two services. */
export type Service = 'ordinary' | 'exempt';

/** An installation with both services. @param redirect where both are answered @param now the provider's clock */
export async function startCutOver(
  redirect: string,
  now: () => Date,
): Promise<{ kapu: Installation; services: Record<Service, RelyingParty> }> {
  const registration = { client_name: 'Mintaszolgáltatás', redirect_uris: [redirect] };
  const kapu = await startInstallation({
    now,
    clients: [
      { client_id: 'ordinary', ...registration },
      { client_id: 'exempt', ...registration },
    ],
    config: { calendar },
  });
  const services = {
    ordinary: await RelyingParty.discover(kapu, 'ordinary'),
    exempt: await RelyingParty.discover(kapu, 'exempt'),
  };
  return { kapu, services };
}

export type End = 'signed in at low' | 'signed in at substantial' | 'the application' | 'the closed page';
