/** The words that tell a citizen of a request of the desk, in Hungarian. */
import { hungarian } from '../../../translation/words.ts';

export const hu = hungarian({
  'desk-request.title': 'Kérés a kormányablakban',
  'desk-request.reset.text':
    'A kormányablakban kérték, hogy szüntessük meg a fiókja Ügyfélkapu+ szolgáltatását, minden hitelesítő alkalmazással és a törlőkóddal együtt.',
  'desk-request.restore.text':
    'A kormányablakban kérték, hogy a felfüggesztett fiókja újra használható legyen. A régi Ügyfélkapu+ ekkor megszűnik, és a régi jelszó sem lesz érvényes.',
  'desk-request.second-account.text':
    'A kormányablakban kérték, hogy az Ön adataival egy második fiókot is lehessen regisztrálni. Ez a fiókja nem változik.',
  'desk-request.when': 'Ekkor teljesítjük: {date}.',
  'desk-request.yours': 'Ha Ön kérte, nincs teendője. Ha nem Ön kérte, vonja vissza.',
  'desk-request.button': 'Nem én kértem, visszavonom',
  'desk-request.link': 'Megnézem, vagy visszavonom',
  'desk-request.cancelled.title': 'Visszavontuk a kérést',
  'desk-request.cancelled.text':
    'A fiókján nem változott semmi. Ha nem Ön járt a kormányablakban, valaki az Ön nevében jelentkezett ott: kérjük, jelezze a kormányablaknak.',
  'desk-request.over.title': 'Ezt a kérést már nem lehet visszavonni',
  'desk-request.over.text':
    'A kérés teljesült, visszavonták, vagy lejárt. A fiókja naplójában megnézheti, mi történt.',
});
