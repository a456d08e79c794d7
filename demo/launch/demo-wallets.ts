/**
 * What the demo's provider must be told: to issue credentials to the demo's wallet and to let it sign people in, that operators have pages,
 * and when the phases of the cut-over begin.
 */
import { cpSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ensureDemoCalendar } from './demo-calendar.ts';
import { writePrivately } from './demo-files.ts';
import { ensureWalletAuthorities, type WalletAuthorities } from './wallet-authorities.ts';

/** As provider and wallet name it to each other. */
export const walletClientId = 'minta-tarca';

export interface DemoWallets {
  /** The operator's configuration with wallets and the operator's pages switched on. */
  readonly configDirectory: string;
  readonly authorities: WalletAuthorities;
}

export interface ConfigurationSource {
  /** The operator's configuration; what changes there is seen at the next start. */
  readonly directory: string;
  /** Whether somebody chose it: then its calendar is theirs, else it is the demo's. */
  readonly isChosen: boolean;
}

export async function prepareWallets(
  dataDirectory: string,
  { directory: source, isChosen }: ConfigurationSource,
  issuer: string,
  wallet: string,
  now: Date,
): Promise<DemoWallets> {
  const authorities = await ensureWalletAuthorities(join(dataDirectory, 'wallet-authorities'), issuer, now);
  const configDirectory = join(dataDirectory, 'config');
  if (resolve(source) !== configDirectory) {
    rmSync(configDirectory, { recursive: true, force: true });
    cpSync(source, configDirectory, { recursive: true });
  }
  const files = {
    'operator.json': { enabled: true },
    'wallet-issuer.json': issuerSettings(wallet),
    'wallet-verifier.json': verifierSettings(wallet, authorities),
    ...(isChosen ? {} : { 'calendar.json': ensureDemoCalendar(dataDirectory, now) }),
  };
  for (const [name, settings] of Object.entries(files)) {
    writePrivately(join(configDirectory, name), `${JSON.stringify(settings, undefined, 2)}\n`);
  }
  return { configDirectory, authorities };
}

/** Not attested: nobody vouches for a wallet that is a page. */
function issuerSettings(wallet: string): object {
  return {
    enabled: true,
    of_everybody: { nationalities: ['HU'], country_of_birth: 'HU' },
    wallets: [
      {
        client_id: walletClientId,
        client_name: 'Mintatárca',
        'client_name#en': 'Sample wallet',
        redirect_uris: [`${wallet}/callback`],
        offer_uri: `${wallet}/offer`,
        attested: false,
      },
    ],
  };
}

function verifierSettings(wallet: string, { trustAnchorFile }: WalletAuthorities): object {
  return {
    enabled: true,
    wallet_address: `${wallet}/present`,
    client_id_prefix: 'x509_hash',
    cross_device: 'substantial',
    trust_sources: [
      {
        name: { hu: 'Kapu minta', en: 'Kapu sample' },
        anchor_file: trustAnchorFile,
        vct: 'urn:kapu:demo:pid:1',
        identifier_claim: 'personal_administrative_number',
        status: 'required',
        assurance: 'substantial',
      },
    ],
  };
}
