/**
 * Which secrets the store knows: a keyed hash of each, which says nothing of it. With another pepper nobody's password is right, with
 * another index key nobody is found and everybody can be imported twice, and both would look as if all were well.
 */
import type { Secrets } from '../../configuration/secrets.ts';
import { newestIndexKey } from '../index-key.ts';
import { keyedHash } from '../keyed-hash.ts';
import { type Finding, wrong } from './finding.ts';

/** Fields of the installation's record. */
export type Fields = Readonly<Record<string, string>>;

/** Each is there as long as anything was made with it: the pepper, until no password is hashed by it any more. */
const lasting = ['password_pepper', 'index_key', 'subject_key'] as const;
const sealingField = 'sealing_key:';
const cookieField = 'cookie_keys';

/** As they are written at the first start. */
export function fingerprintsOf(secrets: Secrets): { once: Fields; anew: Fields } {
  const once = lasting.map((name) => [name, fingerprint(secrets[name], name)]);
  const [first] = secrets.sealing_keys;
  const sealing = first ? { [`${sealingField}${first.kid}`]: fingerprint(first.key, sealingField) } : {};
  return {
    once: { ...Object.fromEntries(once), ...sealing },
    anew: { [cookieField]: cookiesOf(secrets).join(' ') },
  };
}

/** Whether the store knows all of it already, as it does but for the first start and after a change. */
export function isKnown(secrets: Secrets, known: Fields): boolean {
  const { once, anew } = fingerprintsOf(secrets);
  return (
    known.id !== undefined &&
    Object.entries({ ...once, ...anew }).every(
      ([name, value]) => known[name] === value || isNewer(secrets, name, known[name]),
    )
  );
}

/** Of the keys that seal something, all but the first: what they sealed was sealed anew. */
export function staleSealingFields(known: Fields, kid: string): string[] {
  return Object.keys(known).filter(
    (name) => name.startsWith(sealingField) && name !== `${sealingField}${kid}`,
  );
}

/** @param known what the store knows; empty at the first start */
export function secretsFindings(secrets: Secrets, known: Fields): Finding[] {
  return [
    ...lastingFindings(secrets, known),
    ...sealingFindings(secrets, known),
    ...cookieFindings(secrets, known),
  ];
}

const consequences: Readonly<Record<(typeof lasting)[number], string>> = {
  password_pepper: 'every password would be wrong',
  index_key: 'no user name would be found, and everybody could be imported twice',
  subject_key: 'every relying party would see strangers',
};

/** What the store knows once no password is hashed by an older one. */
export function newestPepper(secrets: Secrets): Fields {
  const name = 'password_pepper';
  return { [name]: fingerprint(secrets.newer_peppers.at(-1)?.key ?? secrets.password_pepper, name) };
}

/** What the store knows once nothing is found by an older one. */
export function newestIndexKeyOf(secrets: Secrets): Fields {
  const name = 'index_key';
  return { [name]: fingerprint(newestIndexKey(secrets), name) };
}

/** Of those whose elders may go, once the store says so. */
function isNewer(secrets: Secrets, name: string, kept: string | undefined): boolean {
  const newer: Record<string, Secrets['newer_peppers']> = {
    password_pepper: secrets.newer_peppers,
    index_key: secrets.newer_index_keys,
  };
  return (newer[name] ?? []).some(({ key }) => fingerprint(key, name) === kept);
}

function lastingFindings(secrets: Secrets, known: Fields): Finding[] {
  return lasting
    .filter((name) => known[name] !== undefined && known[name] !== fingerprint(secrets[name], name))
    .filter((name) => !isNewer(secrets, name, known[name]))
    .map((name) =>
      wrong(
        `secrets file: ${name} is another than the one that this store was made with, so ${consequences[name]}; put the right secrets file back, or correct KAPU_REDIS_URL`,
      ),
    );
}

/** A key that sealed something is needed until `kapu keys reseal` has said that it is not. */
function sealingFindings({ sealing_keys: keys }: Secrets, known: Fields): Finding[] {
  return Object.entries(known)
    .filter(([name]) => name.startsWith(sealingField))
    .flatMap(([name, kept]) => {
      const kid = name.slice(sealingField.length);
      const key = keys.find((one) => one.kid === kid);
      if (!key) {
        return [
          wrong(
            `secrets file: sealing_keys lack ${kid}, which has sealed what is stored; put it back behind the first, until kapu keys reseal says that it is not in use`,
          ),
        ];
      }
      return fingerprint(key.key, sealingField) === kept
        ? []
        : [
            wrong(
              `secrets file: the key ${kid} of sealing_keys is another than the one of this name that has sealed what is stored; put that one back, and give a new key a new kid`,
            ),
          ];
    });
}

function cookieFindings(secrets: Secrets, known: Fields): Finding[] {
  const kept = known[cookieField]?.split(' ');
  return !kept || cookiesOf(secrets).some((one) => kept.includes(one))
    ? []
    : [
        wrong(
          'secrets file: cookie_keys have none that the other nodes know; put one of theirs behind the first, and take it away later',
        ),
      ];
}

function cookiesOf({ cookie_keys: keys }: Secrets): string[] {
  return keys.map((key) => fingerprint(Buffer.from(key), cookieField));
}

function fingerprint(key: Buffer, name: string): string {
  return keyedHash(key, 'fingerprint', name);
}
