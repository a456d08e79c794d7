/** The words of cancelling an Ügyfélkapu+ with the törlőkód, in Hungarian. */
import { hungarian } from '../../translation/words.ts';

export const hu = hungarian({
  'cancellation-code.label': 'Törlőkód',
  'cancellation-code.hint': '28 karakter, négyes csoportokban. A kötőjel és a kisbetű nem gond.',
  'cancellation-code.empty': 'Írja be a törlőkódot.',
  'cancellation-code.too-short':
    'A törlőkód 28 karakterből áll, Ön {count} karaktert írt be: {left} hiányzik. Nézze meg, nem maradt-e ki egy csoport vagy egy betű.',
  'cancellation-code.too-long':
    'A törlőkód 28 karakterből áll, Ön {count} karaktert írt be: {many} fölösleges. Csak a kódot írja be, mást ne.',
  'cancellation-code.wrong': 'A törlőkód nem megfelelő. Ellenőrizze, hogy a legutóbb kapott kódot írja-e be.',

  'cancellation-code.wrong-one':
    'Ez nem az érvényes törlőkód. Azt keresse, amelyiken ez a dátum áll: {date}. Ha az a kezében van, nézze át karakterenként.',

  'cancel.back': 'Vissza a bejelentkezéshez',
  'cancel.help': 'Elveszett a telefonom',
  'cancel.whose': 'Ehhez a fiókhoz: {username}.',
  'cancel.title': 'Ügyfélkapu+ megszüntetése',
  'cancel.lead':
    'Akkor tegye ezt, ha a telefonja elveszett, vagy új telefonra vált. A fiókja megmarad, és utána újra igényelheti az Ügyfélkapu+ szolgáltatást.',
  'cancel.consequence': 'A megszüntetéssel minden eszközről kijelentkeztetjük.',
  'cancel.no-code': 'Nincs meg a törlőkódom',
  'cancel.no-code.text':
    'Törlőkód nélkül az Ügyfélkapu+ nem szüntethető meg ezen az oldalon: így más sem teheti meg Ön helyett. A kormányablakban személyesen segítenek. Vigye magával a személyazonosító okmányát.',
  'cancel.button': 'Megszüntetem',
  'cancel.keep': 'Mégsem szüntetem meg',

  'cancelled.title': 'Az Ügyfélkapu+ megszűnt',
  'cancelled.text': 'A fiókja megmaradt, és minden eszközről kijelentkeztettük. Erről e-mailt is küldünk.',
  'cancelled.next': 'Új Ügyfélkapu+ bármikor igényelhető.',
  'cancelled.again': 'Ügyfélkapu+ igénylése',
});
