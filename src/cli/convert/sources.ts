/** Whose exports can be read. */
import type { FileHandle } from 'node:fs/promises';
import { fromAspNet } from './from-aspnet.ts';
import { fromAuthelia } from './from-authelia.ts';
import { fromHtpasswd, fromShadow } from './from-colons.ts';
import { fromCsv } from './from-csv.ts';
import { fromDjango } from './from-django.ts';
import { fromKeycloak } from './from-keycloak.ts';
import { fromLdif } from './from-ldif.ts';
import type { Found } from './person.ts';

/** @param apps where the system exports them apart */
type Source = (file: FileHandle, apps: FileHandle | undefined) => AsyncGenerator<Found>;

export const sources = {
  keycloak: fromKeycloak,
  django: fromDjango,
  ldif: fromLdif,
  authelia: fromAuthelia,
  aspnet: fromAspNet,
  shadow: fromShadow,
  htpasswd: fromHtpasswd,
  csv: fromCsv,
} as const satisfies Record<string, Source>;

export function takesAppsApart(name: string): boolean {
  return name === 'authelia' || name === 'aspnet';
}
