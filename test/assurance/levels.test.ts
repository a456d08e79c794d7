import { describe, expect, it } from '@jest/globals';
import {
  type Assurance,
  acrOf,
  assuranceNames,
  assuranceOf,
  capToReachable,
  isAtLeast,
  isReachable,
  mildestOf,
  reachableAssurances,
  stricterOf,
} from '../../src/assurance/levels.ts';

describe('an acr value', () => {
  it.each([
    ['low', 'http://eidas.europa.eu/LoA/low'],
    ['substantial', 'http://eidas.europa.eu/LoA/substantial'],
    ['high', 'http://eidas.europa.eu/LoA/high'],
  ] as const)('names the eIDAS level %s', (assurance, acr) => {
    expect(acrOf(assurance)).toBe(acr);
    expect(assuranceOf(acr)).toBe(assurance);
  });

  it.each([
    'substantial',
    'http://eidas.europa.eu/LoA/Substantial',
    'https://eidas.europa.eu/LoA/substantial',
    'http://eidas.europa.eu/LoA/substantial/',
    'http://eidas.europa.eu/LoA/',
    'urn:gov:low',
    '0',
    '',
    undefined,
    null,
    2,
    ['http://eidas.europa.eu/LoA/low'],
  ])('that we do not know names nothing: %j', (acr) => {
    expect(assuranceOf(acr)).toBeUndefined();
  });
});

describe('the ladder', () => {
  const table: [Assurance, Assurance, boolean][] = [
    ['low', 'low', true],
    ['low', 'substantial', false],
    ['low', 'high', false],
    ['substantial', 'low', true],
    ['substantial', 'substantial', true],
    ['substantial', 'high', false],
    ['high', 'low', true],
    ['high', 'substantial', true],
    ['high', 'high', true],
  ];

  it.each(table)('%s is at least %s: %s', (reached, demanded, expected) => {
    expect(isAtLeast(reached, demanded)).toBe(expected);
    expect(stricterOf(reached, demanded)).toBe(expected ? reached : demanded);
    expect(mildestOf([reached, demanded])).toBe(expected ? demanded : reached);
  });

  it('has one mildest of many', () => {
    expect(mildestOf(['high'])).toBe('high');
    expect(mildestOf(['high', 'substantial', 'high'])).toBe('substantial');
    expect(mildestOf(['substantial', 'high', 'low'])).toBe('low');
  });

  it('ends at substantial for us', () => {
    expect(assuranceNames.map(capToReachable)).toEqual(['low', 'substantial', 'substantial']);
    expect(assuranceNames.filter(isReachable)).toEqual(['low', 'substantial']);
    expect(assuranceNames.filter(isReachable)).toEqual([...reachableAssurances]);
  });

  it('is capped to what can be reached, and never below what was demanded of that', () => {
    for (const assurance of assuranceNames) {
      expect(isReachable(capToReachable(assurance))).toBe(true);
      expect(isAtLeast(assurance, capToReachable(assurance))).toBe(true);
    }
  });
});
