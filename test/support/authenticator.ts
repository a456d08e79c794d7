/** A citizen's authenticator app: oathtool, an implementation of its own. */
import { execFileSync } from 'node:child_process';

/** The code that an app with this key shows at an instant. */
export function codeAt(secretKey: string, instant: Date): string {
  const now = `@${Math.floor(instant.getTime() / 1000)}`;
  return execFileSync('oathtool', ['--totp', '--base32', '--now', now, secretKey.replace(/\s/g, '')], {
    encoding: 'utf8',
  }).trim();
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
  const now = `@${Math.floor(instant.getTime() / 1000)}`;
  const shape = [`--totp=${algorithm.toLowerCase()}`, `--digits=${digits}`, `--time-step-size=${period}s`];
  return execFileSync('oathtool', [...shape, '--base32', '--now', now, secret], { encoding: 'utf8' }).trim();
}
