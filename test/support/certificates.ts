/** Certificates of relying parties, made by openssl: of an authority, and self-signed. */
import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export class CertificateWorkshop {
  readonly #directory = mkdtempSync(join(tmpdir(), 'kapu-certificates-'));

  /** @returns PEM */
  authority(name: string): string {
    this.#openssl(
      'req',
      '-x509',
      ...this.#newKey(name),
      '-days',
      '2',
      '-subj',
      `/O=Minta/CN=${name}`,
      '-out',
      this.#pem(name),
    );
    return readFileSync(this.#pem(name), 'utf8');
  }

  selfSigned(name: string): string {
    const notAuthority = ['-addext', 'basicConstraints=critical,CA:FALSE'];
    this.#openssl(
      'req',
      '-x509',
      ...this.#newKey(name),
      '-days',
      '2',
      '-subj',
      `/CN=${name}`,
      ...notAuthority,
      '-out',
      this.#pem(name),
    );
    return readFileSync(this.#pem(name), 'utf8');
  }

  /** Of a server on this machine, by an address or a name; self-signed. @returns PEM */
  serverPair(name: string): { certificate: string; key: string; certificateFile: string; keyFile: string } {
    const kind = isIP(name) ? 'IP' : 'DNS';
    const [certificateFile, keyFile] = [this.#pem(name), this.#key(name)];
    const names = ['-subj', `/CN=${name}`, '-addext', `subjectAltName=${kind}:${name}`];
    this.#openssl('req', '-x509', ...this.#newKey(name), '-days', '2', ...names, '-out', certificateFile);
    const [certificate, key] = [readFileSync(certificateFile, 'utf8'), readFileSync(keyFile, 'utf8')];
    return { certificate, key, certificateFile, keyFile };
  }

  issuedBy(
    authority: string,
    name: string,
    { subject = `/C=HU/O=Minta/CN=${name}`, alternativeName = `DNS:${name}` } = {},
  ): string {
    const request = join(this.#directory, `${name}.csr`);
    const extensions = join(this.#directory, `${name}.ext`);
    writeFileSync(
      extensions,
      [
        'basicConstraints=CA:FALSE',
        'extendedKeyUsage=clientAuth',
        'subjectAltName=@names',
        '[names]',
        alternativeName.replace(':', '.1='),
      ].join('\n'),
    );
    this.#openssl('req', '-new', '-utf8', ...this.#newKey(name), '-subj', subject, '-out', request);
    const issuer = ['-CA', this.#pem(authority), '-CAkey', this.#key(authority), '-CAcreateserial'];
    this.#openssl(
      'x509',
      '-req',
      '-in',
      request,
      ...issuer,
      '-days',
      '2',
      '-extfile',
      extensions,
      '-out',
      this.#pem(name),
    );
    return readFileSync(this.#pem(name), 'utf8');
  }

  /** PEM */
  privateKeyOf(name: string): string {
    return readFileSync(this.#key(name), 'utf8');
  }

  close(): void {
    rmSync(this.#directory, { recursive: true });
  }

  #newKey(name: string): string[] {
    return [
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:prime256v1',
      '-nodes',
      '-keyout',
      this.#key(name),
    ];
  }

  #pem = (name: string): string => join(this.#directory, `${name}.pem`);
  #key = (name: string): string => join(this.#directory, `${name}.key`);

  #openssl(...commandLine: string[]): void {
    execFileSync('openssl', commandLine, { stdio: 'ignore' });
  }
}

/** As the JWK in which a self-signed certificate is registered (RFC 8705 §2.2). */
export function jwkOfCertificate(pem: string): Record<string, unknown> {
  const certificate = new X509Certificate(pem);
  return { ...certificate.publicKey.export({ format: 'jwk' }), x5c: [certificate.raw.toString('base64')] };
}

/** As a proxy writes it: RFC 9440. */
export function certificateHeader(pem: string): string {
  return `:${new X509Certificate(pem).raw.toString('base64')}:`;
}
