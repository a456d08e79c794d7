import { describe, expect, it } from '@jest/globals';
import { articleOf, chooseArticles, markArticles } from '../../src/translation/article.ts';

const az = [
  'Ügyfélkapu',
  'e-Ügyintézés',
  'állampolgár',
  'Írószövetség',
  'Ősök Háza',
  '„Ügyfélkapu” fiók',
  '»Adó« szolgáltatás',
  '*Anna*',
  '(Északi) hivatal',
  '  Adóhivatal',
  'Ybl Miklós Egyetem',
  'A\u0301llami hivatal',
  // spelt: em, en, er, es, ef, el, iksz
  'MNB',
  'NKM',
  'RTL',
  'SMS',
  'FGSZ',
  'LKH',
  'X',
  'M1',
  'S2 járat',
  // said as words, or spelt from a vowel
  'OTP',
  'ELTE',
  'UEFA',
  'eIDAS',
  'E.ON',
  // egy, öt, ötven, ötszáz, ezer, egymillió
  '1',
  '5',
  '1 próbálkozás',
  '1,5 millió',
  '5G hálózat',
  '50',
  '59',
  '500',
  '1000',
  '1 000',
  '1\u00a0999',
  '1\u202f100',
  '1956-os',
  '5000',
  '50 000',
  '500 000',
  '1 000 000',
  '1999999',
  '5 000 000',
  '1 000 000 000',
  '1.',
  '5.',
  // első, ötödik, ötvenedik
  'I. kerület',
  'V. kerületi hivatal',
  'L.',
  '&',
  '€ 20',
];

const a = [
  'Kapu',
  'Nemzeti Adóhivatal',
  'hivatal',
  'Yettel',
  'Youtube',
  'Jászberény',
  '„Kapu” fiók',
  '(Keleti) hivatal',
  // said as words
  'NAV',
  'MÁV',
  'NISZ',
  'MOL',
  'LEGO',
  // spelt: bé, gé, há, ká, pé, té, vé, dupla vé, zé
  'BKV',
  'GYSEV',
  'HVG',
  'KSH',
  'PTE',
  'TB',
  'V',
  'WHO',
  'ZKK',
  'B3',
  // two, three, ten, hundred and so on; nulla
  '0',
  '2',
  '10',
  '15',
  '19',
  '21',
  '100',
  '151',
  '2000',
  '10 000',
  '15 000',
  '100 000',
  '150 000',
  '2026. november',
  '10 000 000',
  '15 000 000',
  '04821-37055',
  '09:15',
  '3D',
  // második, negyedik, tizedik, tizennegyedik, századik
  'II. kerület',
  'IV. kerület',
  'X.',
  'XIV. kerület',
  'C.',
  // an initial: vé, dé
  'V. Nagy Anna',
  'D. Tóth Béla',
  '+36 30 123 4567',
  '-5',
  '@kapu',
  'https://kapu.example/',
  'Юрий',
  '',
  '…',
];

it.each(az)('az %s', (text) => {
  expect(articleOf(text)).toBe('az');
});

it.each(a)('a %s', (text) => {
  expect(articleOf(text)).toBe('a');
});

function filled(message: string, value: string): string {
  return chooseArticles(markArticles(message).replace('{value}', value));
}

describe('a(z) in a message', () => {
  it('becomes what one says before the value', () => {
    expect(filled('keresse meg a(z) {value} fiókot', 'Ügyfélkapu')).toBe('keresse meg az Ügyfélkapu fiókot');
    expect(filled('keresse meg a(z) {value} fiókot', 'Kapu')).toBe('keresse meg a Kapu fiókot');
  });

  it('keeps its capital', () => {
    expect(filled('A(z) {value} legkiugróbb', '50')).toBe('Az 50 legkiugróbb');
    expect(filled('A(z) {value} legkiugróbb', '60')).toBe('A 60 legkiugróbb');
  });

  it('may stand more than once, and in brackets', () => {
    expect(filled('(a(z) {value} fiók) vagy a(z) másik', 'Anna')).toBe('(az Anna fiók) vagy a másik');
  });

  it('looks through quotation marks', () => {
    expect(filled('a(z) „{value}” gomb', 'Igen')).toBe('az „Igen” gomb');
  });

  it('is left alone in a value: nobody’s name is rewritten', () => {
    expect(filled('Üdvözöljük, {value}!', 'a(z) Anna')).toBe('Üdvözöljük, a(z) Anna!');
    expect(filled('a(z) {value} fiók', 'a(z) Anna')).toBe('az a(z) Anna fiók');
  });

  it('is no other word that ends so', () => {
    expect(filled('ház(z) ha(z) {value}', 'Anna')).toBe('ház(z) ha(z) Anna');
  });
});
