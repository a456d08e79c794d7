/** V11 Cryptography. */
import { type Chapter, decided, met, notApplicable, said, test } from './requirement.ts';

const sealed = test('storage/sealed', 'does not open when any byte of it was changed');

export const cryptography: Chapter = {
  '11.1.1': met(
    'documented: how keys are made, kept, changed and ended',
    said('inventories', 'Keys and algorithms'),
  ),
  '11.1.2': met(
    'documented: every key and algorithm, and what for',
    said('inventories', 'Keys and algorithms'),
  ),
  '11.2.1': met(
    'no cryptography of our own',
    test('docs/asvs-sources', 'cryptography is Node’s, jose’s and Argon2’s'),
  ),
  '11.2.2': met(
    'everything can be exchanged: algorithms and keys',
    test(
      'flows/changed-secrets',
      'sealing and cookie keys change in three steps: nobody is signed out, and at the end the old one is not needed',
    ),
    test(
      'flows/changed-secrets',
      'the pepper changes at an instant: whoever signs in is hashed by the new one, and at the end the old one is not needed',
    ),
    test('flows/changed-secrets', 'a newer subject key names whoever comes later, and renames nobody'),
    test(
      'flows/changed-index-key',
      'everybody is found on, and when all is brought over the old key is not needed',
    ),
    test(
      'flows/changed-index-key',
      'no name and no person is taken twice, whichever key counts at the node that takes it',
    ),
  ),
  '11.2.3': met(
    '128 bits of strength everywhere',
    test('docs/asvs-sources', 'keys of ours have 128 bits of strength: RSA has 3,072, everything else 256'),
  ),
  '11.3.1': met('no weak modes or paddings', sealed),
  '11.3.2': met(
    'approved ciphers: AES-GCM',
    test('storage/sealed', 'does not show what it holds, and looks different every time'),
  ),
  '11.3.3': met(
    'what is encrypted cannot be changed or moved',
    sealed,
    test('storage/sealed', 'does not open in another place'),
  ),
  '11.4.1': decided(
    'no outdated hash functions',
    'SHA-1 is in three places where its collisions matter to nobody: HMAC in TOTP, since apps know nothing else (RFC 6238); the order of the list of breached passwords; hashes of a former system, until their owner signs in (decision 13).',
    'the operator who imports weak hashes',
  ),
  '11.4.2': met(
    'passwords are kept by a slow, approved function',
    test(
      'accounts/password/foreign-hash',
      'leaves nothing of its digest, and still says how much of a password it sees',
    ),
    test(
      'cli/import',
      'citizens sign in with the password of the old system, whatever hashed it, and have a hash of ours from then on',
    ),
  ),
  '11.4.3': met(
    'hashes that signatures rest on have 256 bits',
    test('audit/tampering', 'a chain computed anew behind a change does not fit the checkpoints'),
  ),
  '11.4.4': notApplicable('keys made of passwords', 'There are none.'),
  '11.5.1': decided(
    'what must not be guessed has 128 bits of chance',
    'Everything that programs carry has: sessions, codes, tokens, ids of sign-ins. What people type has less and few tries: activation codes 60 bits, codes that are sent 36, codes of devices 34, each with the chance that is published in the limits.',
    'bounded by the limits: see *Guessing*',
  ),
  '11.6.1': decided(
    'approved algorithms for keys and signatures',
    'ECDSA and EdDSA, RSA with PSS; RSASSA-PKCS1-v1_5 (RS256) is offered as OpenID Connect Core §3.1.3.7 demands, and signs for whoever registers it.',
    'the relying party that registers RS256',
  ),
};
