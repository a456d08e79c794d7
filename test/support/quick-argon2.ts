/**
 * Argon2id that costs nothing, for tests that are not about hashing: a quarter of all the work of the suite was honest hashes of test
 * citizens. What it stores says today's parameters, so that nothing is hashed anew; a shorter output tells its hashes from real ones,
 * which programs of their own make (`kapu`, nodes in processes) and which are verified as what they are.
 */
import { hash, verify } from '@node-rs/argon2';
import { type Argon2Binding, loadNodeRsArgon2 } from '../../src/accounts/password/argon2.ts';

const quick = { algorithm: 2, memoryCost: 64, timeCost: 1, parallelism: 1, outputLen: 24 } as const;
const quickParameters = '$m=64,t=1,p=1$';
const saidParameters = '$m=19456,t=2,p=1$';
/** 24 bytes in base64. */
const quickHash = /\$[\w+/]{32}$/;

export async function quickArgon2(): Promise<Argon2Binding> {
  const real = await loadNodeRsArgon2();
  return {
    async hash(password, pepper) {
      return (await hash(password, { ...quick, secret: pepper })).replace(quickParameters, saidParameters);
    },
    verify(phc, password, pepper) {
      return quickHash.test(phc)
        ? verify(phc.replace(saidParameters, quickParameters), password, { ...quick, secret: pepper })
        : real.verify(phc, password, pepper);
    },
    derive: real.derive,
  };
}
