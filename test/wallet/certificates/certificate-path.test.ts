/** Chains in `x5c`: leaf, authorities between, and with or without the pinned one (RFC 5280 §6). */
import 'reflect-metadata';
import { X509Certificate } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
} from '@peculiar/x509';
import { isPathValidAt, pathsIn } from '../../../src/wallet/certificates/certificate-path.ts';
import { createTrust, isOfType } from '../../../src/wallet/certificates/trust-anchors.ts';
import { Authority, type Signer, walletSettings } from '../../support/wallet-authority.ts';

let root: Authority;
let middle: Authority;
let lower: Authority;
let leaf: Signer;

beforeAll(async () => {
  root = await Authority.create('Gyökér', { pathLength: 2 });
  middle = await root.authority('Közép', { pathLength: 1 });
  lower = await middle.authority('Alsó');
  leaf = await lower.leaf('kibocsato.minta.example');
});

const today = new Date();

/** How many authorities stand between leaf and pinned one, of each way; undefined where there is none that is valid. */
function ways(signers: readonly (Signer | string)[], pinned: readonly Authority[], now = today): number[] {
  const x5c = signers.map((signer) => (typeof signer === 'string' ? signer : signer.x5c));
  const anchors = pinned.map((authority) => ({ certificate: new X509Certificate(authority.root.pem) }));
  return pathsIn(x5c, anchors)
    .filter((path) => isPathValidAt(path, now))
    .map(({ certificates }) => certificates.length - 1);
}

describe('a chain', () => {
  it('leads to whichever of its authorities is pinned, which may be in it', () => {
    const chain = [leaf, lower.root, middle.root];
    expect(ways(chain, [root])).toEqual([2]);
    expect(ways([...chain, root.root], [root])).toEqual([2]);
    expect(ways(chain, [middle])).toEqual([1]);
    expect(ways([...chain, root.root], [lower])).toEqual([0]);
    expect(ways([leaf], [lower])).toEqual([0]);
    expect(ways(chain, [root, lower])).toEqual([0, 2]);
  });

  it('leads nowhere with a gap, in another order, with somebody else in it, or to nobody', async () => {
    const stranger = await Authority.create('Idegen', { pathLength: 2 });
    for (const chain of [
      [leaf],
      [leaf, middle.root],
      [leaf, middle.root, lower.root],
      [leaf, lower.root],
      [leaf, lower.root, middle.root, stranger.root],
      [leaf, leaf, lower.root, middle.root],
      [lower.root, middle.root],
      [root.root],
      [leaf, lower.root, `${middle.root.x5c}\n`],
      [],
    ]) {
      expect(ways(chain, [root])).toEqual([]);
    }
    expect(ways([leaf, lower.root, middle.root], [stranger])).toEqual([]);
    expect(ways([leaf, lower.root, middle.root], [])).toEqual([]);
  });

  it('does not hold through one who is no authority, though it signs', async () => {
    const none = await root.authority('Nem hatóság', { ca: false });
    const below = await none.leaf('alatta.minta.example');
    expect(ways([below, none.root], [root])).toEqual([]);
  });

  it('is no longer than an authority in it, or the pinned one, says', async () => {
    const short = await root.authority('Rövid', { pathLength: 0 });
    const tooLow = await short.authority('Túl mély');
    expect(ways([await short.leaf('a.example'), short.root], [root])).toEqual([1]);
    expect(ways([await tooLow.leaf('a.example'), tooLow.root, short.root], [root])).toEqual([]);
    const alone = await Authority.create('Magában');
    const below = await alone.authority('Alatta');
    expect(ways([await below.leaf('a.example'), below.root], [alone])).toEqual([]);
  });

  it('is valid while all in it are', async () => {
    const over = await root.authority('Lejárt', { days: -1 });
    const below = await over.leaf('a.example');
    expect(ways([below, over.root], [root])).toEqual([]);
    expect(ways([below, over.root], [root], new Date(Date.now() - 2 * 86_400_000))).toEqual([1]);
  });
});

describe('what a certificate is for', () => {
  it('is looked at where it says: an authority certifies, a leaf signs', async () => {
    const usage = (flags: KeyUsageFlags) => ({ extensions: [new KeyUsagesExtension(flags, true)] });
    const certifies = await root.authority('Kiad', usage(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign));
    const signs = await root.authority('Aláír', usage(KeyUsageFlags.digitalSignature));
    expect(ways([await certifies.leaf('a.example'), certifies.root], [root])).toEqual([1]);
    expect(ways([await signs.leaf('a.example'), signs.root], [root])).toEqual([]);
    const exchanges = await lower.leaf('a.example', usage(KeyUsageFlags.keyAgreement));
    expect(ways([exchanges], [lower])).toEqual([]);
    expect(ways([await lower.leaf('a.example', usage(KeyUsageFlags.digitalSignature))], [lower])).toEqual([
      0,
    ]);
  });

  it('counts against it where it demands, as critical, what we do not know', async () => {
    const demand = (isCritical: boolean) => ({
      extensions: [new Extension('1.3.6.1.4.1.99999.1', isCritical, Buffer.from([5, 0]))],
    });
    expect(ways([await lower.leaf('a.example', demand(false))], [lower])).toEqual([0]);
    expect(ways([await lower.leaf('a.example', demand(true))], [lower])).toEqual([]);
    const odd = await root.authority('Különös', demand(true));
    expect(ways([await odd.leaf('a.example'), odd.root], [root])).toEqual([]);
  });
});

const der = (tag: number, ...contents: Buffer[]): Buffer => {
  const content = Buffer.concat(contents);
  return Buffer.concat([Buffer.from([tag, content.length]), content]);
};
const subtrees = (tag: number, names: readonly Buffer[]): Buffer =>
  names.length === 0 ? Buffer.alloc(0) : der(tag, ...names.map((name) => der(0x30, name)));
const limiting = (permitted: readonly Buffer[], excluded: readonly Buffer[] = []) => ({
  extensions: [
    new Extension('2.5.29.30', true, der(0x30, subtrees(0xa0, permitted), subtrees(0xa1, excluded))),
  ],
});
const dns = (name: string): Buffer => der(0x82, Buffer.from(name));
const uri = (host: string): Buffer => der(0x86, Buffer.from(host));

describe('names that an authority is limited to', () => {
  async function holds(limits: ReturnType<typeof limiting>, name: string, more: readonly Extension[] = []) {
    const limited = await root.authority('Korlátolt', limits);
    const certificate = await limited.leaf(name, { extensions: [...more], dns: more.length === 0 });
    return ways([certificate, limited.root], [root]).length === 1;
  }

  it('are looked at in whatever it issues', async () => {
    expect(await holds(limiting([dns('minta.example')]), 'kibocsato.minta.example')).toBe(true);
    expect(await holds(limiting([dns('minta.example')]), 'minta.example')).toBe(true);
    expect(await holds(limiting([dns('minta.example')]), 'masminta.example')).toBe(false);
    expect(await holds(limiting([dns('x.example'), dns('minta.example')]), 'a.minta.example')).toBe(true);
    expect(await holds(limiting([], [dns('tiltott.example')]), 'a.tiltott.example')).toBe(false);
    expect(await holds(limiting([], [dns('tiltott.example')]), 'a.minta.example')).toBe(true);
  });

  it('also by kinds that we compare in part, or not: then nothing of that kind is allowed', async () => {
    const names = (type: 'url' | 'email' | 'ip', value: string) => [
      new SubjectAlternativeNameExtension([{ type, value }]),
    ];
    const issuer = names('url', 'https://kibocsato.minta.example');
    expect(await holds(limiting([uri('kibocsato.minta.example')]), 'a', issuer)).toBe(true);
    expect(await holds(limiting([uri('.minta.example')]), 'a', issuer)).toBe(true);
    expect(await holds(limiting([uri('minta.example')]), 'a', issuer)).toBe(false);
    expect(await holds(limiting([], [uri('mas.example')]), 'a', issuer)).toBe(false);
    const mail = der(0x81, Buffer.from('minta.example'));
    expect(await holds(limiting([mail]), 'a', names('email', 'anna@minta.example'))).toBe(false);
    expect(await holds(limiting([mail]), 'a.minta.example')).toBe(true);
    expect(await holds(limiting([], [der(0xa4, der(0x30))]), 'a.minta.example')).toBe(false);
    expect(await holds(limiting([der(0xa4, der(0x30))]), 'a.minta.example')).toBe(true);
  });

  it('of the pinned authority too', async () => {
    const limited = await Authority.create('Korlátolt', limiting([dns('minta.example')]));
    expect(ways([await limited.leaf('a.minta.example')], [limited])).toEqual([0]);
    expect(ways([await limited.leaf('a.mas.example')], [limited])).toEqual([]);
  });
});

describe('an issuer', () => {
  it('is believed with its chain, for the types of its authority', async () => {
    const { sources } = await walletSettings(leaf, root.root.pem);
    const [source] = sources as [(typeof sources)[number]];
    const chain = [leaf.x5c, lower.root.x5c, middle.root.x5c];
    const trust = createTrust([
      { ...source, vct: 'urn:eudi:pid:1', family: ['urn:eudi:pid:*:1'] },
      { ...source, vct: 'urn:eudi:pid:hu:1' },
    ]);
    const typeOf = (vct: string) => trust.findIssuer(chain, vct, today).issuer.vct;
    expect(typeOf('urn:eudi:pid:1')).toBe('urn:eudi:pid:1');
    expect(typeOf('urn:eudi:pid:de:1')).toBe('urn:eudi:pid:1');
    expect(typeOf('urn:eudi:pid:hu:1')).toBe('urn:eudi:pid:hu:1');
    expect(() => typeOf('urn:eudi:pid:de:2')).toThrow('untrusted-issuer');
    expect(() => trust.findIssuer([leaf.x5c], 'urn:eudi:pid:1', today)).toThrow('untrusted-issuer');
  });

  it('has a family of types that ends at its parts', () => {
    const source = { vct: 'urn:a', family: ['urn:a:b.c', 'urn:a:*:1'] };
    const types = ['urn:a', 'urn:a:b.c', 'urn:a:hu:1'];
    const others = [
      'urn:a:bxc',
      'urn:a::1',
      'urn:a:h:u:1',
      'urn:a:h/u:1',
      'urn:a:hu:12',
      'xurn:a',
      'urn:a:*:1',
    ];
    expect(types.filter((type) => !isOfType(source, type))).toEqual([]);
    expect(others.filter((type) => isOfType(source, type))).toEqual([]);
  });
});
