/**
 * `kapu accounts convert`: what other systems export becomes lines that `kapu accounts import` reads. Each file from-… knows one of them and
 * finds people in its export; line-of-person.ts makes a line of what was found, and says what cannot come along.
 *
 * Exports of a country are larger than memory: everything here reads a person at a time.
 */
import type { PersonalData } from '../../accounts/account.ts';

/** An app as the old system wrote it down; whether it can go on here is not said yet. */
export interface FoundApp {
  /** Base32. */
  readonly secret: string;
  readonly algorithm?: string | undefined;
  readonly digits?: number | undefined;
  readonly period?: number | undefined;
  readonly name?: string | undefined;
  readonly created_at?: string | undefined;
}

/** What stays behind, of a person who comes along. */
export interface LeftBehind {
  readonly member: string;
  readonly reason: string;
}

export type Person = Partial<Record<PersonalData, string | undefined>> & {
  readonly username: string;
  readonly email?: string | undefined;
  readonly email_verified?: boolean | undefined;
  readonly phone_number?: string | undefined;
  readonly phone_number_verified?: boolean | undefined;
  readonly locale?: string | undefined;
  readonly external_id?: string | undefined;
  readonly created_at?: string | undefined;
  readonly isDisabled?: boolean | undefined;
  /** In a form that an import takes, or as it came. */
  readonly passwordHash?: string | undefined;
  readonly apps?: readonly FoundApp[];
  readonly leftBehind?: readonly LeftBehind[];
};

export type Found =
  /** @property of the export, where the person begins */
  | { readonly kind: 'person'; readonly line: number; readonly person: Person }
  | {
      readonly kind: 'unusable';
      readonly line: number;
      readonly username?: string | undefined;
      readonly member?: string | undefined;
      readonly reason: string;
    };

export function personAt(line: number, person: Person): Found {
  return { kind: 'person', line, person };
}

export function unusableAt(line: number, reason: string, username?: string, member?: string): Found {
  return { kind: 'unusable', line, reason, username, member };
}
