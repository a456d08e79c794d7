/**
 * What systemd hands to a service (`LoadCredential=`, `LoadCredentialEncrypted=`): a directory that this service alone may read, in memory
 * that is never swapped, gone when it ends. `credential:name` as the value of a variable stands for a file in it, or for what it holds.
 */
import { join } from 'node:path';
import { ConfigurationError } from '../../errors.ts';
import { readPrivateText } from './checked-file.ts';

const pattern = /^credential:(?<name>.*)$/s;

/** @throws ConfigurationError naming every variable whose credential is not there */
export function withCredentials(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const mistakes: string[] = [];
  const resolved = Object.entries(environment).map(([variable, value]) => {
    const name = variable.startsWith('KAPU_') ? pattern.exec(value ?? '')?.groups?.name : undefined;
    if (name === undefined) {
      return [variable, value];
    }
    try {
      return [variable, resolve(variable, name, environment.CREDENTIALS_DIRECTORY)];
    } catch (error) {
      mistakes.push(`${variable}: ${(error as Error).message}`);
      return [variable, undefined];
    }
  });
  if (mistakes.length > 0) {
    throw new ConfigurationError(...mistakes);
  }
  return Object.fromEntries(resolved);
}

function resolve(variable: string, name: string, directory: string | undefined): string {
  if (!directory) {
    throw new ConfigurationError(
      'names a credential of systemd, which has handed over none (CREDENTIALS_DIRECTORY)',
    );
  }
  if (!/^[\w.-]{1,255}$/.test(name) || /^\.+$/.test(name)) {
    throw new ConfigurationError('must be credential: and the name that LoadCredential= gives');
  }
  const path = join(directory, name);
  const text = readPrivateText(path);
  return variable.endsWith('_FILE') ? path : text.trimEnd();
}
