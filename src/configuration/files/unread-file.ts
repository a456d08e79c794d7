/** Why a file could not be read, in words: at three in the morning “cannot be read” sends nobody to the right place. */
import { ConfigurationError } from '../../errors.ts';

const faults: Readonly<Record<string, string>> = {
  ENOENT: 'it is not there',
  ENOTDIR: 'it is not there',
  EACCES: 'this user may not read it',
  EPERM: 'this user may not read it',
  EISDIR: 'it is a directory',
  ELOOP: 'its links lead round in a circle',
};

export function unreadFile(path: string, error: unknown): ConfigurationError {
  const { code = '' } = error as NodeJS.ErrnoException;
  return new ConfigurationError(`${path}: cannot be read${whyOf(code)}`);
}

function whyOf(code: string): string {
  const fault = faults[code] ?? code;
  return fault === '' ? '' : `: ${fault}`;
}
