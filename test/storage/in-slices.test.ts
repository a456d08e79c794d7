/** Lua's stack holds about 8,000 values: what a script hands to a command must be bounded, or go in slices. */
import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { inSlices } from '../../src/storage/in-slices.ts';

/** How often a script unpacks what is bounded, and by what. */
const bounded: Readonly<Record<string, [times: number, why: string]>> = {
  'src/storage/in-slices.lua': [2, 'a thousand at a time'],
  'src/storage/request/write-together.lua': [1, 'fields of one write: schemas bound them'],
  'src/storage/request/read-together.lua': [1, 'a command with the names of fields of one read'],
  'src/storage/request/write-kinds.lua': [2, 'two fields; keys of one write'],
  'src/oidc/records/put-record.lua': [2, 'fields of a record: its schema bounds them; two fields'],
  'src/oidc/records/use/first-use.lua': [1, 'three fields'],
  'src/oidc/records/put-decision.lua': [1, 'fields of a record: its schema bounds them'],
  'src/audit/record-one.lua': [4, 'four fields; what is written of one entry'],
  'src/passkeys/spend-passkey.lua': [1, 'three fields'],
  'src/throttle/failures/begin-attempt.lua': [4, 'slots of a ledger, some eighty at most; two fields'],
  'src/throttle/failures/forget-failures.lua': [2, 'two slots, and rows, of a ledger'],
  'src/throttle/windows/give-back.lua': [1, 'counters of a limit: four at most'],
  'src/throttle/windows/take.lua': [1, 'counters of a step: eight at most'],
  'src/totp/authenticators/forget-authenticator.lua': [1, 'ids of apps and passkeys of an account'],
  'src/totp/authenticators/spend-time-step.lua': [2, 'four fields; what is written of one code'],
  'src/audit/chain/chain-pending-events.lua': [3, 'a head; an entry; as many entries as a round takes'],
  'src/wallet/issuing/keep-issuance.lua': [1, 'four fields of an account'],
  'src/wallet/issuing/take-offer.lua': [1, 'two fields'],
  'src/cli/reseal/replace-sealed-entries.lua': [1, 'fields of an entry'],
  'src/cli/reseal/replace-month.lua': [1, 'fields of an entry'],
  'src/accounts/add-account.lua': [1, 'fields of an account'],
  'src/accounts/desk/register-account.lua': [1, 'fields of an account'],
  'src/accounts/import/import-accounts.lua': [
    4,
    'fields of an account, and of five apps and ten passkeys at most; a line, and how it was decided',
  ],
  'src/accounts/contact/take-in-address.lua': [1, 'three fields'],
  'src/accounts/index-identity.lua': [1, 'two fields'],
  'src/accounts/recovery/activate-account.lua': [1, 'three fields'],
  'src/accounts/recovery/give-back-account.lua': [1, 'two fields'],
};

it('no script unpacks more than is bounded', () => {
  const found = globSync('src/**/*.lua').flatMap((path) => {
    const code = readFileSync(path, 'utf8').replace(/--.*$/gm, '');
    const times = code.match(/\bunpack\b/g)?.length ?? 0;
    return times > 0 ? [[path, times] as const] : [];
  });
  const allowed = Object.entries(bounded).map(([path, [times]]) => [path, times]);
  expect(found.sort()).toEqual(allowed.sort());
});

/** A `...` that a command of the store, or of a connection beside it, is given: how many there may be, in words. */
const boundedSpreads: Readonly<Record<string, string>> = {
  'src/oidc/records/citizen-index-store.ts': 'claims, which are a fixed list; a slice',
  'src/storage/redis.ts': 'keys and arguments of a script, each of which stands in the list above',
  'src/storage/verification/installation-store.ts': 'fingerprints of the keys in the secrets file',
  'src/audit/checkpoints/checkpoint-key-store.ts': 'a name and a sealed key',
  'src/audit/checkpoints/checkpoint-store.ts': 'LIMIT and its numbers',
  'src/cli/reseal/reseal-month.ts': 'fields of an entry',
  'src/storage/news/news.ts': 'channels, one of each queue and of what is remembered',
  'src/storage/backup/snapshot.ts': 'no command: options of a connection',
  'src/storage/backup/put-back.ts': 'what one step of a walk found',
  'src/wallet/subjects/wallet-subject-store.ts': 'hashes of one subject under each index key',
};

it('no command is given as much as there is', () => {
  const given = /\b(store|multi|batch|connection)\s*\.\w+\([^;]*?\.\.\./;
  const found = globSync('src/**/*.ts').filter((path) => {
    const code = readFileSync(path, 'utf8');
    return code.split(/;|\n\n/).some((sentence) => given.test(sentence));
  });
  expect(found.sort()).toEqual(Object.keys(boundedSpreads).sort());
});

describe('in slices', () => {
  it.each([
    [0, []],
    [1000, [1000]],
    [2500, [1000, 1000, 500]],
  ])('%i go, each once and in order', async (howMany, sizes) => {
    const members = Array.from({ length: howMany }, (_, member) => member);
    const slices: (readonly number[])[] = [];
    await inSlices(members, async (slice) => slices.push(slice));
    expect(slices.map(({ length }) => length)).toEqual(sizes);
    expect(slices.flat()).toEqual(members);
  });
});
