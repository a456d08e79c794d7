/** The words of wallets, issued and linked, in Hungarian. */
import { hungarian } from '../../../translation/words.ts';

export const hu = hungarian({
  'wallets.title': 'Tárcáim – Digitális Állampolgár',
  'wallets.hint': 'Digitális tárcák, amelyek a fiókjához tartoznak.',
  'wallets.text':
    'Itt látja, melyik tárcába töltötte le a digitális igazolványát. A tárca egy alkalmazás, amelyben megőrizheti, és amellyel igazolhatja magát.',
  'wallets.none': 'Még egyetlen tárcába sem töltötte le a digitális igazolványát.',
  'wallets.issued-at': 'Letöltve',
  'wallets.expires-on': 'Érvényes eddig',
  'wallets.number': 'Kiadott példányok',
  'wallets.revoked-at': 'Visszavonva',
  'wallets.not-attested': 'A tárca eredetét nem igazolta senki.',
  'wallets.state.valid': 'érvényes',
  'wallets.state.expired': 'lejárt',
  'wallets.state.revoked': 'visszavonva',
  'wallets.revoke': 'Visszavonás',
  'wallets.revoke.title': 'Visszavonja a digitális igazolványát?',
  'wallets.revoke.text':
    'Ezzel a tárcával többé nem igazolhatja magát, és nem jelentkezhet be. Másik tárcáját ez nem érinti.',
  'wallets.revoke.consequence':
    'Minden más eszközről azonnal kijelentkeztetjük. A visszavonás végleges, de bármikor letölthet újat.',
  'wallets.revoke.button': 'Visszavonom',
  'wallets.revoke.keep': 'Mégsem, megtartom',
  'wallets.revoked.heading': 'Visszavontuk a digitális igazolványát',
  'wallets.revoked.text': 'A tárcával többé nem igazolhatja magát. Erről e-mailt is küldünk.',
  'wallets.linked.title': 'Összekapcsolt tárcák',
  'wallets.linked.text':
    'Ezekkel a digitális tárcákkal jelszó nélkül is be lehet lépni a fiókjába. A bennük lévő igazolást nem mi állítottuk ki.',
  'wallets.linked.none': 'Más kiállító igazolásával egyetlen tárca sincs összekapcsolva a fiókjával.',
  'wallets.linked.source': 'Kiállító',
  'wallets.linked.at': 'Időpont',
  'wallets.unlink': 'Leválasztás',
  'wallets.unlink.title': 'Leválasztja ezt a tárcát a fiókjáról?',
  'wallets.unlink.text':
    'Ezzel a tárcával többé nem lehet belépni a fiókjába. A tárca és a benne lévő igazolás megmarad.',
  'wallets.unlink.consequence':
    'Minden más eszközről azonnal kijelentkeztetjük. A tárcát később újra összekapcsolhatja a fiókjával.',
  'wallets.unlink.button': 'Leválasztom',
  'wallets.unlink.keep': 'Mégsem, megtartom',
  'wallets.unlinked.heading': 'Leválasztottuk a tárcát a fiókjáról',
  'wallets.unlinked.text': 'Ezzel a tárcával többé nem lehet belépni. Erről e-mailt is küldünk.',
  'wallets.add': 'Letöltés egy tárcába',
  'wallets.add.title': 'Letöltés egy tárcába',
  'wallets.add.text':
    'Válassza ki a tárcát, amelybe letölti a digitális igazolványát. Az Ön neve, a születési adatai, az anyja neve és egy nyilvántartási szám kerül bele. Később Ön dönti el, kinek mit mutat meg belőle.',
  'wallets.add.renewal':
    'A tárca {days} napig magától is kérhet újat. Erről minden alkalommal e-mailt küldünk. Ha visszavon egyet, mindenhol kijelentkezik vagy jelszót változtat, ezt egyik tárca sem teheti tovább.',
  'wallets.add.only-own':
    'Csak a saját telefonján lévő tárcába töltse le. Ha valaki telefonon vagy üzenetben kéri, hogy tegye meg, az csalás.',
  'wallets.add.button': 'Letöltés ide: {service}',
  'wallets.add.needs-identification':
    'Digitális igazolványt az kaphat, akinek a személyazonosságát már ellenőriztük.',
  'wallets.add.needs-plus': 'A letöltéshez Ügyfélkapu+ kell. Előbb igényelje, utána térjen vissza ide.',
  'wallets.offer.open.title': 'Olvassa be a tárcájával',
  'wallets.offer.open': 'Nyissa meg ezt a tárcát: {service}',
  'wallets.offer.scan': 'Olvassa be vele ezt a QR-kódot:',
  'wallets.offer.qr': 'QR-kód a tárca számára',
  'wallets.offer.same-device.first': 'Ha a tárca ezen az eszközön van, előbb jegyezze meg a kódot.',
  'wallets.offer.same-device': 'Megnyitom a tárcát ezen az eszközön',
  'wallets.offer.code': 'Írja be a tárcába ezt a kódot:',
  'wallets.offer.code.label': 'Kód a tárca számára',
  'wallets.offer.code.note': 'Senkinek ne mondja meg. Három hibás kód után újra kell kezdeni.',
  'wallets.offer.until': 'Eddig érvényes: {until}. Ha készen van, válassza a „Frissítés” gombot.',
  'wallets.offer.refresh': 'Frissítés',
  'wallets.offer.taking.title': 'Folyamatban van a letöltés',
  'wallets.offer.taking':
    'A tárcában helyes kódot adtak meg: {service}. Ha a tárca jelzi, hogy elkészült, válassza a „Frissítés” gombot.',
  'wallets.offer.taken.title': 'Megtörtént a letöltés',
  'wallets.offer.taken': 'A tárca átvette a digitális igazolványát: {service}. Időpont: {time}',
  'wallets.offer.dead.title': 'Túl sok hibás kód',
  'wallets.offer.dead':
    'A tárcában háromszor hibás kódot írtak be, ezért a QR-kód már nem használható. Ha nem Ön volt, valaki más olvasta be. Kezdje újra, és ne mutassa másnak.',
  'wallets.offer.expired.title': 'Lejárt az idő',
  'wallets.offer.expired': 'A QR-kód öt percig volt érvényes. Kezdje újra, ha még szeretné letölteni.',
  'wallets.offer.again': 'Újrakezdem',
  'wallets.offer.to-list': 'Vissza a tárcáimhoz',
});
