/** What the provider is told for the plans of the suite that the delivered configuration leaves off: wallets, and CIBA. */
import { cpSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { writePrivately } from '../launch/demo-files.ts';
import { ensureWalletAuthorities, type WalletAuthorities } from '../launch/wallet-authorities.ts';

/** As they were asked for at the command line; what is undefined stays as the configuration has it. */
export interface Switches {
  /** The configuration that is copied. */
  readonly directory: string;
  readonly ciba: boolean;
  /** Where the suite takes requests for presentations. */
  readonly walletAddress: string | undefined;
  /** PEM of the authority of the suite's credentials. */
  readonly walletAnchorFile: string | undefined;
  /** Where the suite, as a wallet, takes the answer to its authorization request. */
  readonly walletCallback: string | undefined;
  /** PEM of who attests the suite's wallet; without it the wallet need not be attested. */
  readonly walletAttestersFile: string | undefined;
}

/** As the suite's configuration must name its two wallets. */
const walletClientIds = ['suite-wallet', 'suite-wallet-2'] as const;

/** What the suite adds to the redirect address of its second client. */
const addedBySecondClient = '?dummy1=lorem&dummy2=ipsum';

/** @returns environment variables that name the configuration, made anew at each start, and the files beside it */
export async function prepareConfiguration(
  dataDirectory: string,
  issuer: string,
  switches: Switches,
  now: Date,
): Promise<Record<string, string>> {
  const directory = join(dataDirectory, 'config');
  if (resolve(switches.directory) !== directory) {
    rmSync(directory, { recursive: true, force: true });
    cpSync(switches.directory, directory, { recursive: true });
  }
  if (switches.ciba) {
    change(directory, 'grants.json', { ciba: true });
  }
  const { walletAddress, walletCallback } = switches;
  const authorities =
    walletAddress || walletCallback
      ? await ensureWalletAuthorities(join(dataDirectory, 'wallet-authorities'), issuer, now)
      : undefined;
  return {
    KAPU_CONFIG_DIR: directory,
    ...(authorities && walletAddress ? takePresentations(directory, switches, authorities) : {}),
    ...(authorities && walletCallback
      ? issueCredentials(directory, walletCallback, switches, authorities)
      : {}),
  };
}

function takePresentations(
  directory: string,
  { walletAddress, walletAnchorFile }: Switches,
  { requestSigning, trustAnchorFile }: WalletAuthorities,
): Record<string, string> {
  change(directory, 'wallet-verifier.json', {
    enabled: true,
    wallet_address: walletAddress,
    trust_sources: [
      {
        name: { hu: 'Próbacsomag', en: 'Conformance suite' },
        anchor_file: walletAnchorFile ?? trustAnchorFile,
        // The suite's own credential: nobody is known by it, so the sign-in ends on the page that shows what was proven.
        vct: 'urn:eudi:pid:1',
        status: 'if-present',
      },
    ],
  });
  return {
    KAPU_WALLET_CERTIFICATES_FILE: requestSigning.certificateFile,
    KAPU_WALLET_KEY_FILE: requestSigning.privateKeyFile,
  };
}

/** A suite proves the same keys in each module, and some modules ask more than once with one token. */
function issueCredentials(
  directory: string,
  callback: string,
  { walletAttestersFile }: Switches,
  { credentialSigning, trustAnchorFile }: WalletAuthorities,
): Record<string, string> {
  const attested = walletAttestersFile !== undefined;
  change(directory, 'wallet-issuer.json', {
    enabled: true,
    keys_once: false,
    requests_per_token: 5,
    of_everybody: { nationalities: ['HU'], country_of_birth: 'HU' },
    wallets: walletClientIds.map((id, index) => ({
      client_id: id,
      client_name: `Próbacsomag ${index + 1}`,
      redirect_uris: [index === 0 ? callback : callback + addedBySecondClient],
      attested,
    })),
  });
  return {
    KAPU_CREDENTIAL_CERTIFICATE_FILE: credentialSigning.certificateFile,
    KAPU_CREDENTIAL_KEY_FILE: credentialSigning.privateKeyFile,
    KAPU_CREDENTIAL_TRUST_ANCHOR_FILE: trustAnchorFile,
    ...(walletAttestersFile ? { KAPU_WALLET_ATTESTERS_FILE: walletAttestersFile } : {}),
  };
}

function change(directory: string, name: string, changes: object): void {
  const path = join(directory, name);
  const before = JSON.parse(readFileSync(path, 'utf8')) as object;
  writePrivately(path, `${JSON.stringify({ ...before, ...changes }, undefined, 2)}\n`);
}
