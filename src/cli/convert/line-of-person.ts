/** Makes a line for the import of a person that was found. What cannot come along stays behind, and is named; the person comes. */
import { type PersonalData, personalData, profileSchema } from '../../accounts/account.ts';
import { appSchema } from '../../accounts/import/imported-app.ts';
import { parseForeignHash } from '../../accounts/password/foreign/parse-hash.ts';
import { isOfMixedScripts, usernameSchema } from '../../accounts/username.ts';
import type { FoundApp, LeftBehind, Person } from './person.ts';

export type ConvertedPerson =
  | {
      readonly kind: 'line';
      /** JSON. */
      readonly text: string;
      readonly username: string;
      /** By what kind of hash their password comes along; undefined where it does not. */
      readonly passwordKind: string | undefined;
      readonly apps: number;
      readonly leftBehind: readonly LeftBehind[];
      /** Worth a look, and no hindrance. */
      readonly noticed: readonly LeftBehind[];
    }
  | { readonly kind: 'rejected'; readonly member: string; readonly reason: string };

export function lineOfPerson(person: Person): ConvertedPerson {
  const username = usernameSchema.safeParse(person.username);
  if (!username.success) {
    const reason = 'is no user name here: 3 to 64 letters, digits and . _ - or an e-mail address';
    return { kind: 'rejected', member: 'username', reason };
  }
  const leftBehind: LeftBehind[] = [...(person.leftBehind ?? [])];
  const leave = (member: string, reason: string): undefined => {
    leftBehind.push({ member, reason });
    return undefined;
  };
  const email = emailOf(person, leave);
  const phone = phoneOf(person, leave);
  const password = passwordOf(person, leave);
  const apps = appsOf(person.apps ?? [], leave);
  const line = {
    username: username.data,
    ...dataOf(person, leave),
    email,
    email_verified: email !== undefined && person.email_verified === true ? true : undefined,
    phone_number: phone,
    phone_number_verified: phone !== undefined && person.phone_number_verified === true ? true : undefined,
    locale: localeOf(person.locale),
    external_id: person.external_id?.slice(0, 128) || undefined,
    status: person.isDisabled ? 'disabled' : undefined,
    created_at: person.created_at,
    password_hash: password?.hash,
    totp: apps.length > 0 ? apps : undefined,
  };
  return {
    kind: 'line',
    text: JSON.stringify(line),
    username: username.data,
    passwordKind: password?.kind,
    apps: apps.length,
    leftBehind,
    noticed: isOfMixedScripts(username.data)
      ? [{ member: 'username', reason: 'has letters of several alphabets' }]
      : [],
  };
}

type Leave = (member: string, reason: string) => undefined;

function dataOf(person: Person, leave: Leave): Partial<Record<PersonalData, string>> {
  const told = personalData.flatMap((member) => {
    const value = person[member]?.trim();
    if (!value) {
      return [];
    }
    if (profileSchema.shape[member].safeParse(value).success) {
      return [[member, value] as const];
    }
    leave(member, 'is not in a form that can be kept');
    return [];
  });
  return Object.fromEntries(told);
}

function emailOf({ email }: Person, leave: Leave): string | undefined {
  const written = email?.trim();
  if (!written) {
    return undefined;
  }
  const read = profileSchema.shape.email.safeParse(written);
  return read.success ? read.data : leave('email', 'is no e-mail address that mail can be sent to');
}

/** Only with the country is a number anybody's. */
function phoneOf({ phone_number }: Person, leave: Leave): string | undefined {
  const bare = phone_number?.replace(/[\s().\-/]/g, '').replace(/^00/, '+');
  if (!bare) {
    return undefined;
  }
  return profileSchema.shape.phone_number.safeParse(bare).success
    ? bare
    : leave('phone_number', 'is not in international form, +36…');
}

function passwordOf({ passwordHash }: Person, leave: Leave): { hash: string; kind: string } | undefined {
  if (!passwordHash) {
    return undefined;
  }
  const parsed = parseForeignHash(passwordHash);
  if (parsed.kind === 'unusable') {
    const reason = parsed.of === undefined ? parsed.reason : `${parsed.of}: ${parsed.reason}`;
    return leave('password_hash', reason);
  }
  return { hash: passwordHash, kind: parsed.hash.kind };
}

function appsOf(apps: readonly FoundApp[], leave: Leave): object[] {
  return apps.flatMap((app) => {
    const read = appSchema.safeParse({ ...app, name: app.name?.trim().slice(0, 60) || undefined });
    if (read.success) {
      return [read.data];
    }
    const [issue] = read.error.issues;
    leave(['totp', ...(issue?.path ?? [])].join('.'), issue?.message ?? 'cannot be read');
    return [];
  });
}

function localeOf(written: string | undefined): 'hu' | 'en' | undefined {
  const [language] = written?.toLowerCase().split(/[-_]/) ?? [];
  return language === 'hu' || language === 'en' ? language : undefined;
}
