/**
 * Where the commands of tests are given, one after the other: a process that has loaded `kapu` already. To load it takes ten times the work
 * of most commands. The program itself is evaluated anew for each, with an environment, an output and an exit of its own; what it stands on
 * stays. Started by commands-in-host.ts.
 */
import { writeSync } from 'node:fs';
import { Readable, Writable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { builtKapu } from './built.ts';
import type { Finished, Given } from './given-command.ts';

class Exit extends Error {}

const program = pathToFileURL(builtKapu).href;
const errors = ['uncaughtException', 'unhandledRejection'];
const events = [...errors, 'SIGINT', 'SIGTERM'];
let commands = 0;
listenBetweenCommands();

process.on('message', (given: Given) => {
  void run(given);
});
process.once('disconnect', () => process.kill(process.pid, 'SIGKILL'));

async function run({ args, environment }: Given): Promise<void> {
  const [stdout, stderr] = [collector(), collector()];
  const report = (code: number): void => {
    stdout.end();
    stderr.end();
    process.send?.({ code, stdout: stdout.text(), stderr: stderr.text() } satisfies Finished);
  };
  dressAs(args, environment, { stdin: Readable.from([]), stdout: stdout.stream, stderr: stderr.stream });
  let hasExited = false;
  process.exit = (code) => {
    if (!hasExited) {
      hasExited = true;
      report(Number(code ?? process.exitCode ?? 0));
    }
    throw new Exit();
  };
  commands += 1;
  forgetListeners();
  await import(`${program}?command=${commands}`).catch(() => {});
  forgetListeners();
  listenBetweenCommands();
  if (!hasExited) {
    hasExited = true;
    report(Number(process.exitCode ?? 0));
  }
}

function forgetListeners(): void {
  for (const event of events) {
    process.removeAllListeners(event);
  }
}

/** A process of its own would be gone by then: what a command throws after its end is told, and is no end of the next one. */
function listenBetweenCommands(): void {
  for (const event of errors) {
    process.on(event, (thrown) => {
      // Past the output that a command was given.
      writeSync(2, `thrown after the end of a command: ${thrown}\n`);
    });
  }
}

function dressAs(
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
  streams: Record<'stdin' | 'stdout' | 'stderr', Readable | Writable>,
): void {
  process.exitCode = undefined;
  process.argv = [process.execPath, builtKapu, ...args];
  for (const name of Object.keys(process.env)) {
    delete process.env[name];
  }
  Object.assign(process.env, environment);
  for (const [name, value] of Object.entries(streams)) {
    Object.defineProperty(process, name, { value, configurable: true });
  }
}

/** What comes after the end was written for nobody, and is dropped. */
function collector(): { stream: Writable; text(): string; end(): void } {
  const chunks: Buffer[] = [];
  let isOpen = true;
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      if (isOpen) {
        chunks.push(chunk);
      }
      done();
    },
  });
  return {
    stream,
    text: () => Buffer.concat(chunks).toString(),
    end: () => {
      isOpen = false;
    },
  };
}
