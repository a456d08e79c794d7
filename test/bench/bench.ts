/**
 * `node test/bench/bench.ts`: what the provider can do, measured against what this very machine can do in the same minute.
 * Three short rounds; in each the reference is measured before and after, so that a drift of the machine cancels.
 */
import { parseArgs } from 'node:util';
import { atRestInWords, measureAtRest } from './at-rest.ts';
import { auditInWords, measureAudit } from './audit.ts';
import { backupInWords, measureBackup } from './backup.ts';
import { besideInWords, measureBeside } from './beside/beside.ts';
import { boundsInWords, measureBounds } from './bounds.ts';
import { createCitizens } from './citizens.ts';
import { countryInWords, measureCountry } from './country.ts';
import { duplicatesInWords, measureDuplicates } from './duplicates.ts';
import { createExperiments, type Experiments } from './experiments.ts';
import { measureFlood } from './flood/flood.ts';
import { floodInWords, refusedGuessesInWords } from './flood/flood-report.ts';
import { measureRefusedGuesses } from './flood/refused-guesses.ts';
import { measureImport } from './import.ts';
import { comparedInWords, compareImports } from './import-against.ts';
import { importFiguresOf, importInWords } from './import-report.ts';
import { type Installation, type OnStop, startInstallation } from './installation.ts';
import { usageOf } from './node-process.ts';
import { measurePasskeys, type PasskeyFigures, passkeysInWords } from './passkeys.ts';
import { measureQuestions, questionsInWords } from './questions.ts';
import { type Figures, figuresOf, inWords, type Round, type Run } from './report.ts';
import { measureSignatures, signaturesInWords } from './signatures.ts';
import { measureWallet, walletInWords } from './wallet.ts';

const usage = `Measures the provider under load, an import and what wallets cost, as built for production. About two minutes.

  --seconds N     length of each measurement, of which there are twelve (4)
  --only PART     "sign-ins" (with the refreshes), "passkeys", "import", "audit", "wallet", or "bounds" (what anybody can make us keep);
                  only when asked for: "signatures" (of keys in a hardware security module, which SoftHSM plays), "flood" (known devices in a flood of wrong passwords), "refusals" (a million refused guesses),
                  "duplicates" (an import in which one line in a hundred is a person who has an account)
                  "at-rest" (what is installed, and what a node of it takes before anybody comes)
                  "backup" (of --accounts accounts while people sign in, and its restore)
                  "import-against" (the same lines imported by this version and by the one in --against, in turns)
                  "questions" (userinfo and introspections, beside a bare engine)
                  "country" (a sign-in among --accounts accounts beside one among few, and what a citizen takes of Redis)
                  "beside" (sign-ins, refreshes and load of this version and of the one in --against, in turns)
  --accounts N    lines of such an import, or accounts of such a backup (1000000)
  --against DIR   another version, built
  --picture FILE  draws throughput and latency against load (of "beside") as an SVG
  --json          prints the figures as JSON
  --profile DIR   leaves a CPU profile of the provider in DIR (profiling slows it down)
  --help
`;

const numberOfRounds = 3;
const warmUpInSeconds = 2;
/** V8 still compiles after a thousand sign-ins. */
const signInWarmUpInSeconds = 8;

/** What was started so far, to be undone in the opposite order. */
const undos: (() => unknown)[] = [];

async function measureSignIns({ seconds, signal, profileDirectory, onStop }: Conditions): Promise<Figures> {
  say('starting Redis, one node, a bare oidc-provider');
  const installation = await startInstallation(onStop, signal, { profileDirectory });
  try {
    return figuresOf(await measureAll(installation, seconds, signal));
  } catch (error) {
    throw await installation.explain(error);
  }
}

async function measureAll(installation: Installation, seconds: number, signal: AbortSignal): Promise<Run> {
  const citizens = await createCitizens(installation.config, installation.store);
  const experiments = createExperiments(installation, citizens, signal);

  say('warming up');
  await experiments.hashing(warmUpInSeconds);
  await experiments.signIns(signInWarmUpInSeconds);
  await experiments.refreshes(warmUpInSeconds);
  await experiments.bareRefreshes(warmUpInSeconds);
  const rounds: Round[] = [];
  for (let round = 1; round <= numberOfRounds; round += 1) {
    say(`round ${round} of ${numberOfRounds}`);
    rounds.push(await measureRound(experiments, seconds));
  }
  const signInsOneByOne = await experiments.signIns(warmUpInSeconds, 1);
  const { peakMemoryInMiB } = usageOf(installation.kapu.process.pid);
  return { secondsEach: seconds, rounds, signInsOneByOne, providerPeakMemoryInMiB: peakMemoryInMiB };
}

async function measureRound(experiments: Experiments, seconds: number): Promise<Round> {
  const { hashing, signIns, refreshes, bareRefreshes } = experiments;
  const [hashingBefore, measuredSignIns, hashingAfter] = [
    await hashing(seconds / 2),
    await signIns(seconds),
    await hashing(seconds / 2),
  ];
  const [bareBefore, measuredRefreshes, bareAfter] = [
    await bareRefreshes(seconds / 2),
    await refreshes(seconds),
    await bareRefreshes(seconds / 2),
  ];
  return {
    hashing: [hashingBefore, hashingAfter],
    signIns: measuredSignIns,
    refreshes: measuredRefreshes,
    bareRefreshes: [bareBefore, bareAfter],
  };
}

interface Conditions {
  readonly seconds: number;
  readonly signal: AbortSignal;
  readonly profileDirectory: string | undefined;
  readonly accounts: number;
  readonly against: string;
  readonly pictureFile: string | undefined;
  readonly onStop: OnStop;
}

interface Outcome {
  readonly figures: object;
  readonly words: string;
}

interface Part {
  readonly name: string;
  readonly isOnlyWhenAsked: boolean;
  run(conditions: Conditions): Promise<Outcome>;
}

/** @param member of the figures as JSON; the sign-ins are the figures themselves */
function part<Measured extends object>(
  name: string,
  member: string | undefined,
  measured: (conditions: Conditions) => Promise<Measured>,
  inItsWords: (figures: Measured) => string,
): Part {
  return {
    name,
    isOnlyWhenAsked: false,
    async run(conditions) {
      say(name);
      const figures = await measured(conditions);
      return { figures: member === undefined ? figures : { [member]: figures }, words: inItsWords(figures) };
    },
  };
}

const whenAsked = (given: Part): Part => ({ ...given, isOnlyWhenAsked: true });

const parts: readonly Part[] = [
  part('sign-ins', undefined, measureSignIns, inWords),
  part('passkeys', 'passkeys', measurePasskeysOf, passkeysInWords),
  part(
    'import',
    'import',
    async ({ onStop, signal }) => importFiguresOf(await measureImport(onStop, signal)),
    importInWords,
  ),
  part('audit', 'audit', ({ onStop, signal }) => measureAudit(onStop, signal), auditInWords),
  part('wallet', 'wallet', ({ onStop }) => measureWallet(onStop), walletInWords),
  part('bounds', 'bounds', ({ onStop }) => measureBounds(onStop), boundsInWords),
  whenAsked(part('signatures', 'signatures', () => measureSignatures(), signaturesInWords)),
  whenAsked(part('at-rest', 'atRest', ({ onStop, signal }) => measureAtRest(onStop, signal), atRestInWords)),
  whenAsked(
    part(
      'flood',
      'flood',
      ({ onStop, signal, profileDirectory }) => measureFlood(onStop, signal, profileDirectory),
      floodInWords,
    ),
  ),
  whenAsked(
    part(
      'refusals',
      'refused',
      ({ onStop, signal }) => measureRefusedGuesses(onStop, signal),
      refusedGuessesInWords,
    ),
  ),
  whenAsked(
    part(
      'duplicates',
      'duplicates',
      ({ onStop, signal, accounts }) => measureDuplicates(onStop, signal, accounts),
      duplicatesInWords,
    ),
  ),
  whenAsked(
    part(
      'import-against',
      'compared',
      ({ onStop, signal, against, accounts }) => compareImports(onStop, signal, against, accounts),
      comparedInWords,
    ),
  ),
  whenAsked(
    part(
      'questions',
      'questions',
      ({ onStop, signal, seconds }) => measureQuestions(onStop, signal, seconds),
      questionsInWords,
    ),
  ),
  whenAsked(
    part(
      'country',
      'country',
      ({ onStop, signal, seconds, accounts }) => measureCountry(onStop, signal, { seconds, accounts }),
      countryInWords,
    ),
  ),
  whenAsked(
    part(
      'beside',
      'beside',
      ({ onStop, signal, against, seconds, pictureFile }) =>
        measureBeside(onStop, signal, against, { seconds, pictureFile }),
      besideInWords,
    ),
  ),
  whenAsked(
    part(
      'backup',
      'backup',
      ({ onStop, signal, accounts }) => measureBackup(onStop, signal, accounts),
      backupInWords,
    ),
  ),
];

async function measurePasskeysOf({
  seconds,
  signal,
  profileDirectory,
  onStop,
}: Conditions): Promise<PasskeyFigures> {
  const installation = await startInstallation(onStop, signal, { profileDirectory });
  try {
    return await measurePasskeys(installation, seconds, signal);
  } catch (error) {
    throw await installation.explain(error);
  }
}

async function undoEverything(): Promise<void> {
  for (const undo of undos.splice(0).reverse()) {
    try {
      await undo();
    } catch (error) {
      say(wordsOf(error));
    }
  }
}

function say(text: string): void {
  console.error(`bench: ${text}`);
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

const { values: options } = parseArgs({
  options: {
    seconds: { type: 'string', default: '4' },
    only: { type: 'string' },
    accounts: { type: 'string', default: '1000000' },
    against: { type: 'string' },
    picture: { type: 'string' },
    json: { type: 'boolean', default: false },
    profile: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
const seconds = Number(options.seconds);
const partsOfTwo = ['import-against', 'beside'];
const asked = parts.filter(({ name, isOnlyWhenAsked }) =>
  options.only === undefined ? !isOnlyWhenAsked : options.only === name,
);
const isComplete = !partsOfTwo.includes(options.only ?? '') || options.against !== undefined;
if (options.help || asked.length === 0 || !isComplete || !(seconds >= 1 && seconds <= 600)) {
  console.log(usage);
  process.exit(options.help ? 0 : 2);
}

const stopped = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => stopped.abort());
}

try {
  const conditions: Conditions = {
    seconds,
    signal: stopped.signal,
    profileDirectory: options.profile,
    accounts: Number(options.accounts),
    against: options.against ?? '',
    pictureFile: options.picture,
    onStop: (undo) => undos.push(undo),
  };
  const outcomes: Outcome[] = [];
  for (const part of asked) {
    outcomes.push(await part.run(conditions));
    await undoEverything();
  }
  const figures = Object.assign({}, ...outcomes.map((outcome) => outcome.figures));
  console.log(options.json ? JSON.stringify(figures, null, 2) : outcomes.map(({ words }) => words).join(''));
} catch (error) {
  say(stopped.signal.aborted ? 'stopped before the end' : `FAILED. ${wordsOf(error)}`);
  process.exitCode = stopped.signal.aborted ? 130 : 1;
}
await undoEverything();
process.exit();
