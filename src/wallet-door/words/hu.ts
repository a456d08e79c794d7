/** The words that a wallet’s phone shows, in Hungarian. */
import { hungarian } from '../../translation/words.ts';

export const hu = hungarian({
  'wallet.shown.title': 'Írja be ezt a kódot a másik eszközön',
  'wallet.shown.service': 'Bejelentkezés ide: {service}',
  'wallet.shown.text':
    'Térjen vissza ahhoz a böngészőhöz, amelyikben a QR-kódot látta, és ott írja be ezt a kódot.',
  'wallet.shown.address': 'Csak akkor írja be, ha annak a böngészőnek a címsora így kezdődik: {address}',
  'wallet.shown.label': 'Hatjegyű kód',
  'wallet.shown.until': 'Eddig érvényes: {until}',
  'wallet.shown.warning':
    'Senkinek ne mondja el ezt a kódot, és ne küldje el senkinek. Ha a bejelentkezést nem Ön kezdte, zárja be ezt az oldalt: a kód nélkül senki nem tud belépni.',
});
