/** The demo's wallet and window check beside a provider that issues to the one and believes its credentials. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureWalletAuthorities } from '../../demo/launch/wallet-authorities.ts';
import type { TrustedParty } from '../../demo/wallet/settings.ts';
import { createWallet, createWindowCheck } from '../../demo/wallet/site.ts';
import type { Config } from '../../src/config.ts';
import { walletIssuerSchema } from '../../src/configuration/wallet-issuer-settings.ts';

export interface DemoWallet {
  readonly walletUrl: string;
  readonly windowCheckUrl: string;
  /** For the provider. */
  readonly config: Pick<Config, 'walletIssuer' | 'walletVerifier' | 'outgoing'>;
  /** How the provider signs its requests. */
  readonly verifier: { readonly certificates: readonly string[]; readonly privateKey: string };
  /** Once it is known where the provider is. */
  open(issuer: string): void;
  stop(): Promise<void>;
}

const clientId = 'minta-tarca';

/** @param others whom the wallet believes besides. @param issuer as the certificate of the cards names it, where somebody compares */
export async function prepareDemoWallet(
  others: readonly TrustedParty[] = [],
  issuer = 'http://localhost',
): Promise<DemoWallet> {
  const servers = [await listen(), await listen()] as const;
  const [walletUrl, windowCheckUrl] = servers.map(addressOf) as [string, string];
  const directory = mkdtempSync(join(tmpdir(), 'kapu-wallet-'));
  const { trustAnchorFile, requestSigning, credentialSigning } = await ensureWalletAuthorities(
    directory,
    issuer,
    new Date(),
  );
  const read = (file: string): string => readFileSync(file, 'utf8');
  const trustAnchor = read(trustAnchorFile);
  const verifier = {
    certificates: [read(requestSigning.certificateFile)],
    privateKey: read(requestSigning.privateKeyFile),
  };
  const config: DemoWallet['config'] = {
    // The verifier asks for the status lists of the issuer, which is in this house.
    outgoing: { private_hosts: ['localhost'], give_up_logouts_after_hours: 24 },
    walletIssuer: {
      policy: walletIssuerSchema.parse({
        enabled: true,
        of_everybody: { nationalities: ['HU'], country_of_birth: 'HU' },
        wallets: [
          {
            client_id: clientId,
            client_name: 'Mintatárca',
            'client_name#en': 'Sample wallet',
            redirect_uris: [`${walletUrl}/callback`],
            offer_uri: `${walletUrl}/offer`,
            attested: false,
          },
        ],
      }),
      certificate: read(credentialSigning.certificateFile),
      privateKey: read(credentialSigning.privateKeyFile),
      trustAnchor,
      attesters: [],
      keyAttesters: [],
    },
    walletVerifier: {
      walletAddress: `${walletUrl}/present`,
      clientIdPrefix: 'x509_hash',
      ...verifier,
      crossDevice: 'substantial',
      sources: [
        {
          name: { hu: 'Kapu minta', en: 'Kapu sample' },
          anchor: trustAnchor,
          vct: 'urn:kapu:demo:pid:1',
          identifierClaim: 'personal_administrative_number',
          status: 'required',
          assurance: 'substantial',
        },
      ],
    },
  };
  rmSync(directory, { recursive: true });

  return {
    walletUrl,
    windowCheckUrl,
    config,
    verifier,

    open(address) {
      const settings = { walletUrl, windowCheckUrl, issuer: address, clientId, trustAnchor, others };
      servers[0].on('request', createWallet(settings).callback());
      servers[1].on('request', createWindowCheck(settings).callback());
    },

    async stop() {
      for (const server of servers) {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      }
    },
  };
}

export async function listen(): Promise<Server> {
  const listening = createServer();
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  return listening;
}

export function addressOf(listening: Server): string {
  return `http://localhost:${(listening.address() as AddressInfo).port}`;
}
