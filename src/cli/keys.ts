/** `kapu keys`: the signing keys, in use on all nodes without a restart. */
import { type Command, Option } from 'commander';
import { ConfigurationError } from '../errors.ts';
import { openHsm } from '../hsm/hsm.ts';
import { createFirstSigningKeys } from '../oidc/keys/first-signing-keys.ts';
import {
  type KeyState,
  keyTiming,
  type SigningAlgorithm,
  signingAlgorithms,
  stateOf,
  waitInMilliseconds,
} from '../oidc/keys/signing-key.ts';
import { createSigningKeyHome, type SigningKeyHome } from '../oidc/keys/signing-key-home.ts';
import { createSigningKeyStore, type RingKey, type SigningKeyStore } from '../oidc/keys/signing-key-store.ts';
import { createSealer } from '../storage/sealed.ts';
import { withCommandContext } from './command-context.ts';
import { addIndexCommand } from './index-command.ts';
import { print } from './output.ts';
import { addPeppersCommand } from './peppers-command.ts';
import { addResealCommand } from './reseal/reseal-command.ts';

export function addKeyCommands(program: Command): void {
  const keys = program
    .command('keys')
    .description(
      'The keys that sign tokens, on every running node within a second; and sealing anew what is stored.',
    );

  keys
    .command('list')
    .description(
      'Lists the keys, eldest first: algorithm, id, state, until when, when it was made, where it lives, separated by tabs.',
    )
    .addHelpText(
      'after',
      `
published   in the JWKS, so that relying parties learn it; signs from the instant shown
signing     signs new tokens
retired     signs nothing; in the JWKS until the instant shown, when nothing that it signed is of use any more

store       the private key is sealed in the store
hsm         it is in the hardware security module alone`,
    )
    .action(() => withKeys(list));

  keys
    .command('rotate')
    .description('Makes new keys. They sign as soon as every relying party may know them.')
    .addOption(
      new Option('--alg <algorithm>', 'only this one (all if absent)').choices([...signingAlgorithms]),
    )
    .addHelpText(
      'after',
      `
The new key is published at once and signs after ${minutes(waitInMilliseconds(keyTiming))} minutes, by itself. The old one stays published until nothing
that it signed is of use, and then goes by itself. Nobody is signed out and no verification fails.

Where a new key waits already, no other is made, however often and wherever the command is given.`,
    )
    .action(({ alg }: { alg?: SigningAlgorithm }) =>
      withHome((store, home) => rotate(store, home, alg ? [alg] : signingAlgorithms)),
    );

  keys
    .command('retire')
    .description('Removes a key AT ONCE: for one that was stolen. Tokens that it signed are worth nothing.')
    .argument('<kid>', 'id as listed')
    // An id may begin with a hyphen.
    .allowUnknownOption()
    .addHelpText(
      'after',
      `
Within a second no node signs with it or publishes it. If it was signing, the next one that waits takes over at once,
or else a new key. Relying parties that keep the JWKS trust the removed key for at most ${keyTiming.jwksMaxAgeInSeconds / 60} minutes more, and those that do not
look again when they meet an unknown key may refuse new tokens for as long. For an ordinary change use "kapu keys rotate".`,
    )
    .action((kid: string) => withHome((store, home) => retire(store, home, kid)));

  addResealCommand(keys);
  addPeppersCommand(keys);
  addIndexCommand(keys);
}

function withKeys(work: (store: SigningKeyStore) => Promise<void>): Promise<void> {
  return withCommandContext(({ store, config }) =>
    work(createSigningKeyStore(store, createSealer(config.secrets.sealing_keys))),
  );
}

/** Where new keys are made. */
function withHome(work: (store: SigningKeyStore, home: SigningKeyHome) => Promise<void>): Promise<void> {
  return withCommandContext(async ({ store, config }) => {
    const hsm = config.hsm && (await openHsm(config.hsm));
    try {
      const keys = createSigningKeyStore(store, createSealer(config.secrets.sealing_keys));
      await work(keys, createSigningKeyHome(hsm, config.hsm?.without));
    } finally {
      await hsm?.close();
    }
  });
}

async function list(store: SigningKeyStore): Promise<void> {
  const { keys } = await store.read();
  const { now } = await store.glance();
  const eldestFirst = keys.toSorted((one, other) => one.madeAt.getTime() - other.madeAt.getTime());
  for (const key of eldestFirst) {
    const state = stateOf(key, keys, now, keyTiming);
    print(
      [key.alg, key.kid, state.kind, untilWhen(state), key.madeAt.toISOString(), whereIs(key)].join('\t'),
    );
  }
  if (keys.length === 0) {
    process.stderr.write('there is none yet: the first node that starts makes them\n');
  }
}

function untilWhen(state: KeyState): string {
  switch (state.kind) {
    case 'published':
      return state.signsFrom.toISOString();
    case 'retired':
      return state.goneAt.toISOString();
    default:
      return '-';
  }
}

function whereIs({ privateKey }: RingKey): string {
  return privateKey.hsm === undefined ? 'store' : 'hsm';
}

async function rotate(
  store: SigningKeyStore,
  home: SigningKeyHome,
  algorithms: readonly SigningAlgorithm[],
): Promise<void> {
  await createFirstSigningKeys(store, home);
  for (const alg of algorithms) {
    const key = await home.make(alg);
    const { kind, kid, signsFrom } = await store.add(key, waitInMilliseconds(keyTiming));
    await (kind === 'added' || home.discard(key));
    const words = kind === 'added' ? 'published, signs from' : 'was waiting already, signs from';
    print(`${alg}\t${kid}\t${words} ${signsFrom.toISOString()}`);
  }
}

async function retire(store: SigningKeyStore, home: SigningKeyHome, kid: string): Promise<void> {
  const { keys } = await store.read();
  const key = keys.find((candidate) => candidate.kid === kid);
  const replacement = key && (await home.make(key.alg));
  const removal = replacement && (await store.remove(kid, replacement));
  if (replacement && !(removal?.kind === 'replaced' && removal.by === replacement.kid)) {
    await home.discard(replacement);
  }
  if (!removal || removal.kind === 'unknown') {
    throw new ConfigurationError(`there is no key ${kid}; see kapu keys list`);
  }
  print(`${kid} is gone from every node within a second`);
  if (removal.kind === 'replaced') {
    print(`${removal.by} signs in its place`);
  }
}

function minutes(milliseconds: number): number {
  return milliseconds / 60_000;
}
