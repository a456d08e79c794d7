/** How an account lies in Redis: the hash `{account:<id>}`, and the pointer under the keyed hash of its user name. */
import type { Secrets } from '../config.ts';
import { keyedHash } from '../storage/keyed-hash.ts';
import type { Sealer } from '../storage/sealed.ts';
import { type Account, profileSchema } from './account.ts';

export type NewAccount = Pick<Account, 'profile' | 'passwordHash' | 'status' | 'createdAt' | 'externalId'>;

export interface AccountRecords {
  usernameKey(username: string): string;
  fieldsOf(id: string, account: NewAccount): Record<string, string>;
  /** Undefined when there is no account behind the id. */
  toAccount(id: string, fields: Record<string, string>, hasPlus: boolean): Account | undefined;
  openExternalId(id: string, sealed: string): string;
}

export function createAccountRecords(sealer: Sealer, secrets: Secrets): AccountRecords {
  const profilePlace = (id: string): string => `account:${id}:profile`;
  const externalIdPlace = (id: string): string => `account:${id}:external-id`;
  const openExternalId = (id: string, sealed: string): string => sealer.open(sealed, externalIdPlace(id));

  return {
    usernameKey: (username) => `username:${keyedHash(secrets.index_key, 'username', username)}`,

    fieldsOf: (id, { profile, passwordHash, status, createdAt, externalId }) => ({
      profile: sealer.seal(JSON.stringify(profile), profilePlace(id)),
      password: passwordHash,
      status,
      created_at: createdAt.toISOString(),
      ...(externalId && { external_id: sealer.seal(externalId, externalIdPlace(id)) }),
    }),

    toAccount(id, fields, hasPlus) {
      if (!fields.profile || !fields.password || !fields.created_at) {
        return undefined;
      }
      return {
        id,
        profile: profileSchema.parse(JSON.parse(sealer.open(fields.profile, profilePlace(id)))),
        passwordHash: fields.password,
        status: fields.status === 'active' ? 'active' : 'disabled',
        createdAt: new Date(fields.created_at),
        externalId: fields.external_id ? openExternalId(id, fields.external_id) : undefined,
        sessionsEndedAt: Number(fields.sessions_ended_at ?? 0),
        hasPlus,
      };
    },

    openExternalId,
  };
}
