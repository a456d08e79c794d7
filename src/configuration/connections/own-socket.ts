/**
 * A Unix socket in the place of a port: nothing of what the proxy says leaves this machine, and whoever may open the socket is the proxy. Who
 * may is decided by its mode, and by the directory that it is in.
 */
import { lstatSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { ConfigurationError } from '../../errors.ts';

/** In bytes; a longer path is refused by the system. */
const longestPath = 107;

export const socketVariables = {
  KAPU_SOCKET: z
    .string()
    .regex(/^\//, 'must be a whole path: /run/kapu/node.sock')
    .refine((path) => Buffer.byteLength(path) <= longestPath, `must have ${longestPath} bytes at most`)
    .optional(),
};

export interface SocketEnvironment {
  readonly KAPU_SOCKET?: string | undefined;
  readonly KAPU_TRUST_PROXY: boolean;
  readonly KAPU_TLS_CERTIFICATE_FILE?: string | undefined;
}

/** For its owner and its group, in which the proxy is. */
export const socketMode = 0o660;

/**
 * @returns its path; undefined where the node listens on a port
 * @throws ConfigurationError where others could open it, or put one of theirs in its place
 */
export function ownSocketOf(env: SocketEnvironment): string | undefined {
  const { KAPU_SOCKET: path } = env;
  if (path === undefined) {
    return undefined;
  }
  if (!env.KAPU_TRUST_PROXY) {
    fail('KAPU_SOCKET needs KAPU_TRUST_PROXY: nobody but a proxy comes by a socket');
  }
  if (env.KAPU_TLS_CERTIFICATE_FILE !== undefined) {
    fail(
      'KAPU_SOCKET and KAPU_TLS_CERTIFICATE_FILE: what goes by a socket leaves this machine nowhere, and needs no TLS',
    );
  }
  refuseDirectory(path);
  if (lstatSync(path, { throwIfNoEntry: false })?.isSocket() === false) {
    fail(`KAPU_SOCKET: ${path} is there and is no socket`);
  }
  return path;
}

const modeOfAnybody = 0o002;

function refuseDirectory(path: string): void {
  const directory = dirname(path);
  const found = statSync(directory, { throwIfNoEntry: false });
  if (!found?.isDirectory()) {
    fail(`KAPU_SOCKET: there is no directory ${directory}`);
  }
  if (found.mode & modeOfAnybody) {
    fail(`KAPU_SOCKET: anybody may put a socket into ${directory}; chmod o-w ${directory}`);
  }
  const { uid } = found;
  if (uid !== 0 && uid !== process.getuid?.()) {
    fail(`KAPU_SOCKET: ${directory} is somebody else's, who could put another socket there`);
  }
}

function fail(sentence: string): never {
  throw new ConfigurationError(sentence);
}
