/** Authorities, issuers and their status lists as wallets' ecosystems have them, for tests: made here, and sharing nothing with the sources. */
import 'reflect-metadata';
import { createHash, randomBytes, webcrypto } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { deflateSync } from 'node:zlib';
import {
  BasicConstraintsExtension,
  cryptoProvider,
  ExtendedKeyUsageExtension,
  type Extension,
  SubjectAlternativeNameExtension,
  type X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';
import { exportPKCS8, type JWTHeaderParameters, SignJWT } from 'jose';

import type { WalletVerifierSettings } from '../../src/configuration/wallet-verifier-settings.ts';

type KeyPair = webcrypto.CryptoKeyPair;

cryptoProvider.set(webcrypto as never);
const curve = { name: 'ECDSA', namedCurve: 'P-256' };
const signingAlgorithm = { name: 'ECDSA', hash: 'SHA-256' };
const day = 86_400_000;

export interface Signer {
  readonly keys: KeyPair;
  readonly certificate: X509Certificate;
  /** Base64 of DER. */
  readonly x5c: string;
  readonly pem: string;
}

export async function newKeys(namedCurve = 'P-256'): Promise<KeyPair> {
  return webcrypto.subtle.generateKey({ ...curve, namedCurve }, true, ['sign', 'verify']);
}

function pemOfKey({ keys }: Signer): Promise<string> {
  return exportPKCS8(keys.privateKey as webcrypto.CryptoKey);
}

function signerOf(keys: KeyPair, certificate: X509Certificate): Signer {
  return {
    keys,
    certificate,
    x5c: Buffer.from(certificate.rawData).toString('base64'),
    pem: certificate.toString('pem'),
  };
}

export class Authority {
  readonly root: Signer;

  private constructor(root: Signer) {
    this.root = root;
  }

  /** @param pathLength authorities that may stand between it and a leaf */
  static async create(
    name: string,
    { pathLength = 0, extensions = [] as Extension[] } = {},
  ): Promise<Authority> {
    const keys = await newKeys();
    const certificate = await X509CertificateGenerator.createSelfSigned({
      serialNumber: `01${randomBytes(8).toString('hex')}`,
      name: `CN=${name}, O=Minta, C=HU`,
      notBefore: new Date(Date.now() - 30 * day),
      notAfter: new Date(Date.now() + 30 * day),
      keys,
      signingAlgorithm,
      extensions: [new BasicConstraintsExtension(true, pathLength, true), ...extensions],
    });
    return new Authority(signerOf(keys, certificate));
  }

  /** One below it. */
  async authority(
    name: string,
    { pathLength = 0, days = 20, ca = true, extensions = [] as Extension[] } = {},
  ): Promise<Authority> {
    return new Authority(await this.leaf(name, { ca, pathLength, days, extensions, dns: false }));
  }

  /**
   * @param days of validity from now; a negative number has passed. @param purposes object identifiers of its extended key usage
   * @param publicKey of a key that is elsewhere; without it one is made
   */
  async leaf(
    name: string,
    {
      days = 20,
      ca = false,
      namedCurve = 'P-256',
      purposes = [] as string[],
      pathLength = undefined as number | undefined,
      extensions = [] as Extension[],
      dns = true,
      publicKey = undefined as webcrypto.CryptoKey | undefined,
    } = {},
  ): Promise<Signer> {
    const keys = await newKeys(namedCurve);
    const certificate = await X509CertificateGenerator.create({
      serialNumber: `01${randomBytes(8).toString('hex')}`,
      subject: `CN=${name}, O=Minta, C=HU`,
      issuer: this.root.certificate.subject,
      notBefore: new Date(Date.now() - 20 * day),
      notAfter: new Date(Date.now() + days * day),
      signingKey: this.root.keys.privateKey,
      publicKey: publicKey ?? keys.publicKey,
      signingAlgorithm,
      extensions: [
        new BasicConstraintsExtension(ca, pathLength, true),
        ...(dns ? [new SubjectAlternativeNameExtension([{ type: 'dns', value: name }])] : []),
        ...extensions,
        ...(purposes.length > 0 ? [new ExtendedKeyUsageExtension(purposes)] : []),
      ],
    });
    return signerOf(keys, certificate);
  }
}

/** The status list of an issuer, on a web server of its own. */
export class StatusServer {
  readonly #server: Server;
  readonly host: string;
  signer: Signer;
  /** What the list says of each credential. */
  readonly revoked = new Set<number>();
  /** Faults for a test: other claims, another header, a list that inflates to more, an answer that is no list. */
  claims: Record<string, unknown> = {};
  header: Record<string, unknown> = {};
  lst: string | undefined;
  raw: { status: number; body: string } | undefined;
  timesAsked = 0;
  #path = 0;

  private constructor(server: Server, signer: Signer) {
    this.#server = server;
    this.signer = signer;
    this.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    server.on('request', async (request, response) => {
      this.timesAsked += 1;
      const { status, body } = this.raw ?? {
        status: 200,
        body: await this.#token(`http://${this.host}${request.url}`),
      };
      response.writeHead(status, { 'content-type': 'application/statuslist+jwt' }).end(body);
    });
  }

  static async start(signer: Signer): Promise<StatusServer> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new StatusServer(server, signer);
  }

  /** An address that nobody remembers anything of. */
  freshList(): string {
    this.#path += 1;
    this.claims = {};
    this.header = {};
    this.lst = undefined;
    this.raw = undefined;
    this.revoked.clear();
    return `http://${this.host}/status/${this.#path}`;
  }

  async #token(uri: string): Promise<string> {
    const bytes = Buffer.alloc(128);
    for (const index of this.revoked) {
      bytes[index >> 3] = (bytes[index >> 3] ?? 0) | (1 << (index & 7));
    }
    const lst = this.lst ?? deflateSync(bytes).toString('base64url');
    const seconds = Math.floor(Date.now() / 1000);
    const claims = {
      sub: uri,
      iat: seconds - 5,
      exp: seconds + 3600,
      ttl: 300,
      status_list: { bits: 1, lst },
      ...this.claims,
    };
    const header = {
      alg: 'ES256',
      typ: 'statuslist+jwt',
      x5c: [this.signer.x5c],
      ...this.header,
    } as JWTHeaderParameters;
    return new SignJWT(claims)
      .setProtectedHeader(header)
      .sign(this.signer.keys.privateKey as webcrypto.CryptoKey);
  }

  stop(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }
}

export const personClaims = {
  family_name: 'Minta',
  given_name: 'Anna',
  birthdate: '1956-03-14',
  birth_family_name: 'Próba',
  nationalities: ['HU'],
} as const;

export const vct = 'urn:kapu:demo:pid:1';

/** A credential as it was issued: the signed part, and each disclosure by its claim. */
export interface Credential {
  readonly jwt: string;
  readonly disclosures: Record<string, string>;
}

export interface Issuance {
  readonly claims: Record<string, unknown>;
  readonly holderKey: object;
  /** Parts of the signed payload that stand there for all to see. */
  readonly open?: Record<string, unknown>;
  readonly header?: Record<string, unknown>;
  /** Digests beside those of the disclosures. */
  readonly moreDigests?: readonly string[];
}

export function disclosureOf(...parts: unknown[]): string {
  return Buffer.from(JSON.stringify([randomBytes(16).toString('base64url'), ...parts])).toString('base64url');
}

export function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}

export async function issue(
  signer: Signer,
  { claims, holderKey, open = {}, header = {}, moreDigests = [] }: Issuance,
): Promise<Credential> {
  const disclosures = Object.fromEntries(
    Object.entries(claims).map(([name, value]) => [name, disclosureOf(name, value)]),
  );
  const seconds = Math.floor(Date.now() / 1000);
  const payload = {
    iss: 'https://kibocsato.minta.example',
    vct,
    iat: seconds - 86_400,
    exp: seconds + 86_400,
    cnf: { jwk: holderKey },
    _sd_alg: 'sha-256',
    _sd: [...Object.values(disclosures).map(digest), ...moreDigests],
    ...open,
  };
  const kept = Object.fromEntries(Object.entries(payload).filter(([, value]) => value !== undefined));
  const jwt = await new SignJWT(kept)
    .setProtectedHeader({
      alg: 'ES256',
      typ: 'dc+sd-jwt',
      x5c: [signer.x5c],
      ...header,
    } as JWTHeaderParameters)
    .sign(signer.keys.privateKey as webcrypto.CryptoKey);
  return { jwt, disclosures };
}

/** The settings of a provider that believes in `anchor`, and signs its requests with `asking`. */
export async function walletSettings(
  asking: Signer,
  anchor: string,
  changes: Partial<WalletVerifierSettings> = {},
): Promise<WalletVerifierSettings> {
  return {
    walletAddress: 'openid4vp://',
    clientIdPrefix: 'x509_hash',
    certificates: [asking.pem],
    privateKey: await pemOfKey(asking),
    crossDevice: 'substantial',
    sources: [
      {
        name: { hu: 'Minta Hivatal', en: 'Sample Office' },
        anchor,
        vct,
        identifierClaim: 'personal_administrative_number',
        status: 'required',
        assurance: 'substantial',
      },
    ],
    ...changes,
  };
}
