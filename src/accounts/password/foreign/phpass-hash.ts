/** phpass, "portable hashes": `$P$…` of WordPress before 6.8, `$H$…` of phpBB. MD5 of what came before and the password, over and over. */
import { createHash } from 'node:crypto';
import { setImmediate as turnOfOthers } from 'node:timers/promises';
import { written } from './crypt-hash.ts';
import { malformed, type ParseHash, tooExpensive, usable } from './foreign-hash.ts';
import { seesAll } from './sight.ts';

const kind = 'phpass';
const alphabet = './0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** Powers of two. */
const least = 7;
const most = 18;
const roundsPerHashOfOurs = 20_000;
const roundsInOneRun = 2048;

export const parsePhpass: ParseHash = (text) => {
  const [, beginning, count = '', salt, digest] =
    /^(\$[PH]\$([./0-9A-Za-z])([./0-9A-Za-z]{8}))([./0-9A-Za-z]{22})$/.exec(text) ?? [];
  if (!beginning || !salt || !digest) {
    return undefined;
  }
  const power = alphabet.indexOf(count);
  if (power < least) {
    return malformed(kind);
  }
  if (power > most) {
    return tooExpensive(kind);
  }
  return usable({
    kind,
    encoded: text,
    work: 2 ** power / roundsPerHashOfOurs,
    isSlow: false,
    sees: seesAll,
    derive: (password) => phpass(password, salt, 2 ** power),
    digest: Buffer.from(digest),
    recipe: `${beginning}${'.'.repeat(digest.length)}`,
  });
};

async function phpass(password: string, salt: string, rounds: number): Promise<Buffer> {
  let running = createHash('md5').update(salt).update(password).digest();
  for (let round = 0; round < rounds; round += 1) {
    if (round % roundsInOneRun === roundsInOneRun - 1) {
      await turnOfOthers();
    }
    running = createHash('md5').update(running).update(password).digest();
  }
  return Buffer.from(written(running, order));
}

/** Three bytes at a time, the first one lowest. */
const order = [[2, 1, 0], [5, 4, 3], [8, 7, 6], [11, 10, 9], [14, 13, 12], [15]];
