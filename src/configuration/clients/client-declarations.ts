import { ConfigurationError } from '../../errors.ts';
import { isGiven, pathsIn, readJson, resolveReferences } from '../files/checked-file.ts';
import { unreadFile } from '../files/unread-file.ts';

/** What a file of `config/clients` says, with its references resolved; not judged yet. */
export interface ClientDeclaration {
  /** The file, for people. */
  readonly source: string;
  readonly metadata: unknown;
}

/**
 * The clients that are declared, one JSON file each; `${NAME}` in a text stands for that environment variable. Nodes do not read
 * them: `kapu clients apply` brings them into the registry.
 * @param directory one file for each client
 * @throws ConfigurationError naming the first file that cannot be read, or the variable that is not set
 */
export function readClientDeclarations(
  directory: string,
  environment: NodeJS.ProcessEnv,
): ClientDeclaration[] {
  if (!isGiven(directory)) {
    throw unreadFile(directory, { code: 'ENOENT' });
  }
  return pathsIn(directory)
    .filter((path) => path.endsWith('.json'))
    .map((path) => loadClientDeclaration(path, environment));
}

function loadClientDeclaration(source: string, environment: NodeJS.ProcessEnv): ClientDeclaration {
  const written = readJson(source);
  refuseWrittenSecret(written, source);
  return { source, metadata: resolveReferences(written, source, environment) };
}

/** Secrets stand in files only by reference, so that a configuration can be shown and shared. */
function refuseWrittenSecret(written: unknown, path: string): void {
  const secret = (written as { client_secret?: unknown } | null)?.client_secret;
  if (secret !== undefined && !/^\$\{\w+\}$/.test(String(secret))) {
    throw new ConfigurationError(
      `${path}: client_secret must be a reference such as "\${PORTAL_CLIENT_SECRET}"`,
    );
  }
}
