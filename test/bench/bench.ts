/**
 * `node test/bench/bench.ts`: what the provider can do, measured against what this very machine can do in the same minute.
 * Three short rounds; in each the reference is measured before and after, so that a drift of the machine cancels.
 */
import { parseArgs } from 'node:util';
import { type AuditFigures, auditInWords, measureAudit } from './audit.ts';
import { boundsInWords, measureBounds } from './bounds.ts';
import { createCitizens } from './citizens.ts';
import { duplicatesInWords, measureDuplicates } from './duplicates.ts';
import { createExperiments, type Experiments } from './experiments.ts';
import { measureFlood } from './flood/flood.ts';
import { floodInWords, refusedGuessesInWords } from './flood/flood-report.ts';
import { measureRefusedGuesses } from './flood/refused-guesses.ts';
import { measureImport } from './import.ts';
import { comparedInWords, compareImports } from './import-against.ts';
import { type ImportFigures, importFiguresOf, importInWords } from './import-report.ts';
import { type Installation, startInstallation } from './installation.ts';
import { usageOf } from './node-process.ts';
import { measurePasskeys, type PasskeyFigures, passkeysInWords } from './passkeys.ts';
import { type Figures, figuresOf, inWords, type Round, type Run } from './report.ts';
import { measureSignatures, signaturesInWords } from './signatures.ts';
import { measureWallet, walletInWords } from './wallet.ts';

const usage = `Measures the provider under load, an import and what wallets cost, as built for production. About two minutes.

  --seconds N     length of each measurement, of which there are twelve (4)
  --only PART     "sign-ins" (with the refreshes), "passkeys", "import", "audit", "wallet", or "bounds" (what anybody can make us keep);
                  only when asked for: "signatures" (of keys in a hardware security module, which SoftHSM plays), "flood" (known devices in a flood of wrong passwords), "refusals" (a million refused guesses),
                  "duplicates" (an import in which one line in a hundred is a person who has an account)
                  "import-against" (the same lines imported by this version and by the one in --against, in turns)
  --accounts N    lines of such an import (1000000)
  --against DIR   another version, built
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

async function bench(seconds: number, signal: AbortSignal, profileDirectory?: string): Promise<Figures> {
  say('starting Redis, one node, a bare oidc-provider');
  const installation = await startInstallation((undo) => undos.push(undo), signal, { profileDirectory });
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

async function benchPasskeys(
  seconds: number,
  signal: AbortSignal,
  profileDirectory?: string,
): Promise<PasskeyFigures> {
  say('signing in with passkeys');
  const installation = await startInstallation((undo) => undos.push(undo), signal, { profileDirectory });
  try {
    return await measurePasskeys(installation, seconds, signal);
  } catch (error) {
    throw await installation.explain(error);
  }
}

async function benchImport(signal: AbortSignal): Promise<ImportFigures> {
  say('importing accounts');
  return importFiguresOf(await measureImport((undo) => undos.push(undo), signal));
}

async function benchAudit(signal: AbortSignal): Promise<AuditFigures> {
  say('recording security events');
  return measureAudit((undo) => undos.push(undo), signal);
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
    json: { type: 'boolean', default: false },
    profile: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
const seconds = Number(options.seconds);
const parts = ['sign-ins', 'passkeys', 'import', 'audit', 'wallet', 'bounds'];
const partsWhenAsked = ['signatures', 'flood', 'refusals', 'duplicates', 'import-against'];
const isKnownPart = [undefined, ...parts, ...partsWhenAsked].includes(options.only);
const isComplete = options.only !== 'import-against' || options.against !== undefined;
if (options.help || !isKnownPart || !isComplete || !(seconds >= 1 && seconds <= 600)) {
  console.log(usage);
  process.exit(options.help ? 0 : 2);
}

const stopped = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => stopped.abort());
}

try {
  const isAsked = (part: string): boolean => options.only === undefined || options.only === part;
  const figures = isAsked('sign-ins') ? await bench(seconds, stopped.signal, options.profile) : undefined;
  await undoEverything();
  const passkeys = isAsked('passkeys')
    ? await benchPasskeys(seconds, stopped.signal, options.profile)
    : undefined;
  await undoEverything();
  const imported = isAsked('import') ? await benchImport(stopped.signal) : undefined;
  await undoEverything();
  const audit = isAsked('audit') ? await benchAudit(stopped.signal) : undefined;
  await undoEverything();
  const wallet = isAsked('wallet') ? await measureWallet((undo) => undos.push(undo)) : undefined;
  await undoEverything();
  const bounds = isAsked('bounds') ? await measureBounds((undo) => undos.push(undo)) : undefined;
  const signatures = options.only === 'signatures' ? await measureSignatures() : undefined;
  const undoLater = (undo: () => unknown): unknown => undos.push(undo);
  const flood =
    options.only === 'flood' ? await measureFlood(undoLater, stopped.signal, options.profile) : undefined;
  await undoEverything();
  const refused =
    options.only === 'refusals' ? await measureRefusedGuesses(undoLater, stopped.signal) : undefined;
  await undoEverything();
  const duplicates =
    options.only === 'duplicates'
      ? await measureDuplicates(undoLater, stopped.signal, Number(options.accounts))
      : undefined;
  await undoEverything();
  const compared =
    options.only === 'import-against'
      ? await compareImports(undoLater, stopped.signal, options.against ?? '', Number(options.accounts))
      : undefined;
  await undoEverything();
  const words = [
    figures && inWords(figures),
    passkeys && passkeysInWords(passkeys),
    imported && importInWords(imported),
    audit && auditInWords(audit),
    wallet && walletInWords(wallet),
    bounds && boundsInWords(bounds),
    signatures && signaturesInWords(signatures),
    flood && floodInWords(flood),
    refused && refusedGuessesInWords(refused),
    duplicates && duplicatesInWords(duplicates),
    compared && comparedInWords(compared),
  ];
  const all = {
    ...figures,
    passkeys,
    import: imported,
    audit,
    wallet,
    bounds,
    signatures,
    flood,
    refused,
    duplicates,
    compared,
  };
  console.log(options.json ? JSON.stringify(all, null, 2) : words.filter(Boolean).join(''));
} catch (error) {
  say(stopped.signal.aborted ? 'stopped before the end' : `FAILED. ${wordsOf(error)}`);
  process.exitCode = stopped.signal.aborted ? 130 : 1;
}
await undoEverything();
process.exit();
