/** Listening where the environment says, or saying which of its variables is wrong. */
import { once } from 'node:events';
import type { Server } from 'node:net';
import { ConfigurationError } from '../../errors.ts';

export interface ListeningAddress {
  readonly host: string;
  readonly port: number;
}

/** @param variables by which an operator set it. @throws ConfigurationError where nobody can listen there */
export async function listenAt(
  server: Server,
  { host, port }: ListeningAddress,
  variables: Readonly<Record<keyof ListeningAddress, string>>,
): Promise<void> {
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    switch (code) {
      case 'EADDRINUSE':
        throw new ConfigurationError(`port ${port} on ${host} is taken; set ${variables.port} to another`);
      case 'EACCES':
        throw new ConfigurationError(
          `port ${port} is not for this user; set ${variables.port} to one from 1024 on, and lead the proxy there`,
        );
      case 'EADDRNOTAVAIL':
      case 'ENOTFOUND':
      case 'EAI_AGAIN':
      case 'EINVAL':
        throw new ConfigurationError(
          `${variables.host}: ${JSON.stringify(host)} is no address of this machine; 127.0.0.1 and ::1 are, and 0.0.0.0 is all of them`,
        );
      default:
        throw error;
    }
  }
}
