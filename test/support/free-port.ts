/** Ports on loopback that nobody listens on just now. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';

export async function freePort(): Promise<number> {
  return (await listenOnce(0)) ?? freePort();
}

/** @returns the first of two in a row: below those that the system hands out, of which others take the second meanwhile */
export async function freePair(): Promise<number> {
  const first = 20_000 + 2 * Math.floor(Math.random() * 6000);
  const isFree = (await listenOnce(first)) !== undefined && (await listenOnce(first + 1)) !== undefined;
  return isFree ? first : freePair();
}

/** @returns undefined where somebody listens there */
async function listenOnce(wanted: number): Promise<number | undefined> {
  const server = createServer();
  try {
    await once(server.listen(wanted, '127.0.0.1'), 'listening');
  } catch {
    return undefined;
  }
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}
