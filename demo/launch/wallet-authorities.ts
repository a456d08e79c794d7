/**
 * The demo's own authority for wallets: a root that wallets and the provider are told to trust, a certificate by which the
 * provider signs its requests to wallets, and one by which it issues credentials. A deployment brings certificates of its own.
 */
import 'reflect-metadata';
import { randomBytes, webcrypto } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  cryptoProvider,
  ExtendedKeyUsageExtension,
  type Extension,
  type JsonGeneralName,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  type X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';

type KeyPair = webcrypto.CryptoKeyPair;

// The library names the type of browsers, which Node has as well but does not declare.
cryptoProvider.set(webcrypto as never);

const CURVE = { name: 'ECDSA', namedCurve: 'P-256' };
const SIGNATURE = { name: 'ECDSA', hash: 'SHA-256' };
const DAY_MS = 86_400_000;
/** ISO/IEC 18013-5, Annex B: readers sign requests with the one, issuers sign documents with the other. */
const READER_AUTHENTICATION = '1.0.18013.5.1.6';
const DOCUMENT_SIGNER = '1.0.18013.5.1.2';

/** A certificate and its private key, each a PEM file; the key is readable by its owner alone. */
export interface SigningFiles {
  readonly certificateFile: string;
  readonly privateKeyFile: string;
}

export interface WalletAuthorities {
  /** PEM of the self-signed root: never sent along, only pinned. */
  readonly trustAnchorFile: string;
  /** For requests to wallets; names the issuer's host as a DNS name. */
  readonly requestSigning: SigningFiles;
  /** For credentials and their status lists; names the issuer. */
  readonly credentialSigning: SigningFiles;
}

interface Authority {
  readonly certificate: X509Certificate;
  readonly keys: KeyPair;
}

interface Leaf {
  readonly commonName: string;
  readonly purpose: string;
  readonly names: JsonGeneralName[];
}

/**
 * Makes root and leaves unless all of them are there: whoever trusted an earlier root would trust nothing of a new one.
 * @param directory made if absent
 * @param issuer    issuer identifier of the provider, a URL
 * @param now       milliseconds since the epoch
 */
export async function ensureWalletAuthorities(
  directory: string,
  issuer: string,
  now = Date.now(),
): Promise<WalletAuthorities> {
  const files = filesIn(directory);
  if (!allExist(files)) {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    await makeAuthorities(files, new URL(issuer), now);
  }
  return files;
}

function filesIn(directory: string): WalletAuthorities {
  const signing = (name: string): SigningFiles => ({
    certificateFile: join(directory, `${name}-certificate.pem`),
    privateKeyFile: join(directory, `${name}-key.pem`),
  });
  return {
    trustAnchorFile: join(directory, 'trust-anchor.pem'),
    requestSigning: signing('request-signing'),
    credentialSigning: signing('credential-signing'),
  };
}

function allExist({ trustAnchorFile, requestSigning, credentialSigning }: WalletAuthorities): boolean {
  const files = [trustAnchorFile, ...Object.values(requestSigning), ...Object.values(credentialSigning)];
  return files.every((file) => existsSync(file) && readFileSync(file).length > 0);
}

/** The root's key signs the two leaves and is forgotten: there is nothing else that it should ever sign. */
async function makeAuthorities(files: WalletAuthorities, issuer: URL, now: number): Promise<void> {
  const root = await makeRoot(now);
  const host: JsonGeneralName = { type: 'dns', value: issuer.hostname };
  const requests = { commonName: 'Kapu demo requests', purpose: READER_AUTHENTICATION, names: [host] };
  const credentials = {
    commonName: 'Kapu demo credentials',
    purpose: DOCUMENT_SIGNER,
    names: [host, { type: 'url', value: issuer.href.replace(/\/$/, '') } as const],
  };
  await writeLeaf(root, requests, files.requestSigning, now);
  await writeLeaf(root, credentials, files.credentialSigning, now);
  writeAside(files.trustAnchorFile, `${root.certificate.toString('pem')}\n`, 0o644);
}

async function makeRoot(now: number): Promise<Authority> {
  const keys = await newKeys();
  const certificate = await X509CertificateGenerator.createSelfSigned({
    serialNumber: newSerialNumber(),
    name: 'CN=Kapu demo wallet authority, O=Kapu demo, C=HU',
    notBefore: new Date(now - DAY_MS),
    notAfter: new Date(now + 3650 * DAY_MS),
    keys,
    signingAlgorithm: SIGNATURE,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { certificate, keys };
}

async function writeLeaf(root: Authority, leaf: Leaf, files: SigningFiles, now: number): Promise<void> {
  const keys = await newKeys();
  const certificate = await X509CertificateGenerator.create({
    serialNumber: newSerialNumber(),
    subject: `CN=${leaf.commonName}, O=Kapu demo, C=HU`,
    issuer: root.certificate.subject,
    notBefore: new Date(now - DAY_MS),
    notAfter: new Date(now + 730 * DAY_MS),
    signingKey: root.keys.privateKey,
    publicKey: keys.publicKey,
    signingAlgorithm: SIGNATURE,
    extensions: await extensionsOf(leaf, root, keys),
  });
  writeAside(files.privateKeyFile, await privateKeyPem(keys), 0o600);
  writeAside(files.certificateFile, `${certificate.toString('pem')}\n`, 0o644);
}

async function extensionsOf(leaf: Leaf, root: Authority, keys: KeyPair): Promise<Extension[]> {
  return [
    new BasicConstraintsExtension(false, undefined, true),
    new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
    new ExtendedKeyUsageExtension([leaf.purpose], false),
    new SubjectAlternativeNameExtension(leaf.names),
    await SubjectKeyIdentifierExtension.create(keys.publicKey),
    await AuthorityKeyIdentifierExtension.create(root.keys.publicKey),
  ];
}

function newKeys(): Promise<KeyPair> {
  return webcrypto.subtle.generateKey(CURVE, true, ['sign', 'verify']);
}

/** RFC 5280: positive, at most 20 octets. */
function newSerialNumber(): string {
  return `01${randomBytes(15).toString('hex')}`;
}

async function privateKeyPem(keys: KeyPair): Promise<string> {
  const der = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey));
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN PRIVATE KEY-----', ...lines, '-----END PRIVATE KEY-----', ''].join('\n');
}

/** Written aside and moved into place, so that a crash leaves the whole file or none. */
function writeAside(path: string, text: string, mode: number): void {
  const aside = `${path}.new`;
  writeFileSync(aside, text, { mode });
  renameSync(aside, path);
}
