/** The demo's ports on this machine, tried before anything is started, so that a taken one is named at once. */
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';

export interface DemoPorts {
  readonly provider: number;
  readonly portal: number;
  readonly sandbox: number;
  readonly wallet: number;
  readonly windowCheck: number;
  readonly mailbox: number;
  readonly smtp: number;
}

const loopback = '127.0.0.1';

/** @throws Error with a sentence that names the variable and the port. */
export async function findDemoPorts(environment: NodeJS.ProcessEnv): Promise<DemoPorts> {
  const held: Server[] = [];
  try {
    const provider = await holdNamed('PORT', 3000);
    const portal = await holdNamed('PORTAL_PORT', 4000);
    const sandbox = await holdNamed('SANDBOX_PORT', 4001);
    const wallet = await holdNamed('WALLET_PORT', 4002);
    const windowCheck = await holdNamed('WINDOW_CHECK_PORT', 4003);
    const mailbox = await holdNamed('MAIL_PORT', 1080);
    const smtp = (await hold(mailbox + 1)) ?? (await hold(0)) ?? 0;
    return { provider, portal, sandbox, wallet, windowCheck, mailbox, smtp };
  } finally {
    await Promise.all(held.map((server) => new Promise((resolve) => server.close(resolve))));
  }

  async function holdNamed(name: string, usual: number): Promise<number> {
    const written = environment[name] || String(usual);
    const port = Number(written);
    if (!/^\d+$/.test(written) || port < 1 || port > 65_535) {
      throw new Error(`${name} must be a port from 1 to 65535, but it is “${written}”.`);
    }
    const own = await hold(port);
    if (own === undefined) {
      throw new Error(`port ${port} is taken; stop what listens there, or choose another one with ${name}=…`);
    }
    return own;
  }

  /** Held until all are found: two names for one port would otherwise both succeed. */
  async function hold(port: number): Promise<number | undefined> {
    const server = createServer();
    try {
      server.listen({ port, host: loopback, exclusive: true });
      await once(server, 'listening');
    } catch {
      return undefined;
    }
    held.push(server);
    return (server.address() as AddressInfo).port;
  }
}
