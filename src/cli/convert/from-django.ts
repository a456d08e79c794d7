/** Django: `manage.py dumpdata auth.user otp_totp.totpdevice`, the latter of django-otp. */
import type { FileHandle } from 'node:fs/promises';
import { z } from 'zod';
import { base32Of } from './base32.ts';
import { elementsOf } from './json-elements.ts';
import { type OwnedApp, withOwnedApps } from './owned-apps.ts';
import { type Found, type FoundApp, personAt, unusableAt } from './person.ts';

const key = z.union([z.string(), z.number()]).transform(String);

const rowSchema = z.object({ model: z.string(), pk: key.nullish() });

const userSchema = z.object({
  pk: key,
  fields: z.object({
    username: z.string(),
    password: z.string().nullish(),
    first_name: z.string().nullish(),
    last_name: z.string().nullish(),
    email: z.string().nullish(),
    is_active: z.boolean().nullish(),
    date_joined: z.string().nullish(),
  }),
});

const deviceSchema = z.object({
  fields: z.object({
    user: key,
    name: z.string().nullish(),
    confirmed: z.boolean(),
    key: z.string(),
    step: z.int(),
    t0: z.int(),
    digits: z.int(),
  }),
});

export function fromDjango(file: FileHandle): AsyncGenerator<Found> {
  return withOwnedApps(
    () => devicesIn(file),
    (appsOf, isDue) => usersIn(file, appsOf, isDue),
  );
}

async function* devicesIn(file: FileHandle): AsyncGenerator<OwnedApp> {
  for await (const { text = '' } of elementsOf(file, undefined)) {
    const device = text.includes('totpdevice') ? deviceSchema.safeParse(parsed(text)) : undefined;
    if (device?.success && device.data.fields.confirmed) {
      const { user, name, key: hex, step, t0, digits } = device.data.fields;
      const secret = base32Of(Buffer.from(hex, 'hex'));
      // Counted from another beginning, it is no app's: said below as what cannot be kept.
      const period = t0 === 0 ? step : 0;
      yield { owner: user, app: { secret, digits, period, name: name ?? undefined } };
    }
  }
}

async function* usersIn(
  file: FileHandle,
  appsOf: (owner: string) => readonly FoundApp[],
  isDue: (owner: string) => boolean,
): AsyncGenerator<Found> {
  for await (const { line, text = '' } of elementsOf(file, undefined)) {
    const row = parsed(text);
    const { model } = rowSchema.safeParse(row).data ?? {};
    if (!model?.toLowerCase().endsWith('.user')) {
      continue;
    }
    const user = userSchema.safeParse(row);
    if (!user.success) {
      yield unusableAt(line, 'is no user as Django exports one');
    } else if (isDue(user.data.pk)) {
      const { pk, fields } = user.data;
      // Such a password was never one (`set_unusable_password`).
      const passwordHash = fields.password?.startsWith('!') ? undefined : (fields.password ?? undefined);
      yield personAt(line, {
        username: fields.username,
        family_name: fields.last_name ?? undefined,
        given_name: fields.first_name ?? undefined,
        email: fields.email ?? undefined,
        external_id: pk,
        created_at: fields.date_joined ?? undefined,
        isDisabled: fields.is_active === false,
        passwordHash: passwordHash?.replace(/^(?:argon2|bcrypt\$)(?=\$)/, ''),
        apps: appsOf(pk),
      });
    }
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
