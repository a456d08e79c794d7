/** The words of closing an account, in Hungarian. */
import { hungarian } from '../../../translation/words.ts';

export const hu = hungarian({
  'closing.title': 'Fiók megszüntetése',
  'closing.hint': 'Az egész fiók, minden adattal együtt.',
  'closing.lead': 'Ezzel nemcsak az Ügyfélkapu+, hanem az egész fiókja megszűnik.',
  'closing.grace':
    'A fiók még 30 napig megmarad. Addig bármikor bejelentkezhet, és visszavonhatja a megszüntetést.',
  'closing.erased': '30 nap múlva minden adatát töröljük. Ezután már nem tudjuk visszaállítani.',
  'closing.services':
    'Amit a szolgáltatások (például a hivatalok) már megkaptak Önről, az náluk megmarad: erről ott kérdezzen.',
  'closing.not-back':
    'Ez azonnal véget ér, és akkor sem tér vissza, ha mégis megtartja a fiókját: újra kell kérnie.',
  'closing.consequence': 'Minden más eszközről azonnal kijelentkeztetjük.',
  'closing.button': 'Kérem a fiókom megszüntetését',
  'closing.keep': 'Mégsem, megtartom a fiókomat',
  'closing.pending.heading': 'A fiókja megszűnik ezen a napon: {date}',
  'closing.pending.text': 'Addig bármikor visszavonhatja. Utána minden adatát töröljük.',
  'closing.withdraw': 'Megtartom a fiókomat',
  'closing.withdrawn.heading': 'A fiókja megmarad',
  'closing.withdrawn.text':
    'Visszavonta a megszüntetést, és nem töröljük az adatait. Ami a megszüntetés kérésekor véget ért, az nem tér vissza: a tevékenységi naplóban látja, mi volt az. Erről e-mailt is küldünk.',
});
