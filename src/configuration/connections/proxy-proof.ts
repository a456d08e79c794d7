/** By what a node knows its proxy, so that nobody who reaches its port says in the proxy's place who they are. */
import { BlockList, isIP } from 'node:net';
import { z } from 'zod';
import { ConfigurationError } from '../../errors.ts';
import { isLoopback } from '../addresses/loopback.ts';
import { readPrivateText } from '../files/checked-file.ts';

export interface ProxyProof {
  /** Whoever comes from these is the proxy; empty: from anywhere. */
  readonly addresses: readonly string[];
  /** What it says in `X-Kapu-Proxy`. */
  readonly secret: string | undefined;
}

/** An address, or a network as `10.0.0.0/24`. */
const addressOrNetwork = z
  .string()
  .refine(isAddressOrNetwork, 'must be addresses or networks: 10.0.0.5,10.0.1.0/24');

export const proxyVariables = {
  /** With commas in between. */
  KAPU_PROXY_ADDRESSES: z
    .string()
    .default('')
    .transform((list) => list.split(',').filter(Boolean))
    .pipe(z.array(addressOrNetwork)),
  KAPU_PROXY_SECRET_FILE: z.string().optional(),
};

export interface ProxyEnvironment {
  readonly KAPU_TRUST_PROXY: boolean;
  readonly KAPU_HOST: string;
  readonly KAPU_SOCKET?: string | undefined;
  readonly KAPU_PROXY_ADDRESSES: readonly string[];
  readonly KAPU_PROXY_SECRET_FILE?: string | undefined;
}

const shortestSecret = 32;

/**
 * @returns undefined where nobody but this machine reaches the port, or where no proxy is believed
 * @throws ConfigurationError where whoever reaches the port would be believed
 */
export function proxyProofOf(env: ProxyEnvironment): ProxyProof | undefined {
  const { KAPU_PROXY_ADDRESSES: addresses, KAPU_PROXY_SECRET_FILE: secretFile } = env;
  const isGiven = addresses.length > 0 || secretFile !== undefined;
  if (!env.KAPU_TRUST_PROXY) {
    return isGiven
      ? fail('KAPU_PROXY_ADDRESSES and KAPU_PROXY_SECRET_FILE need KAPU_TRUST_PROXY')
      : undefined;
  }
  if (env.KAPU_SOCKET !== undefined) {
    return isGiven
      ? fail(
          'KAPU_SOCKET: whoever may open it is the proxy; KAPU_PROXY_ADDRESSES and KAPU_PROXY_SECRET_FILE are for a port',
        )
      : undefined;
  }
  if (!isGiven) {
    return isLoopback(env.KAPU_HOST === '::1' ? '[::1]' : env.KAPU_HOST)
      ? undefined
      : fail(
          `KAPU_HOST: whoever reaches ${env.KAPU_HOST} would be believed as the proxy; say by what it is known, KAPU_PROXY_ADDRESSES or KAPU_PROXY_SECRET_FILE`,
        );
  }
  return { addresses, secret: secretFile === undefined ? undefined : readSecret(secretFile) };
}

export function blockListOf(addresses: readonly string[]): BlockList {
  const list = new BlockList();
  for (const written of addresses) {
    const [address = '', bits] = written.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    list.addSubnet(address, bits === undefined ? longest(family) : Number(bits), family);
  }
  return list;
}

function isAddressOrNetwork(written: string): boolean {
  const [, address = '', bits] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(written) ?? [];
  const version = isIP(address);
  return version !== 0 && Number(bits ?? 0) <= longest(version === 6 ? 'ipv6' : 'ipv4');
}

function longest(family: 'ipv4' | 'ipv6'): number {
  return family === 'ipv6' ? 128 : 32;
}

function readSecret(path: string): string {
  const secret = readPrivateText(path).trim();
  return /^[\x21-\x7e]+$/.test(secret) && secret.length >= shortestSecret
    ? secret
    : fail(`KAPU_PROXY_SECRET_FILE: must hold ${shortestSecret} characters at least, without spaces`);
}

function fail(sentence: string): never {
  throw new ConfigurationError(sentence);
}
