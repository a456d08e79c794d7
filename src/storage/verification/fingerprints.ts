/**
 * Which secrets the store knows: a keyed hash of each, which says nothing of it. With another pepper nobody's password is right, with
 * another index key nobody is found and everybody can be imported twice, and both would look as if all were well.
 */
import type { Secrets, Successors } from '../../configuration/secrets.ts';
import { keyedHash } from '../keyed-hash.ts';
import { type Finding, wrong } from './finding.ts';

/** Fields of the installation's record. */
export type Fields = Readonly<Record<string, string>>;

/** Each is there as long as anything was made with it: the pepper, until no password is hashed by it any more. */
const lasting = ['password_pepper', 'index_key', 'subject_key'] as const;
const sealingField = 'sealing_key:';
const cookieField = 'cookie_keys';

type Lasting = (typeof lasting)[number];

/** Where their successors stand in the secrets file. */
const successors = {
  password_pepper: 'newer_peppers',
  index_key: 'newer_index_keys',
  subject_key: 'newer_subject_keys',
} as const satisfies Record<Lasting, keyof Secrets>;

function successorsOf(secrets: Secrets, name: Lasting): Successors {
  return secrets[successors[name]];
}

/** As they are written at the first start. */
export function fingerprintsOf(secrets: Secrets): { once: Fields; anew: Fields } {
  const once = lasting.map((name) => [name, fingerprint(secrets[name], name)]);
  const [first] = secrets.sealing_keys;
  const sealing = first ? { [`${sealingField}${first.kid}`]: fingerprint(first.key, sealingField) } : {};
  return {
    once: { ...Object.fromEntries(once), ...sealing },
    anew: { [cookieField]: cookiesOf(secrets).join(' '), ...instantsOfSuccessors(secrets) },
  };
}

/** Of each successor since when it counts: from then on nobody comes without it. */
function instantsOfSuccessors(secrets: Secrets): Fields {
  const fields = lasting.flatMap((name) =>
    successorsOf(secrets, name).map(({ key, since }) => [successorField(name, key), since.toISOString()]),
  );
  return Object.fromEntries(fields);
}

function successorField(name: Lasting, key: Buffer): string {
  return `${successors[name]}:${fingerprint(key, name)}`;
}

/** Until when successors of it are not needed any more, since an operator was told that the one of then is enough. */
function sinceField(name: Lasting): string {
  return `${name} since`;
}

/** Successors that the store knows and this secrets file lacks. */
function lackingSuccessors(
  secrets: Secrets,
  known: Fields,
): { name: Lasting; field: string; since: string }[] {
  return lasting.flatMap((name) => {
    const keys = [secrets[name], ...successorsOf(secrets, name).map(({ key }) => key)];
    const own = keys.map((key) => successorField(name, key));
    return Object.entries(known)
      .filter(([field]) => field.startsWith(`${successors[name]}:`) && !own.includes(field))
      .filter(([, since]) => since > (known[sinceField(name)] ?? ''))
      .map(([field, since]) => ({ name, field, since }));
  });
}

/** Of successors that were planned, and given up before their instant. @param now by the store's clock */
export function plansGivenUp(secrets: Secrets, known: Fields, now: Date): string[] {
  return lackingSuccessors(secrets, known)
    .filter(({ since }) => since > now.toISOString())
    .map(({ field }) => field);
}

/** Whether the store knows all of it already, as it does but for the first start and after a change. */
export function isKnown(secrets: Secrets, known: Fields, now: Date): boolean {
  const { once, anew } = fingerprintsOf(secrets);
  return (
    known.id !== undefined &&
    plansGivenUp(secrets, known, now).length === 0 &&
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

/**
 * @param known what the store knows; empty at the first start
 * @param now by the store's clock
 */
export function secretsFindings(secrets: Secrets, known: Fields, now: Date): Finding[] {
  return [
    ...lastingFindings(secrets, known),
    ...successorFindings(secrets, known, now),
    ...sealingFindings(secrets, known),
    ...cookieFindings(secrets, known),
  ];
}

const consequences: Readonly<Record<Lasting, string>> = {
  password_pepper: 'every password would be wrong',
  index_key: 'no user name would be found, and everybody could be imported twice',
  subject_key: 'every relying party would see strangers',
};

/** What the store knows once no password is hashed by an older one. */
export function newestPepper(secrets: Secrets): Fields {
  return newestOf(secrets, 'password_pepper');
}

/** What the store knows once nothing is found by an older one. */
export function newestIndexKeyOf(secrets: Secrets): Fields {
  return newestOf(secrets, 'index_key');
}

function newestOf(secrets: Secrets, name: Lasting): Fields {
  const newest = successorsOf(secrets, name).at(-1);
  return {
    [name]: fingerprint(newest?.key ?? secrets[name], name),
    ...(newest && { [sinceField(name)]: newest.since.toISOString() }),
  };
}

/** Of those whose elders may go, once the store says so. */
function isNewer(secrets: Secrets, name: string, kept: string | undefined): boolean {
  return (['password_pepper', 'index_key'] as const).some(
    (one) => one === name && successorsOf(secrets, one).some(({ key }) => fingerprint(key, one) === kept),
  );
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

/** What was made with one that counts would be lost without a word, also where a file of before is put back. */
function successorFindings(secrets: Secrets, known: Fields, now: Date): Finding[] {
  return lackingSuccessors(secrets, known)
    .filter(({ since }) => since <= now.toISOString())
    .map(({ name, since }) =>
      wrong(
        `secrets file: ${successors[name]} lack one that counts since ${since}, without which ${consequences[name]}; put it back`,
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
