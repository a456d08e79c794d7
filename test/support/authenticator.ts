/** A citizen's authenticator app: oathtool, an implementation of its own. */
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The code that an app with this key shows at an instant. */
export function codeAt(secretKey: string, instant: Date): string {
  return shown('--totp', secretKey.replace(/\s/g, ''), instant);
}

/** An app as a line of an import has it: it shows what it was given to show, wherever it was paired. */
export function codeOfApp(
  {
    secret,
    algorithm,
    digits,
    period,
  }: { secret: string; algorithm: string; digits: number; period: number },
  instant: Date,
): string {
  const shape = `--totp=${algorithm.toLowerCase()} --digits=${digits} --time-step-size=${period}s`;
  return shown(shape, secret, instant);
}

const longestCode = 64;
let ask: ((commandLine: string) => string) | undefined;

function shown(shape: string, secretKey: string, instant: Date): string {
  if (!/^[A-Z2-7]+=*$/i.test(secretKey)) {
    throw new Error('no app takes this key');
  }
  ask ??= startShell();
  const code = ask(`${shape} --base32 --now @${Math.floor(instant.getTime() / 1000)} ${secretKey}`);
  if (!/^\d+$/.test(code)) {
    throw new Error('oathtool shows no code');
  }
  return code;
}

/**
 * A shell that starts oathtool for us. The system copies the page tables of whoever starts a program: of a worker that holds the
 * whole service that takes ten times as long as the program itself, of a shell next to nothing. It ends with the worker.
 */
function startShell(): (commandLine: string) => string {
  const directory = mkdtempSync(join(tmpdir(), 'kapu-app-'));
  const [asked, answered] = [join(directory, 'asked'), join(directory, 'answered')];
  execFileSync('mkfifo', [asked, answered]);
  const loop = 'while read -r line; do oathtool $line || echo; done';
  spawn('sh', ['-c', `exec <"$0" >"$1"; ${loop}`, asked, answered], { stdio: 'ignore' }).unref();
  const [questions, answers] = [openSync(asked, 'w'), openSync(answered, 'r')];
  rmSync(directory, { recursive: true });
  return (commandLine) => {
    writeSync(questions, `${commandLine}\n`);
    const line = Buffer.alloc(longestCode);
    return line.toString('utf8', 0, readSync(answers, line)).trim();
  };
}
