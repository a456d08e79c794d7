/** The words of the help page, in Hungarian. */
import { hungarian } from '../../../translation/words.ts';

export const hu = hungarian({
  'help.title': 'Segítség',
  'help.topics': 'Miben segíthetünk?',
  'help.never-ask': 'Az ügyfélszolgálat soha nem kéri a jelszavát, a hitelesítő kódját vagy a törlőkódját.',

  'help.app.title': 'Hitelesítő alkalmazást keresek',
  'help.app.first':
    'A hitelesítő alkalmazás ingyenes. A telefonján 30 másodpercenként új kódot mutat, csupa számjegyből, és ehhez internet sem kell.',
  'help.app.then':
    'Csak a telefonja saját áruházából telepítse, és nézze meg a kiadó nevét is: hamis alkalmazások is vannak. Amelyik pénzt vagy az itteni jelszavát kéri, azt ne használja.',
  'help.app.such': 'Bármelyik megfelel, például {what}.',

  'help.code.title': 'Nem fogadják el a kódomat',
  'help.code.first':
    'Egy kód 30 másodpercig látható, és egyszer használható. Várja meg a következőt, és azt írja be. Ha az alkalmazásban több fiók is van, ennek a fióknak a kódját írja be: {service}.',
  'help.code.then':
    'Ha az sem jó, a telefon órája járhat rosszul: kapcsolja be rajta az automatikus időbeállítást. Öt hibás kód után néhány percig nem lehet kóddal belépni. Utána újra próbálhatja.',

  'help.new-phone.title': 'Új telefonom van',
  'help.new-phone.first':
    'Amíg a régi telefonja is megvan, jelentkezzen be vele, és állítsa be az újat is: a fiókjában a „Beállítás másik eszközre” hivatkozással.',
  'help.new-phone.then':
    'A régi telefonról csak akkor törölje az alkalmazást, ha az új telefonnal már belépett. Utána a régi eszközt a fiókjában eltávolíthatja.',
  'help.new-phone.link': 'Megnyitom a hitelesítő eszközeimet',

  'help.lost-phone.title': 'Elveszett a telefonom',
  'help.lost-phone.first':
    'Szüntesse meg az Ügyfélkapu+ szolgáltatást a törlőkóddal. Utána jelentkezzen be a jelszavával, és igényelje újra az új telefonján.',
  'help.lost-phone.then':
    'Ha a törlőkód sincs meg, a kormányablakban személyesen segítenek. Vigye magával a személyazonosító okmányát. A fiókja megmarad.',
  'help.lost-phone.link': 'Megszüntetem a törlőkóddal',

  'help.forgotten-name.title': 'Elfelejtettem a felhasználónevemet',
  'help.forgotten-name.first': 'Ha van megerősített e-mail-címe, oda elküldjük a felhasználónevét.',
  'help.forgotten-name.then': 'Ha nincs, a kormányablakban az okmánya adatai alapján megkeresik.',

  'help.fake.title': 'Hamis oldalt vagy alkalmazást látok',
  'help.fake.first':
    'Mielőtt beírja a jelszavát vagy egy kódot, nézze meg a böngésző címsorát. Ennek a szolgáltatásnak ez a címe: {address}',
  'help.fake.then':
    'Ha máshol már beírta, mielőbb változtassa meg a jelszavát, és a fiókjában jelentkezzen ki minden eszközről. Kódot telefonon, e-mailben vagy üzenetben soha nem kérünk.',
});
