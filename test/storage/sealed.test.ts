import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { createSealer } from '../../src/storage/sealed.ts';

const older = { kid: 'k1', key: randomBytes(32) };
const newer = { kid: 'k2', key: randomBytes(32) };
const place = 'account:anna:profile';

describe('a sealed text', () => {
  it.each([
    ['short', 'x'],
    ['empty', ''],
    ['Hungarian', 'árvíztűrő tükörfúrógép 🔑'],
    ['long', 'a'.repeat(100_000)],
    ['of control characters', '\0\r\n\u2028'],
  ])('opens where it was sealed: %s', (_, text) => {
    const sealer = createSealer([newer]);
    expect(sealer.open(sealer.seal(text, place), place)).toBe(text);
  });

  it('does not show what it holds, and looks different every time', () => {
    const sealer = createSealer([newer]);
    const text = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
    const envelopes = Array.from({ length: 1000 }, () => sealer.seal(text, place));
    expect(new Set(envelopes).size).toBe(1000);
    const nonces = envelopes.map((envelope) => bodyOf(envelope).subarray(0, 12).toString('hex'));
    expect(new Set(nonces).size).toBe(1000);
    expect(bodyOf(envelopes[0] ?? '').toString('latin1')).not.toContain(text.slice(0, 6));
  });

  it('does not open in another place', () => {
    const sealer = createSealer([newer]);
    const envelope = sealer.seal('x', place);
    for (const elsewhere of ['account:bela:profile', 'account:anna:enrolment', '', `${place} `]) {
      expect(() => sealer.open(envelope, elsewhere)).toThrow();
    }
  });

  it('does not open when any byte of it was changed', () => {
    const sealer = createSealer([newer]);
    const envelope = sealer.seal('titok', place);
    const body = bodyOf(envelope);
    for (let at = 0; at < body.length; at += 1) {
      const changed = Buffer.from(body);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(() => sealer.open(`k2.${changed.toString('base64url')}`, place)).toThrow();
    }
  });

  it('does not open when it was cut, lengthened or emptied', () => {
    const sealer = createSealer([newer]);
    const body = bodyOf(sealer.seal('titok', place));
    const others = [
      ...Array.from({ length: body.length }, (_, length) => body.subarray(0, length)),
      Buffer.concat([body, Buffer.from([0])]),
      Buffer.concat([Buffer.from([0]), body]),
    ];
    for (const other of others) {
      expect(() => sealer.open(`k2.${other.toString('base64url')}`, place)).toThrow();
    }
    for (const nonsense of ['', '.', 'k2', 'k2.', 'titok']) {
      expect(() => sealer.open(nonsense, place)).toThrow();
    }
  });
});

describe('sealing keys', () => {
  it('are all tried by their id, so that what an older one sealed still opens', () => {
    const envelope = createSealer([older]).seal('régi', place);
    expect(createSealer([newer, older]).open(envelope, place)).toBe('régi');
  });

  it('seal with the first', () => {
    const envelope = createSealer([newer, older]).seal('új', place);
    expect(envelope).toMatch(/^k2\.[\w-]+$/);
    expect(createSealer([newer]).open(envelope, place)).toBe('új');
    expect(() => createSealer([older]).open(envelope, place)).toThrow();
  });

  it('that we do not have open nothing', () => {
    const envelope = createSealer([older]).seal('x', place);
    expect(() => createSealer([newer]).open(envelope, place)).toThrow();
  });

  it('with the same id but another key open nothing', () => {
    const envelope = createSealer([older]).seal('x', place);
    expect(() => createSealer([{ kid: 'k1', key: randomBytes(32) }]).open(envelope, place)).toThrow();
  });

  it('are bound to their id: a renamed envelope does not open', () => {
    const both = createSealer([older, { kid: 'k2', key: older.key }]);
    const envelope = both.seal('x', place);
    expect(both.open(envelope, place)).toBe('x');
    expect(() => both.open(envelope.replace('k1.', 'k2.'), place)).toThrow();
  });

  it('are needed', () => {
    expect(() => createSealer([])).toThrow();
  });
});

function bodyOf(envelope: string): Buffer {
  return Buffer.from(envelope.slice(envelope.indexOf('.') + 1), 'base64url');
}
