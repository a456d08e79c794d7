/** Which browser has which session of the portal. */
import { tieVisits, type Visits as VisitsOf } from '../site/visits.ts';
import { newSession, type Session, type SessionStore } from './session-store.ts';

export type Visits = VisitsOf<Session>;

export function createVisits(store: SessionStore, portalUrl: string): Visits {
  return tieVisits({ store, newSession, siteUrl: portalUrl, cookie: 'portal_session' });
}
