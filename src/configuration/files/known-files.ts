/** The files of a configuration directory. One that is misspelt would count for nothing, without a word. */
import { basename, join, resolve } from 'node:path';
import { ConfigurationError } from '../../errors.ts';
import { pathsIn, statsOf } from './checked-file.ts';
import { hintAt } from './nearest-name.ts';

/** A profile may have its own of each. */
export const settingsFiles = [
  'audit.json',
  'calendar.json',
  'desk.json',
  'enrolment.json',
  'grants.json',
  'hosts.json',
  'hops.json',
  'one-time-codes.json',
  'operator.json',
  'outgoing.json',
  'pages.json',
  'passkeys.json',
  'resources.json',
  'wallet-issuer.json',
  'wallet-verifier.json',
] as const;

export type SettingsFile = (typeof settingsFiles)[number];

/** Trust anchors lie where operators like, and are named in `wallet-verifier.json`; hidden files are of the file system's tools. */
const neverSettings = /^\.|^README(\.\w+)?$|\.(pem|crt|cer|key)$/;

/**
 * @param named paths that variables of the environment name: they may lie here as well
 * @throws ConfigurationError naming each file and directory that is not known
 */
export function refuseUnknownFiles(directory: string, profile: string, named: readonly string[]): void {
  const profiles = join(directory, 'profiles', profile);
  const sentences = [
    ...unknownIn(directory, [...settingsFiles, 'clients', 'messages', 'profiles'], named),
    ...unknownIn(profiles, [...settingsFiles, 'profile.json'], named),
    ...pathsIn(join(directory, 'clients'))
      .filter((path) => !path.endsWith('.json') && !neverSettings.test(basename(path)))
      .map((path) => `${path}: is no client; the file of one is named *.json`),
  ];
  if (sentences.length > 0) {
    throw new ConfigurationError(...sentences);
  }
}

function unknownIn(directory: string, known: readonly string[], named: readonly string[]): string[] {
  const isNamed = (path: string): boolean => named.some((one) => resolve(one) === path);
  return pathsIn(directory)
    .filter(
      (path) => !known.includes(basename(path)) && !neverSettings.test(basename(path)) && !isNamed(path),
    )
    .filter((path) => !statsOf(path).isDirectory() || holdsSettings(path, isNamed))
    .map((path) => `${path}: is no file of the configuration${hintAt(basename(path), known)}`);
}

/** A directory of something else, such as trust anchors, may stand beside. */
function holdsSettings(directory: string, isNamed: (path: string) => boolean): boolean {
  return pathsIn(directory).some((path) => path.endsWith('.json') && !isNamed(path));
}
