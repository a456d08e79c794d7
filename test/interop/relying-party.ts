/** A relying party, set up in a folder of its own as its page says. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '../support/free-port.ts';
import { type Application, startApplication } from './application.ts';
import type { Provider } from './provider.ts';
import { atPlaces, type Instructions, type Places, type Recipe } from './recipe.ts';
import { endOf, keepRunning, type Running, runToEnd } from './shell.ts';

export interface RelyingParty {
  readonly origin: string;
  stop(): Promise<void>;
}

const secondsToStart = 300;

/** @param home where all of them are installed; what is there already is used again while the page says the same */
export async function setUp(recipe: Recipe, home: string, provider: Provider): Promise<RelyingParty> {
  const directory = join(home, recipe.name);
  mkdirSync(directory, { recursive: true });
  const application = await startApplication();
  try {
    const ports = {
      issuerPort: provider.port,
      port: await freePort(),
      applicationPort: application.port,
      secondPort: await freePort(),
    };
    const secret = await register(recipe, directory, ports, provider);
    const places = { ...ports, secret };
    await prepare(recipe, directory, places);
    const process = keepRunning({
      script: atPlaces(recipe.run, places),
      directory,
      log: join(directory, 'run.log'),
    });
    return await onceListening(process, application, `http://localhost:${ports.port}`, directory);
  } catch (error) {
    await application.stop();
    throw error;
  }
}

/** Writes its files, and installs it. */
export async function prepare(instructions: Instructions, directory: string, places: Places): Promise<void> {
  // A project of its own: without one, npm would install into ours.
  writeFileSync(join(directory, 'package.json'), '{ "private": true }');
  writeFiles(instructions, directory, places);
  await install(instructions, directory);
}

function register(
  { client }: Recipe,
  directory: string,
  ports: Omit<Places, 'secret'>,
  provider: Provider,
): Promise<string> {
  const file = join(directory, 'client.json');
  writeFileSync(file, atPlaces(JSON.stringify(client), { ...ports, secret: '' }));
  return provider.register(file);
}

function writeFiles({ files }: Instructions, directory: string, places: Places): void {
  for (const { name, text } of files) {
    const file = join(directory, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, atPlaces(text, places));
  }
}

/** Anew when what it installs, or what it is made of besides, is another. */
async function install({ install: script }: Instructions, directory: string): Promise<void> {
  const stamp = join(directory, '.installed');
  const wanted = createHash('sha256').update(script).digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) {
    return;
  }
  await runToEnd({ script, directory, log: join(directory, 'install.log') });
  writeFileSync(stamp, wanted);
}

async function onceListening(
  process: Running,
  application: Application,
  origin: string,
  directory: string,
): Promise<RelyingParty> {
  await untilItAnswers(process, origin, directory);
  return {
    origin,
    async stop() {
      await process.stop();
      await application.stop();
    },
  };
}

/** @throws Error with the end of its output when it ends before, or takes too long */
export async function untilItAnswers(process: Running, origin: string, directory: string): Promise<void> {
  let hasEnded = false;
  process.ended.then(() => {
    hasEnded = true;
  });
  for (let seconds = 0; seconds < secondsToStart * 4 && !hasEnded; seconds += 1) {
    if (await answers(origin)) {
      return;
    }
    await delay(250);
  }
  await process.stop();
  throw new Error(`it did not start: ${endOf(join(directory, 'run.log'))}`);
}

function answers(origin: string): Promise<boolean> {
  return fetch(origin, { redirect: 'manual', signal: AbortSignal.timeout(2000) }).then(
    () => true,
    () => false,
  );
}
