/** The words of the engine’s pages: signing out, devices, faults of relying parties, in Hungarian. */
import { hungarian } from '../../translation/words.ts';

export const hu = hungarian({
  'device.code.title': 'Belépés egy másik eszközön',
  'device.code.text': 'Írja be azt a kódot, amelyet a másik eszköz (például a televízió) képernyőjén lát.',
  'device.code.label': 'A másik eszközön látható kód',
  'device.code.hint': 'Nyolc betű, például: BCDF-GHJK. Kisbetűvel és kötőjel nélkül is beírhatja.',
  'device.code.care':
    'Csak akkor írja be, ha Ön indította el a belépést, és a kódot a másik eszköz képernyőjén látja. Ha a kódot telefonon, e-mailben vagy üzenetben kapta valakitől, ne írja be: csaló lehet.',
  'device.code.empty': 'Írja be a kódot.',
  'device.code.unknown': 'Ilyen kód nincs. Nézze meg újra a másik eszköz képernyőjét.',
  'device.code.expired': 'Ez a kód lejárt. Kérjen újat a másik eszközön.',
  'device.code.used': 'Ezt a kódot már felhasználták. Kérjen újat a másik eszközön.',
  'device.code.too-many': 'Innen túl sok hibás kódot kaptunk. Várjon negyedórát, és próbálja újra.',
  'device.confirm.title': 'Ön indította el ezt a belépést?',
  'device.confirm.text': 'Egy másik eszközön az Ön nevében szeretnének belépni ide: {service}.',
  'device.confirm.service': 'Szolgáltatás',
  'device.confirm.code': 'A másik eszközön látható kód',
  'device.confirm.begun': 'Mikor indították',
  'device.confirm.device': 'Milyen eszközön indították',
  'device.confirm.device-unknown': 'Ismeretlen eszköz',
  'device.confirm.address': 'Milyen hálózati címről indították',
  'device.confirm.care':
    'Ha nem Ön indította el a belépést, vagy a kódot mástól kapta, utasítsa el. Különben valaki más lép be az Ön nevében.',
  'device.confirm.yes': 'Én indítottam el, folytatom',
  'device.confirm.no': 'Nem én voltam, elutasítom',
  'device.done.title': 'A másik eszközt beléptettük',
  'device.done.text': 'Térjen vissza a másik eszközhöz, ott néhány másodperc múlva folytathatja: {service}',
  'device.done.sign-out': 'Ha ebben a böngészőben kijelentkezik, a másik eszközön is véget ér a belépés.',
  'device.done.end': 'A belépést a Szolgáltatások oldalon bármikor megszüntetheti',
  'device.refused.title': 'A másik eszközt nem léptettük be',
  'device.refused.text': 'A belépést elutasították. A másik eszköz semmilyen adatot nem kapott Önről.',
  'device.refused.care':
    'Ha a kódot valaki küldte vagy diktálta Önnek, legyen óvatos: csaló lehet. A jelszavát és a kódjait ne adja meg neki.',

  'sign-out.title': 'Kijelentkezik?',
  'sign-out.text':
    'Kijelentkezik innen: {service}. Ezután egyik szolgáltatás sem lépteti be újra jelszó nélkül. Azokat a szolgáltatásokat is értesítjük, ahová most be van lépve, hogy ott is kijelentkeztessék. Amelyik ezt még nem tudja, ott külön is jelentkezzen ki.',
  'sign-out.yes': 'Kijelentkezem',
  'sign-out.no': 'Maradok bejelentkezve',
  'sign-out.continue': 'Itt már nincs bejelentkezve. A Tovább gombbal visszatér a szolgáltatáshoz.',

  'signed-out.title': 'Kijelentkezett',
  'signed-out.text': 'Ha nem a saját gépét használja, zárja be a böngészőt is.',

  'sign-in-ended.text':
    'A bejelentkezés lejárt, befejeződött, vagy egy másik ablakban folytatódott. Nem történt semmi baj, és nem veszett el semmi: térjen vissza a szolgáltatáshoz, és jelentkezzen be újra.',
  'sign-in-ended.back': 'Vissza ide: {service}',
  'no-cookies.title': 'A böngészője nem fogad sütiket',
  'no-cookies.text':
    'A bejelentkezéshez sütik (cookie-k) kellenek: ezekről ismerjük meg, hogy a következő oldalon is Ön az. A böngészője most egyet sem őriz meg, ezért a bejelentkezés nem tud elkezdődni.',
  'no-cookies.how':
    'Engedélyezze a sütiket ezen az oldalon a böngésző beállításai között, vagy nyissa meg a szolgáltatást egy másik böngészőben. A sütiket csak a bejelentkezéshez és a nyelvhez használjuk, követésre nem.',

  'error.engine.title': 'A szolgáltatás kérése hibás',
  'error.engine.text':
    'Az a szolgáltatás, ahonnan jött, olyan kérést küldött, amelyet nem teljesíthetünk. Ezt Ön nem tudja kijavítani: lépjen vissza a szolgáltatáshoz, és ha megismétlődik, jelezze ott.',
  'error.engine.details': 'Részletek az üzemeltetőnek',
  'error.engine.code': 'Hibakód',
  'error.engine.description': 'Leírás',
});
