/** What a citizen may look at and end of what the provider keeps for them: sessions, and the access of relying parties. */
import type { SecurityEvent } from '../audit/events/security-event.ts';
import type { Listing } from '../storage/due/each-in-turn.ts';
import type { Reading } from '../storage/sealed-record.ts';

export interface CitizenSession {
  /** Names the session on a form; worth nothing by itself. */
  readonly handle: string;
  /** E.g. `Firefox, Windows`; empty when unknown. */
  readonly device: string;
  /** The network that it was last used from, coarsely: `192.0.2.0/24`; empty when unknown. */
  readonly network: string;
  /** Relying parties that were let in within it, but our own pages. */
  readonly clientIds: readonly string[];
  readonly signedInAt: Date;
  readonly lastSeenAt: Date;
  /** The session's name in the ID tokens of our own pages (`sid`); undefined when it never opened them. */
  readonly ownSid: string | undefined;
}

/** A relying party that a citizen signed in to, and the claims that it was given, each with the last time. */
export interface Service {
  readonly clientId: string;
  readonly firstAt: Date;
  readonly lastAt: Date;
  readonly given: ReadonlyMap<string, Date>;
}

export interface CitizenAccess {
  /** Those that still count, the most recently used first. One that cannot be read keeps nobody from the others. */
  sessions(accountId: string): Promise<Listing<CitizenSession, string>>;
  /** Ends one that can be read, and every token that was got with it. @returns the one that ended */
  endSession(accountId: string, handle: string, event: SecurityEvent): Promise<Reading<CitizenSession>>;
  /** One of which nothing is left that could go on: it is no more among those that are told of. */
  forgetSession(accountId: string, handle: string): Promise<void>;
  /** The most recently used first. */
  services(accountId: string): Promise<Service[]>;
  /** Ends every token that a relying party has for this citizen. @returns false when it has none. */
  revoke(accountId: string, clientId: string, event: SecurityEvent): Promise<boolean>;
  /** What a relying party is called; its id when it is registered no more. */
  nameOf(clientId: string, language: string): Promise<string>;
  /** Where a relying party begins a sign-in by itself, naming us; undefined where it registered no such address. */
  startAddressOf(clientId: string): Promise<string | undefined>;
}
