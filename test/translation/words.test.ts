/** The compiler is what is tested here: each `@ts-expect-error` fails `npm run types` when the line below it compiles. */
import { describe, expect, it } from '@jest/globals';
import type { ArgumentsOf } from '../../src/translation/message-arguments.ts';
import { hungarian, translationOf } from '../../src/translation/words.ts';

type Same<One, Other> = [One, Other] extends [Other, One] ? true : false;

function holds<Claim extends true>(...claims: Claim[]): void {
  expect(claims.every((claim) => claim)).toBe(true);
}

describe('the arguments of a message', () => {
  it('are read from its text', () => {
    holds<Same<ArgumentsOf<'Ugrás a tartalomra'>, never>>(true);
    holds<Same<ArgumentsOf<'Üdvözöljük, {name}!'>, 'name'>>(true);
    holds<Same<ArgumentsOf<'{from} és {to} között, {from} is'>, 'from' | 'to'>>(true);
    holds<Same<ArgumentsOf<'{many, number} esemény: {date}'>, 'many' | 'date'>>(true);
  });

  it('are read within choices too, whose options are no arguments', () => {
    holds<Same<ArgumentsOf<'{direction, select, fast {siet} other {késik}}. Vége.'>, 'direction'>>(true);
    holds<
      Same<
        ArgumentsOf<'Még {n, plural, =0 {ma} one {# napig, {day}} other {# napig}}. {x}'>,
        'n' | 'day' | 'x'
      >
    >(true);
    holds<
      Same<
        ArgumentsOf<'{a, select, x {{b, plural, other {# {c}}} {d}} other {e}} {f}'>,
        'a' | 'b' | 'c' | 'd' | 'f'
      >
    >(true);
  });
});

describe('a translation', () => {
  const original = hungarian({ greeting: 'Üdvözöljük, {name}!', left: 'Még {left} próbálkozása van.' });

  it('has every key and every argument', () => {
    const german = translationOf(original, {
      greeting: 'Guten Tag, {name}!',
      left: '{left, plural, one {Noch # Versuch} other {Noch # Versuche}}.',
    });
    expect(Object.keys(german)).toEqual(Object.keys(original));
  });

  it('without a key does not compile', () => {
    // @ts-expect-error: `left` is missing.
    translationOf(original, { greeting: 'Guten Tag, {name}!' });
  });

  it('with a key of its own does not compile', () => {
    // @ts-expect-error: there is no `more`.
    translationOf(original, { greeting: 'Guten Tag, {name}!', left: 'Noch {left}.', more: 'mehr' });
  });

  it('without an argument, or with another, does not compile', () => {
    // @ts-expect-error: `name` is not said.
    translationOf(original, { greeting: 'Guten Tag!', left: 'Noch {left}.' });
    // @ts-expect-error: nobody gives `nam`.
    translationOf(original, { greeting: 'Guten Tag, {nam}!', left: 'Noch {left}.' });
    // @ts-expect-error: nor `title`.
    translationOf(original, { greeting: 'Guten Tag, {title} {name}!', left: 'Noch {left}.' });
  });
});

describe('a Hungarian text', () => {
  it('compiles with what fits every value', () => {
    const texts = hungarian({
      article: 'Keresse meg a(z) {service} fiókot, vagy egy {other} fiókot.',
      until: 'Várjon {until}-ig, vagy {time}-ig.',
      word: 'Ha {name} a fiókja, a „Tovább” gomb {n, plural, other {a jó}}.',
    });
    expect(texts.until).toContain('-ig');
  });

  it('with an article before what is inserted does not compile', () => {
    // @ts-expect-error: az Ügyfélkapu.
    hungarian({ key: 'Keresse meg a {service} fiókot.' });
    // @ts-expect-error: a Kapu.
    hungarian({ key: 'Keresse meg az {service} fiókot.' });
    // @ts-expect-error: az 50.
    hungarian({ key: 'A {many, number} legkiugróbb látható.' });
    // @ts-expect-error: a 60.
    hungarian({ key: 'Vége. Az {many} legkiugróbb látható.' });
    // @ts-expect-error: az „Ügyfélkapu”.
    hungarian({ key: 'Nyomja meg a „{service}” gombot.' });
    // @ts-expect-error: it stands in brackets.
    hungarian({ key: 'Egy fiók (a {service}).' });
    // @ts-expect-error: the number of the choice is inserted too.
    hungarian({ key: '{many, plural, other {a # kérés}}' });
    // @ts-expect-error: what a choice says may begin with a vowel.
    hungarian({ key: 'Nyissa meg a {where, select, app {alkalmazást} other {levelet}}.' });
  });

  it('of an e-mail is held to the same', () => {
    const paragraphs = ['Tisztelt {name}!', 'Belépett ide: {service}.'] as const;
    expect(hungarian({ mail: { subject: 'A kódja', paragraphs } }).mail.paragraphs).toHaveLength(2);
    // @ts-expect-error: one paragraph of two.
    hungarian({ mail: { subject: 'A kódja', paragraphs: ['Tisztelt {name}!', 'Ez a {service}.'] } });
    // @ts-expect-error: the subject.
    hungarian({ mail: { subject: 'Az {service}', paragraphs } });
    const mail = hungarian({ mail: { subject: 'A kódja', paragraphs } });
    // @ts-expect-error: the service is not said.
    translationOf(mail, { mail: { subject: 'Ihr Code', paragraphs: ['Guten Tag, {name}!'] } });
  });

  it('with a suffix that harmonises does not compile', () => {
    // @ts-expect-error: Kapuba, Ügyfélkapuba, but e-Személyibe.
    hungarian({ key: 'Belépés a(z) {service}-ba' });
    // @ts-expect-error: háromszorosa, ötszöröse.
    hungarian({ key: 'több mint {many, number}-szorosa' });
    // @ts-expect-error: the second one.
    hungarian({ key: 'legalább {from}-ig, legfeljebb {to}-nál' });
    // @ts-expect-error: Annának, Péternek.
    hungarian({ key: '{name}nak' });
  });
});
