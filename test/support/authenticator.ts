/** A citizen's authenticator app: oathtool, an implementation of its own. */
import { execFileSync } from 'node:child_process';

/** The code that an app with this key shows at an instant. */
export function codeAt(secretKey: string, instant: Date): string {
  const now = `@${Math.floor(instant.getTime() / 1000)}`;
  return execFileSync('oathtool', ['--totp', '--base32', '--now', now, secretKey.replace(/\s/g, '')], {
    encoding: 'utf8',
  }).trim();
}
