/** Whom citizens are asked about: everybody, but for whom an operator said otherwise, and never for who could be anybody (ASVS 5.0 10.7.1). */
import { describe, expect, it } from '@jest/globals';
import { parseRegistration, type Registration, withDefaults } from '../../src/clients/registration.ts';
import { clientMetadata } from '../../src/oidc/clients/client-adapter.ts';
import { isFirstParty } from '../../src/oidc/clients/own-metadata.ts';
import { supportedScopes } from '../../src/oidc/policy/claims.ts';
import { sampleRegistration } from '../support/registry.ts';

const { first_party: _, ...unsaid } = sampleRegistration;
const publicClient = { ...sampleRegistration, token_endpoint_auth_method: 'none' } as const;

function faultsOf(written: object): string[] {
  const parsed = parseRegistration(written, supportedScopes);
  return parsed.kind === 'refused' ? parsed.faults.map(({ message }) => message) : [];
}

/** @param kept as it stands in the registry, of whatever version */
function isAskedAbout(kept: object): boolean {
  const registration = withDefaults(kept).data as Registration;
  const metadata = clientMetadata({
    registration,
    secret: undefined,
    sectorWithPort: null,
    createdAt: new Date(0),
  });
  return !isFirstParty(metadata);
}

describe('a registration', () => {
  it('says whether citizens are asked for consent, or is refused with what to say', () => {
    expect(faultsOf(unsaid)).toEqual([expect.stringMatching(/^is missing: true where law .*, false where/)]);
    expect(faultsOf({ ...unsaid, first_party: true })).toEqual([]);
    expect(faultsOf({ ...unsaid, first_party: false })).toEqual([]);
  });

  it('of a public client never says that they are not', () => {
    expect(faultsOf(publicClient)).toEqual([
      expect.stringMatching(/^first_party must be false with .* none:/),
    ]);
    expect(faultsOf({ ...publicClient, first_party: false })).toEqual([]);
  });
});

describe('relying parties', () => {
  it('are asked about wherever nobody said that they need not be', () => {
    expect(isAskedAbout(unsaid)).toBe(true);
    expect(isAskedAbout({ ...unsaid, first_party: false })).toBe(true);
    expect(isAskedAbout({ ...unsaid, first_party: true })).toBe(false);
  });

  it('that could be anybody are asked about, whatever was said when they were registered', () => {
    expect(isAskedAbout(publicClient)).toBe(true);
  });
});
