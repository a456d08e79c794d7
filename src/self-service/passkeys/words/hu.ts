/** The words of passkeys, in Hungarian. */
import { hungarian } from '../../../translation/words.ts';

export const hu = hungarian({
  'passkeys.title': 'Azonosítókulcsok (passkey)',
  'passkeys.hint': 'Bejelentkezés ujjlenyomattal, arcképpel vagy PIN-kóddal, jelszó és kód nélkül.',
  'passkeys.text':
    'Az azonosítókulcs a telefonján, a számítógépén vagy egy biztonsági kulcson van, és csak a mi oldalunkon működik: hamis oldal nem tudja megszerezni. Érdemes legalább kettőt beállítania, hogy ha az egyik elvész, a másikkal be tudjon lépni.',
  'passkeys.none': 'Még nincs azonosítókulcsa.',
  'passkeys.needs-plus':
    'Azonosítókulcsot az állíthat be, akinek van Ügyfélkapu+ szolgáltatása. Előbb igényelje azt.',
  'passkeys.full': 'Legfeljebb tíz azonosítókulcsa lehet. Ha újat szeretne, előbb távolítson el egyet.',
  'passkeys.add.heading': 'Új azonosítókulcs',
  'passkeys.add.button': 'Azonosítókulcs hozzáadása',
  'passkeys.name.empty': 'Írjon be egy nevet.',
  'passkeys.name.new': 'Új név',
  'passkeys.rename': 'Átnevezés',
  'passkeys.rename.title': 'Az azonosítókulcs átnevezése',
  'passkeys.rename.text': 'A mostani neve: {name}',
  'passkeys.remove': 'Eltávolítás',
  'passkeys.frozen': 'Letiltva',
  'passkeys.since': 'Használat kezdete: {since}',
  'passkeys.last-used': 'Utoljára használva: {since}',
  'passkeys.never-used': 'Még nem használta',
  'passkeys.kept.backed-up':
    'Szinkronizált: a jelszókezelője a többi eszközére is átviszi, az eszköz elvesztése után is megmarad.',
  'passkeys.kept.not-yet':
    'Szinkronizálható, de most csak egy eszközön van meg: ha az elvész, az azonosítókulcs is elveszhet.',
  'passkeys.kept.bound': 'Eszközhöz kötött: csak azon az eszközön van meg, és azzal együtt vész el.',
  'passkeys.known': 'Ezen az eszközön már van ehhez a fiókhoz tartozó azonosítókulcs.',
  'passkeys.added.heading': 'Beállítottuk az azonosítókulcsot',
  'passkeys.added.text': 'Mostantól ezzel is bejelentkezhet. E-mailben is értesítettük.',
  'passkeys.renamed.heading': 'Átneveztük az azonosítókulcsot',
  'passkeys.renamed.text': 'Az új név csak ebben a listában jelenik meg.',
  'passkeys.removed.heading': 'Eltávolítottuk az azonosítókulcsot',
  'passkeys.removed.text':
    'Már nem lehet vele bejelentkezni, és minden más eszközről kijelentkeztettük. Az eszközén vagy a jelszókezelőjében is törölje.',
  'passkeys.if-removed': 'Ha eltávolít egy azonosítókulcsot, véget ér még:',
  'passkeys.last':
    'Ez az utolsó hitelesítő eszköze, ezért itt nem távolítható el. Előbb állítson be egy másikat, vagy szüntesse meg az Ügyfélkapu+ szolgáltatást a törlőkóddal.',
});
