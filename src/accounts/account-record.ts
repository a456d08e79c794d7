/** How an account lies in Redis: the hash `{account:<id>}`, and the pointer under the keyed hash of its user name. */
import { type Identification, identificationSchema, unidentified } from '../assurance/identification.ts';
import type { Secrets } from '../configuration/secrets.ts';
import type { StoreKey } from '../storage/catalogue/entry.ts';
import { plusField } from '../storage/catalogue/plus-fields.ts';
import { hasOneIndexKey } from '../storage/index-key.ts';
import type { Sealer } from '../storage/sealed.ts';
import { openRecord } from '../storage/sealed-record.ts';
import {
  type Account,
  accountStatuses,
  keptProfileSchema,
  lacksData,
  type Profile,
  passwordJudgements,
  recoveryWait,
} from './account.ts';
import { eldersOfIdentity, type Identity, keysOfIdentity } from './identity.ts';
import { eldersOfUsername, keysOfUsername } from './username.ts';
import { addressKeysOf, eldersOfAddress } from './verified-address.ts';

export type NewAccount = Pick<
  Account,
  'profile' | 'passwordHash' | 'passwordJudged' | 'status' | 'createdAt' | 'externalId'
> &
  Partial<Pick<Account, 'isAnotherPerson' | 'isSecondAccount' | 'isByOwnWord'>> & {
    readonly identification: Identification;
  };

export interface AccountRecords {
  usernameKey(username: string): StoreKey;
  identityKey(identity: Identity): StoreKey;
  /** Where the account is found by its verified address: at most one key. */
  addressKeysOf(profile: Profile): StoreKey[];
  /** The same under each index key, the one that counts first: for whoever looks. */
  usernameKeys(username: string): [StoreKey, ...StoreKey[]];
  identityKeys(identity: Identity): StoreKey[];
  everyAddressKeyOf(profile: Profile): StoreKey[];
  /** Pairs of all of these, for a step that claims them: as `bring-over.lua` takes them. None where there is one index key. */
  eldersOf(profile: Profile): StoreKey[];
  fieldsOf(id: string, account: NewAccount): Record<string, string>;
  /** A record like everybody's, to be read for names that nobody has; no account is behind it. */
  fieldsOfNobody(): Record<string, string>;
  /**
   * Undefined when there is no account behind the id.
   * @param plusFields names of the fields of the account's Ügyfélkapu+
   */
  toAccount(id: string, fields: Record<string, string>, plusFields: readonly string[]): Account | undefined;
  openExternalId(id: string, sealed: string): string;
  openProfile(id: string, sealed: string): Profile;
  sealProfile(id: string, profile: Profile): string;
  openIdentification(id: string, sealed: string): Identification;
  sealIdentification(id: string, identification: Identification): string;
}

/** The id of the decoy, which is looked up for names that nobody has. */
export const nobody = 'nobody';
/** As long as a PHC string of ours; opened by no password. */
const hashOfNobody = '*'.repeat(97);

const sampleOfNobody: Profile = {
  username: 'nobody',
  family_name: 'Nobody',
  given_name: 'Nobody',
  birth_family_name: 'Nobody',
  birth_given_name: 'Nobody',
  mothers_birth_name: 'Nobody At All',
  place_of_birth: 'Nowhere',
  birthdate: '2000-01-01',
  email: 'nobody@nowhere.example',
  email_verified: false,
  phone_number_verified: false,
  locale: 'hu',
};

/** As long as most have. */
const identificationOfNobody: Identification = {
  by: 'desk',
  at: '2000-01-01T00:00:00.000Z',
  document: 'id-card',
  number: '000000AA',
  clerk: '000000',
  office: 'nowhere',
};

export function createAccountRecords(sealer: Sealer, secrets: Secrets): AccountRecords {
  const sealed = sealedParts(sealer);
  const profileOfNobody = sealed.sealProfile(nobody, sampleOfNobody);
  const identifiedAsNobody = sealed.sealIdentification(nobody, identificationOfNobody);

  return {
    openExternalId: sealed.openExternalId,
    openProfile: sealed.openProfile,
    sealProfile: sealed.sealProfile,
    openIdentification: sealed.openIdentification,
    sealIdentification: sealed.sealIdentification,

    usernameKey: (username) => keysOfUsername(secrets, username)[0],
    identityKey: (identity) => keysOfIdentity(secrets, identity)[0],
    addressKeysOf: (profile) => addressKeysOf(secrets, profile).slice(0, 1),

    usernameKeys: (username) => keysOfUsername(secrets, username),
    identityKeys: (identity) => keysOfIdentity(secrets, identity),
    everyAddressKeyOf: (profile) => addressKeysOf(secrets, profile),
    eldersOf: (profile) =>
      hasOneIndexKey(secrets)
        ? []
        : [
            ...eldersOfUsername(secrets, profile.username),
            ...(lacksData(profile) ? [] : eldersOfIdentity(secrets, profile)),
            ...eldersOfAddress(secrets, profile),
          ],

    fieldsOf: (id, account) => fieldsOf(sealed, id, account),

    fieldsOfNobody: () =>
      fieldsOf(sealed, nobody, {
        profile: sampleOfNobody,
        passwordHash: hashOfNobody,
        passwordJudged: 'alone',
        status: 'disabled',
        createdAt: new Date(0),
        externalId: undefined,
        identification: identificationOfNobody,
      }),

    toAccount(id, fields, plusFields) {
      const account = id === nobody ? undefined : accountOf(sealed, id, fields, plusFields);
      if (!account) {
        // As much work as for somebody, so that the time tells nobody who has an account.
        sealed.openProfile(nobody, (id === nobody && fields.profile) || profileOfNobody);
        sealed.openIdentification(nobody, (id === nobody && fields.identified) || identifiedAsNobody);
      }
      return account;
    },
  };
}

/** Says nothing of a person, and imports write it by the million. */
const asNobody = 'nobody';

type SealedParts = ReturnType<typeof sealedParts>;

/** What of an account is sealed, each in its place. */
function sealedParts(sealer: Sealer) {
  const profilePlace = (id: string): string => `account:${id}:profile`;
  const externalIdPlace = (id: string): string => `account:${id}:external-id`;
  const identificationPlace = (id: string): string => `account:${id}:identified`;
  return {
    openProfile: (id: string, sealed: string): Profile =>
      openRecord(sealer, keptProfileSchema, sealed, profilePlace(id), `account ${id}`),
    sealProfile: (id: string, profile: Profile): string =>
      sealer.seal(JSON.stringify(profile), profilePlace(id)),
    openExternalId: (id: string, sealed: string): string => sealer.open(sealed, externalIdPlace(id)),
    sealExternalId: (id: string, externalId: string): string => sealer.seal(externalId, externalIdPlace(id)),
    openIdentification: (id: string, kept: string): Identification =>
      kept === asNobody
        ? unidentified
        : openRecord(
            sealer,
            identificationSchema,
            kept,
            identificationPlace(id),
            `identification of account ${id}`,
          ),
    sealIdentification: (id: string, identification: Identification): string =>
      identification.by === 'nobody'
        ? asNobody
        : sealer.seal(JSON.stringify(identification), identificationPlace(id)),
  };
}

function fieldsOf(
  { sealProfile, sealExternalId, sealIdentification }: SealedParts,
  id: string,
  account: NewAccount,
): Record<string, string> {
  const { profile, passwordHash, passwordJudged, status, createdAt, externalId } = account;
  return {
    profile: sealProfile(id, profile),
    password: passwordHash,
    password_judged: passwordJudged,
    status,
    created_at: createdAt.toISOString(),
    identified: sealIdentification(id, account.identification),
    ...(externalId && { external_id: sealExternalId(id, externalId) }),
    ...(account.isAnotherPerson && { another_person: '1' }),
    ...(account.isSecondAccount && { second_account: '1' }),
    ...(account.isByOwnWord && { own_word: '1' }),
  };
}

function accountOf(
  { openProfile, openExternalId, openIdentification }: SealedParts,
  id: string,
  fields: Record<string, string>,
  plusFields: readonly string[],
): Account | undefined {
  if (!fields.profile || !fields.password || !fields.created_at) {
    return undefined;
  }
  const hasApp = hasInUse(plusFields, 'authenticator');
  const hasPasskey = hasInUse(plusFields, 'passkey');
  const hasPlus = hasApp || hasPasskey;
  const resetAt = fields.reset_at ? Number(fields.reset_at) : undefined;
  return {
    id,
    profile: openProfile(id, fields.profile),
    passwordHash: fields.password,
    passwordJudged: judgementOf(fields),
    status: accountStatuses.find((status) => status === fields.status) ?? 'disabled',
    createdAt: new Date(fields.created_at),
    externalId: fields.external_id ? openExternalId(id, fields.external_id) : undefined,
    identification: fields.identified ? openIdentification(id, fields.identified) : undefined,
    isAnotherPerson: fields.another_person === '1',
    isSecondAccount: fields.second_account === '1',
    isByOwnWord: fields.own_word === '1',
    madeBy: makersIn(fields),
    sessionsEndedAt: Number(fields.sessions_ended_at ?? 0),
    lastSignedInAt: fields.signed_in_at ? new Date(Number(fields.signed_in_at)) : undefined,
    closesAt: fields.closes_at ? new Date(Number(fields.closes_at)) : undefined,
    hasPlus,
    hasApp,
    hasPasskey,
    waitsUntil: recoveryWait(resetAt, !hasPlus && isAnyFrozen(plusFields)),
  };
}

/** What was set before this was remembered was judged by our rules, unless it came with an import. */
function judgementOf(fields: Record<string, string>): Account['passwordJudged'] {
  const remembered = passwordJudgements.find((judged) => judged === fields.password_judged);
  return remembered ?? (fields.external_id ? 'never' : 'alone');
}

const madeBy = 'made_by:';

function makersIn(fields: Record<string, string>): string[] {
  return Object.keys(fields)
    .filter((field) => field.startsWith(madeBy))
    .map((field) => field.slice(madeBy.length));
}

/** Of the fields of a plus: at least one authenticator that its owner did not disown. */
function hasInUse(fields: readonly string[], kind: 'authenticator' | 'passkey'): boolean {
  const head = plusField(kind);
  const ids = fields.filter((field) => field.startsWith(head)).map((field) => field.slice(head.length));
  return ids.some((id) => !fields.includes(plusField('frozen', id)));
}

function isAnyFrozen(fields: readonly string[]): boolean {
  return fields.some((field) => field.startsWith(plusField('frozen')));
}
