/** The registry of clients, and how far an operator's long commands have come. */
import { atMost, days, entry, forEver, until } from './entry.ts';

export const clientKey = entry({
  pattern: 'client:{<client id>}',
  type: 'hash',
  holds:
    'a client: metadata, hashes of its secrets, status; with its version, and the picture of its logo, 50 kB at most',
  of: 'client',
  sealed: 'partly: the picture is public, and held to a digest in the sealed record',
  lives: until('until it is removed'),
  causedBy: ['operator', 'program'],
});

/** Ids stay after a removal: which of two changes came last, two keys could not tell. */
export const clientIdsKey = entry({
  pattern: 'clients',
  type: 'zset',
  holds: 'every id of a client, also of those that were removed',
  of: 'installation',
  sealed: 'not: client ids',
  lives: forEver,
  causedBy: ['operator', 'program'],
});

const refused = {
  type: 'stream',
  sealed: 'not: what a relying party was told, and references of requests',
  lives: atMost(days(30), 'from the last refusal; fifty kinds of them at most'),
  causedBy: ['nobody', 'program'],
} as const;

/** Its developer asks why, with the reference of an answer. */
export const refusedRequestsKey = entry({
  ...refused,
  pattern: 'refused-requests:{<client id>}',
  holds: 'the last refused requests of a client, those of one kind together',
  of: 'client',
});

export const refusedRequestsOfNobodyKey = entry({
  ...refused,
  pattern: 'refused-requests-of-nobody',
  holds: 'the same of clients that nobody registered',
  of: 'installation',
});

export const importKey = entry({
  pattern: 'import:{<hash>}',
  type: 'string',
  holds: 'how far an import has come, by the hash of its file',
  of: 'installation',
  sealed: 'not: counts',
  lives: atMost(days(30)),
  causedBy: ['operator'],
});

export const resealKey = entry({
  pattern: 'reseal:{progress}',
  type: 'string',
  holds: 'how far sealing anew has come',
  of: 'installation',
  sealed: 'not: counts, and names of keys',
  lives: atMost(days(30)),
  causedBy: ['operator'],
});

/** Compared with the secrets file of whoever comes: with other ones nobody's password is right, and nobody is found. */
export const installationKey = entry({
  pattern: 'installation',
  type: 'hash',
  holds: 'which installation this is, a keyed hash of each of its secrets, and since when newer ones count',
  of: 'installation',
  sealed: 'hashes only',
  lives: forEver,
  causedBy: ['operator', 'node'],
});

/** Under one key AES-GCM with random nonces is safe for 2³² times (NIST SP 800-38D §8.3). */
export const sealingUsesKey = entry({
  pattern: 'sealing-uses',
  type: 'hash',
  holds: 'how often each sealing key has sealed, by its name',
  of: 'installation',
  sealed: 'not: counts, and names of keys',
  lives: forEver,
  causedBy: ['operator', 'node'],
});
