/** What citizens are written, in Hungarian. What stands in braces is filled in. */
import { hungarian } from '../../translation/words.ts';

const mails = hungarian({
  'unusual-sign-in': {
    subject: 'Szokatlan bejelentkezés a fiókjába',
    paragraphs: [
      'Tisztelt {name}!',
      'Bejelentkeztek a fiókjába. Időpont: {when}. Szolgáltatás: {service}. Eszköz: {device}.',
      '{why}',
      'Ha Ön volt, nincs teendője.',
      'Ha nem Ön volt, nyissa meg ezt a hivatkozást: {objection} Ezzel mindenkit kijelentkeztet a fiókjából, és új jelszót állíthat be. A hivatkozás tíz napig érvényes.',
      'Ilyen levelet egy nap legfeljebb egyszer küldünk. Minden esemény megtalálható a naplójában: {address}',
    ],
  },
  'wrong-codes': {
    subject: 'Jó jelszó, de hibás kód a fiókjánál',
    paragraphs: [
      'Tisztelt {name}!',
      'Egy böngészőben, amelyben még nem jelentkeztek be a fiókjába, helyesen adták meg a jelszavát, de hibás kódot írtak be. Időpont: {when}. Eszköz: {device}. Ezzel nem léptek be.',
      'Ha Ön volt, nincs teendője.',
      'Ha nem Ön volt, nyissa meg ezt a hivatkozást: {objection} Ezzel mindenkit kijelentkeztet a fiókjából, és új jelszót állíthat be. A hivatkozás tíz napig érvényes.',
      'Ilyen levelet egy nap legfeljebb egyszer küldünk. Minden esemény megtalálható a naplójában: {address}',
    ],
  },
  'guesses-locked': {
    subject: 'Egy időre nem fogadjuk a próbálkozásokat a fiókjánál',
    paragraphs: [
      'Tisztelt {name}!',
      'A fiókjához sok hibás próbálkozás érkezett, ezért egy ideig nem fogadunk többet. Amit beírtak: {guessed}. Időpont: {when}.',
      '{why}',
      'Ha Ön volt, nincs teendője. Ha közben be szeretne jelentkezni, használjon olyan böngészőt, amelyben már bejelentkezett, vagy kérjen kódot az „Elfelejtett jelszó” oldalon: a jelszavát nem kell megváltoztatnia.',
      'Ha nem Ön volt, nyissa meg ezt a hivatkozást: {objection} Ezzel mindenkit kijelentkeztet a fiókjából, és új jelszót állíthat be. A hivatkozás tíz napig érvényes.',
      'Ilyen levelet egy nap legfeljebb egyszer küldünk. Minden esemény megtalálható a naplójában: {address}',
    ],
  },
  'unusual-sign-in-without-link': {
    subject: 'Szokatlan bejelentkezés a fiókjába',
    paragraphs: [
      'Tisztelt {name}!',
      'Bejelentkeztek a fiókjába. Időpont: {when}. Szolgáltatás: {service}. Eszköz: {device}.',
      '{why}',
      'Ha Ön volt, nincs teendője.',
      'Ha nem Ön volt, jelentkezzen be, nézze meg az eseménynaplót, és változtassa meg a jelszavát itt: {address} Ha nem tud belépni, forduljon a kormányablakhoz.',
      'Ezt az e-mail-címet még nem erősítették meg, ezért ebben a levélben nincs hivatkozás, amellyel tiltakozhatna. Ha a levél nem Önnek szól, nincs teendője.',
    ],
  },
  'wrong-codes-without-link': {
    subject: 'Jó jelszó, de hibás kód a fiókjánál',
    paragraphs: [
      'Tisztelt {name}!',
      'Egy böngészőben, amelyben még nem jelentkeztek be a fiókjába, helyesen adták meg a jelszavát, de hibás kódot írtak be. Időpont: {when}. Eszköz: {device}. Ezzel nem léptek be.',
      'Ha Ön volt, nincs teendője.',
      'Ha nem Ön volt, jelentkezzen be, nézze meg az eseménynaplót, és változtassa meg a jelszavát itt: {address} Ha nem tud belépni, forduljon a kormányablakhoz.',
      'Ezt az e-mail-címet még nem erősítették meg, ezért ebben a levélben nincs hivatkozás, amellyel tiltakozhatna. Ha a levél nem Önnek szól, nincs teendője.',
    ],
  },
  'guesses-locked-without-link': {
    subject: 'Egy időre nem fogadjuk a próbálkozásokat a fiókjánál',
    paragraphs: [
      'Tisztelt {name}!',
      'A fiókjához sok hibás próbálkozás érkezett, ezért egy ideig nem fogadunk többet. Amit beírtak: {guessed}. Időpont: {when}.',
      '{why}',
      'Ha Ön volt, nincs teendője. Ha közben be szeretne jelentkezni, használjon olyan böngészőt, amelyben már bejelentkezett, vagy kérjen kódot az „Elfelejtett jelszó” oldalon: a jelszavát nem kell megváltoztatnia.',
      'Ha nem Ön volt, jelentkezzen be, nézze meg az eseménynaplót, és változtassa meg a jelszavát itt: {address} Ha nem tud belépni, forduljon a kormányablakhoz.',
      'Ezt az e-mail-címet még nem erősítették meg, ezért ebben a levélben nincs hivatkozás, amellyel tiltakozhatna. Ha a levél nem Önnek szól, nincs teendője.',
    ],
  },
  'plus-activated': {
    subject: 'Elkészült az Ügyfélkapu+ szolgáltatása',
    paragraphs: [
      'Tisztelt {name}!',
      'Ügyfélkapu+ készült a fiókjához. Időpont: {when}. Mostantól a jelszava után a hitelesítő alkalmazásban látható kódot is kérjük.',
      'Ha nem Ön volt, nyissa meg ezt a hivatkozást: {objection} Ezzel letiltja az új hitelesítő alkalmazást, és megszüntet minden bejelentkezést. A hivatkozás tíz napig érvényes.',
      'Hogy akkor is be tudjon lépni, ha elveszíti vagy lecseréli a telefonját, állítson be másik eszközt vagy azonosítókulcsot (passkey) is. Jelentkezzen be itt: {address}',
    ],
  },
  'plus-activated-by-passkey': {
    subject: 'Elkészült az Ügyfélkapu+ szolgáltatása',
    paragraphs: [
      'Tisztelt {name}!',
      'Ügyfélkapu+ készült a fiókjához ezzel az azonosítókulccsal (passkey): {device}. Időpont: {when}. Mostantól ezzel jelentkezhet be.',
      'Ha nem Ön volt, nyissa meg ezt a hivatkozást: {objection} Ezzel letiltja az új azonosítókulcsot, és megszüntet minden bejelentkezést. A hivatkozás tíz napig érvényes.',
    ],
  },
  'plus-activated-by-passkey-without-link': {
    subject: 'Elkészült az Ügyfélkapu+ szolgáltatása',
    paragraphs: [
      'Tisztelt {name}!',
      'Ügyfélkapu+ készült a fiókjához ezzel az azonosítókulccsal (passkey): {device}. Időpont: {when}. Mostantól ezzel jelentkezhet be.',
      'Ha nem Ön volt, mielőbb forduljon a kormányablakhoz, és vigye magával a személyazonosító okmányát.',
      'Ezt az e-mail-címet még nem erősítették meg, ezért ebben a levélben nincs hivatkozás, amellyel a beállítást letilthatná. A címet itt erősítheti meg: {address} Ha a levél nem Önnek szól, nincs teendője.',
    ],
  },
  'authenticator-added': {
    subject: 'Új hitelesítő eszköz a fiókjához',
    paragraphs: [
      'Tisztelt {name}!',
      'Új hitelesítő eszközt állítottak be a fiókjához: {device}. Időpont: {when}. Mostantól ennek a kódjaival is be lehet jelentkezni. A korábbi törlőkód érvényét vesztette, csak az új használható.',
      'Ha nem Ön volt, nyissa meg ezt a hivatkozást: {objection} Ezzel letiltja az új eszközt, és megszüntet minden bejelentkezést. A hivatkozás tíz napig érvényes.',
    ],
  },
  'plus-activated-without-link': {
    subject: 'Elkészült az Ügyfélkapu+ szolgáltatása',
    paragraphs: [
      'Tisztelt {name}!',
      'Ügyfélkapu+ készült a fiókjához. Időpont: {when}. Mostantól a jelszava után a hitelesítő alkalmazásban látható kódot is kérjük.',
      'Ha nem Ön volt, mielőbb forduljon a kormányablakhoz, és vigye magával a személyazonosító okmányát.',
      'Ezt az e-mail-címet még nem erősítették meg, ezért ebben a levélben nincs hivatkozás, amellyel a beállítást letilthatná. A címet itt erősítheti meg: {address} Ha a levél nem Önnek szól, nincs teendője.',
    ],
  },
  'authenticator-added-without-link': {
    subject: 'Új hitelesítő eszköz a fiókjához',
    paragraphs: [
      'Tisztelt {name}!',
      'Új hitelesítő eszközt állítottak be a fiókjához: {device}. Időpont: {when}. Mostantól ennek a kódjaival is be lehet jelentkezni. A korábbi törlőkód érvényét vesztette, csak az új használható.',
      'Ha nem Ön volt, jelentkezzen be, és a naplójában válassza a „Nem én voltam” lehetőséget: {address} Ha nem tud belépni, mielőbb forduljon a kormányablakhoz.',
      'Ezt az e-mail-címet még nem erősítették meg, ezért ebben a levélben nincs hivatkozás, amellyel az eszközt letilthatná. Ha a levél nem Önnek szól, nincs teendője.',
    ],
  },
  'authenticator-removed': {
    subject: 'Eltávolítottak egy hitelesítő eszközt a fiókjából',
    paragraphs: [
      'Tisztelt {name}!',
      'Eltávolították a fiókjából ezt a hitelesítő eszközt: {device}. Időpont: {when}. A kódjaival már nem lehet bejelentkezni, és minden más eszközről kijelentkeztettük.',
      '{also}',
      'Ha nem Ön volt, valaki belépett a fiókjába: nézze meg az eseménynaplót, és változtassa meg a jelszavát itt: {address} Ha nem tud belépni, forduljon a kormányablakhoz.',
    ],
  },
  'passkey-added': {
    subject: 'Új azonosítókulcs (passkey) a fiókjához',
    paragraphs: [
      'Tisztelt {name}!',
      'Új azonosítókulcsot (passkey) állítottak be a fiókjához: {device}. Időpont: {when}. Mostantól ezzel is be lehet jelentkezni, jelszó és kód nélkül.',
      'Ha nem Ön volt, nyissa meg ezt a hivatkozást: {objection} Ezzel letiltja az új azonosítókulcsot, és megszüntet minden bejelentkezést. A hivatkozás tíz napig érvényes.',
    ],
  },
  'passkey-added-without-link': {
    subject: 'Új azonosítókulcs (passkey) a fiókjához',
    paragraphs: [
      'Tisztelt {name}!',
      'Új azonosítókulcsot (passkey) állítottak be a fiókjához: {device}. Időpont: {when}. Mostantól ezzel is be lehet jelentkezni, jelszó és kód nélkül.',
      'Ha nem Ön volt, jelentkezzen be, és a naplójában válassza a „Nem én voltam” lehetőséget: {address} Ha nem tud belépni, mielőbb forduljon a kormányablakhoz.',
      'Ezt az e-mail-címet még nem erősítették meg, ezért ebben a levélben nincs hivatkozás, amellyel az azonosítókulcsot letilthatná. Ha a levél nem Önnek szól, nincs teendője.',
    ],
  },
  'passkey-removed': {
    subject: 'Eltávolítottak egy azonosítókulcsot (passkey) a fiókjából',
    paragraphs: [
      'Tisztelt {name}!',
      'Eltávolították a fiókjából ezt az azonosítókulcsot (passkey): {device}. Időpont: {when}. Már nem lehet vele bejelentkezni, és minden más eszközről kijelentkeztettük.',
      '{also}',
      'Ha nem Ön volt, valaki belépett a fiókjába: nézze meg az eseménynaplót, és változtassa meg a jelszavát itt: {address} Ha nem tud belépni, forduljon a kormányablakhoz.',
    ],
  },
  'enrolment-code': {
    subject: 'Kód az Ügyfélkapu+ igényléséhez – ellenőrző szám: {sessionIdentifier}',
    paragraphs: [
      'Tisztelt {name}!',
      'Az Ügyfélkapu+ igényléséhez ezt a kódot írja be: {code}',
      'Az ellenőrző szám: {sessionIdentifier}. Csak akkor írja be a kódot, ha az oldalon is ezt látja. A kód eddig érvényes: {until}.',
      'Ha nem Ön igényli, valaki ismeri a jelszavát. A kódot ne adja meg senkinek, és mielőbb változtassa meg a jelszavát. A kód nélkül az illető nem tudja befejezni az igénylést.',
    ],
  },
  'sign-in-code': {
    subject: 'Kód a bejelentkezéshez – ellenőrző szám: {sessionIdentifier}',
    paragraphs: [
      'Tisztelt {name}!',
      'Ezzel a kóddal jelentkezhet be ide: {service}. A kód: {code}',
      'Az ellenőrző szám: {sessionIdentifier}. Csak akkor írja be a kódot, ha az oldalon is ezt látja. A kód eddig érvényes: {until}.',
      'A kódot ne adja meg senkinek: munkatársunk sem kéri el, sem telefonon, sem levélben.',
      'Ha nem Ön jelentkezik be, valaki ismeri a jelszavát: mielőbb változtassa meg. A kód nélkül az illető nem tud belépni.',
    ],
  },
  'password-changed': {
    subject: 'Megváltozott a jelszava',
    paragraphs: [
      'Tisztelt {name}!',
      'Megváltozott a fiókja jelszava, és minden más eszközről kijelentkeztettük. Időpont: {when}.',
      '{also}',
      'Ha nem Ön változtatta meg, kérjen új jelszót az „Elfelejtett jelszó” oldalon, és mielőbb forduljon a kormányablakhoz.',
    ],
  },
  'signed-out-everywhere': {
    subject: 'Minden eszközről kijelentkeztettük',
    paragraphs: [
      'Tisztelt {name}!',
      'Kérésre minden eszközről kijelentkeztettük a fiókjából. Időpont: {when}. Egyetlen eszközön sincs már bejelentkezve.',
      '{also}',
      'Ha nem Ön kérte, valaki belépett a fiókjába: jelentkezzen be, és változtassa meg a jelszavát itt: {address}',
    ],
  },
  'cancellation-code-reminder': {
    subject: 'Megvan még a törlőkódja?',
    paragraphs: [
      'Tisztelt {name}!',
      'Legalább egy éve nem próbálta ki az Ügyfélkapu+ törlőkódját. Ha a telefonja elvész, erre a kódra lesz szüksége.',
      'Kérjük, keresse elő, és ellenőrizze, hogy jó-e: jelentkezzen be, majd válassza a „Törlőkód kipróbálása” hivatkozást: {address} A próba nem szüntet meg semmit, és a kód megmarad.',
      'A törlőkódot e-mailben soha nem kérjük. Ne küldje el, és ne adja meg senkinek.',
    ],
  },
  'password-reset-code': {
    subject: 'Elfelejtett jelszó – ellenőrző szám: {sessionIdentifier}',
    paragraphs: [
      'Tisztelt {name}!',
      'Valaki, remélhetőleg Ön, új jelszót kért a fiókjához. Írja be ezt a kódot azon az oldalon, ahol az új jelszót kérte: {code}',
      'Az ellenőrző szám: {sessionIdentifier}. Csak akkor írja be a kódot, ha az oldalon is ezt látja.',
      'Ha ugyanazon az eszközön és ugyanabban a böngészőben olvassa ezt a levelet, ezt a hivatkozást is megnyithatja: {link}',
      'A kóddal és a hivatkozással 15 percig állíthat be új jelszót. Ha csak bejelentkezni szeretne, mert egy böngészőben nem engedtük be, a hivatkozást ott egy napig megnyithatja. Ha nem Ön kérte, nincs teendője: a jelszava nem változott. A kódot ne adja meg senkinek.',
    ],
  },
  'password-reset': {
    subject: 'Új jelszót állítottak be a fiókjához',
    paragraphs: [
      'Tisztelt {name}!',
      'Az „Elfelejtett jelszó” oldalon új jelszót állítottak be a fiókjához. Időpont: {when}. Az Ügyfélkapu+ beállításai nem változtak.',
      '{also}',
      'Ha nem Ön volt, valaki hozzáfér az e-mailjeihez: változtassa meg az e-mail-fiókja jelszavát, majd az „Elfelejtett jelszó” oldalon kérjen itt is új jelszót, és mielőbb forduljon a kormányablakhoz.',
    ],
  },
  'forgotten-username': {
    subject: 'Elfelejtett felhasználónév',
    paragraphs: [
      'Tisztelt Ügyfelünk!',
      'Valaki, remélhetőleg Ön, ennek az e-mail-címnek a felhasználónevét kérte. Időpont: {when}.',
      'A felhasználónév: {usernames}',
      'Ha ezt a címet többen is megerősítették, legfeljebb nyolc fiók felhasználónevét soroljuk fel.',
      'Ha a jelszavát is elfelejtette, itt kérhet újat: {reset}',
      'Ha nem Ön kérte, nincs teendője. Aki kérte, nem tudta meg, hogy van-e ilyen fiók, és a felhasználónévvel egyedül senki nem tud belépni.',
    ],
  },
  'account-activated': {
    subject: 'Aktiválták a fiókját',
    paragraphs: [
      'Tisztelt {name}!',
      'Az egyszer használható aktiváló kóddal aktiválták a fiókját, és jelszót állítottak be hozzá. Időpont: {when}.',
      'Itt éri el: {address} Ha nem Ön volt, mielőbb forduljon a kormányablakhoz.',
    ],
  },
  'approval-asked': {
    subject: 'Jóváhagyásra váró kérés: {service}',
    paragraphs: [
      'Tisztelt {name}!',
      'Ez a szolgáltatás azt kéri, hogy hagyja jóvá a belépést, amelyet máshol kezdett el: {service}. Az üzenete: „{binding}”. Időpont: {when}.',
      'Dönteni a saját fiókjában tud, eddig: {until}. Nyissa meg a böngészőben a Fiókom oldalt, jelentkezzen be, és válassza a „Jóváhagyásra váró kérések” lapot. Ebben a levélben szándékosan nincs hivatkozás.',
      'Csak akkor hagyja jóvá, ha Ön kezdte el, és ugyanezt az üzenetet látja vagy hallja ott is. Ha nem tud róla, utasítsa el, vagy ne tegyen semmit: a kérés magától lejár.',
    ],
  },
  'wallet-issued': {
    subject: 'Digitális igazolványt töltöttek le egy tárcába',
    paragraphs: [
      'Tisztelt {name}!',
      'Az Ön digitális igazolványát letöltötték ebbe a tárcába: {wallet}. Időpont: {when}. Mostantól ezzel a tárcával igazolhatja magát.',
      'Ha nem Ön volt, azonnal vonja vissza itt: {wallets} Ezután változtassa meg a jelszavát is.',
    ],
  },
  'wallet-revoked': {
    subject: 'Visszavonták a digitális igazolványát egy tárcában',
    paragraphs: [
      'Tisztelt {name}!',
      'Visszavonták a digitális igazolványát ebben a tárcában: {wallet}. Időpont: {when}. A tárcával többé nem igazolhatja magát, és minden más eszközről kijelentkeztettük.',
      'Bármikor letölthet újat itt: {wallets} Ha nem Ön vonta vissza, mielőbb változtassa meg a jelszavát.',
    ],
  },
  'wallet-linked': {
    subject: 'Digitális tárcát kapcsoltak a fiókjához',
    paragraphs: [
      'Tisztelt {name}!',
      'Jelszó és hitelesítő kód megadása után digitális tárcát kapcsoltak a fiókjához. Az igazolás kiállítója: {source}. Időpont: {when}. Mostantól ezzel a tárcával jelszó nélkül is be lehet jelentkezni.',
      'Ha nem Ön volt, a fiókja naplójában válassza a „Nem én voltam” lehetőséget: leválasztjuk a tárcát, és minden más eszközről kijelentkeztetjük.',
    ],
  },
  'wallet-unlinked': {
    subject: 'Leválasztottak egy digitális tárcát a fiókjáról',
    paragraphs: [
      'Tisztelt {name}!',
      'Leválasztottak egy digitális tárcát a fiókjáról. Az igazolás kiállítója: {source}. Időpont: {when}. Ezzel a tárcával többé nem lehet belépni, és minden más eszközről kijelentkeztettük.',
      'A tárcát bármikor újra összekapcsolhatja a fiókjával. Ha nem Ön választotta le, mielőbb változtassa meg a jelszavát.',
    ],
  },
  'plus-frozen': {
    subject: 'Letiltottuk az új hitelesítő eszközt',
    paragraphs: [
      'Tisztelt {name}!',
      'Az Ön jelzésére letiltottuk a fiókjához hozzáadott hitelesítő eszközt, és minden eszközről kijelentkeztettük. Időpont: {when}.',
      '{also}',
      'A jelszavát más is ismerheti: mielőbb változtassa meg itt: {address} Ha más hitelesítő eszköze nem maradt, ugyanott igényelje újra az Ügyfélkapu+ szolgáltatást.',
    ],
  },
  'plus-cancelled': {
    subject: 'Megszűnt az Ügyfélkapu+ szolgáltatása',
    paragraphs: [
      'Tisztelt {name}!',
      'A törlőkóddal megszüntették a fiókja Ügyfélkapu+ szolgáltatását. Időpont: {when}. A fiókja megmaradt, és minden eszközről kijelentkeztettük.',
      '{also}',
      'Új Ügyfélkapu+ bármikor igényelhető itt: {address} Ha nem Ön szüntette meg, kérjük, mielőbb forduljon a kormányablakhoz.',
    ],
  },
  'contact-code-new': {
    subject: 'Kód az új e-mail-cím megerősítéséhez – ellenőrző szám: {sessionIdentifier}',
    paragraphs: [
      'Tisztelt {name}!',
      'Ezt az e-mail-címet adták meg egy fiók új elérhetőségeként. Ha Ön kérte, írja be ezt a kódot azon az oldalon, ahol a változtatást elkezdte: {code}',
      'Az ellenőrző szám: {sessionIdentifier}. Csak akkor írja be a kódot, ha az oldalon is ezt látja. A kód eddig érvényes: {until}. A kódot ne adja meg senkinek.',
      'Ha nem Ön kérte, nincs teendője: a kód nélkül nem történik semmi.',
    ],
  },
  'contact-code-old': {
    subject: 'Kód az elérhetősége megváltoztatásához – ellenőrző szám: {sessionIdentifier}',
    paragraphs: [
      'Tisztelt {name}!',
      'Kérték, hogy a fiókja új elérhetősége ez legyen: {contact}. Ha Ön kérte, írja be ezt a kódot azon az oldalon, ahol a változtatást elkezdte: {code}',
      'Az ellenőrző szám: {sessionIdentifier}. Csak akkor írja be a kódot, ha az oldalon is ezt látja. A kód eddig érvényes: {until}. A kódot ne adja meg senkinek.',
      'Ha nem Ön kérte, valaki bejutott a fiókjába. A kód nélkül az elérhetősége nem változik: ne adja meg senkinek. Jelentkezzen ki minden eszközről, és változtassa meg a jelszavát itt: {address}',
    ],
  },
  'contact-changed': {
    subject: 'Megváltozott az elérhetősége',
    paragraphs: [
      'Tisztelt {name}!',
      'Megváltozott a fiókja elérhetősége. Az új: {contact}. Időpont: {when}. Mostantól ezt használjuk a korábbi helyett.',
      'Ha nem Ön változtatta meg, valaki bejutott a fiókjába. Jelentkezzen ki minden eszközről, és változtassa meg a jelszavát itt: {address} A korábbi elérhetőségét a kormányablakban állíthatja vissza: vigye magával a személyazonosító okmányát.',
    ],
  },
  'closing-requested': {
    subject: 'A fiókja 30 nap múlva megszűnik',
    paragraphs: [
      'Tisztelt {name}!',
      'Kérték a fiókja megszüntetését. Időpont: {when}. A fiók minden adatával együtt {closesOn} napján szűnik meg.',
      '{also}',
      'Addig bármikor visszavonhatja itt: {address} Ha nem Ön kérte, vonja vissza, és mielőbb változtassa meg a jelszavát.',
    ],
  },
  'closing-withdrawn': {
    subject: 'A fiókja megmarad',
    paragraphs: [
      'Tisztelt {name}!',
      'Visszavonták a fiókja megszüntetését, a fiókja megmarad. Időpont: {when}. Ha volt tárcába letöltött digitális igazolványa, az visszavonva marad: kérje újra, és kapcsolja össze újra a tárcáit.',
      'Ha nem Ön vonta vissza, mielőbb változtassa meg a jelszavát itt: {address}',
    ],
  },
  'account-suspended': {
    subject: 'Felfüggesztettük a fiókját',
    paragraphs: [
      'Tisztelt {name}!',
      'A kormányablakban felfüggesztették a fiókját, és minden eszközről kijelentkeztettük. Időpont: {when}. Amíg fel van függesztve, senki nem tud belépni.',
      'A fiókot a kormányablakban kaphatja vissza. Vigye magával a személyazonosító okmányát.',
    ],
  },
  'account-enabled': {
    subject: 'Visszaadtuk a fiókját',
    paragraphs: [
      'Tisztelt {name}!',
      'A letiltott fiókját visszaadtuk. Időpont: {when}. A régi jelszó és a régi Ügyfélkapu+ már nem érvényes, mert más is hozzáférhetett.',
      'Új jelszót aktiváló kóddal állíthat be, amelyet külön kap meg. Utána itt igényelhet új Ügyfélkapu+ szolgáltatást: {address} Ha nem kap kódot, az okmányával forduljon a kormányablakhoz.',
    ],
  },
  'account-deleted': {
    subject: 'Töröltük a fiókját',
    paragraphs: [
      'Tisztelt {name}!',
      'Az üzemeltető minden adatával együtt törölte a fiókját. Időpont: {when}. Minden eszközről kijelentkeztettük, és a digitális igazolványait visszavontuk.',
      'Ha nem tudja, miért történt, forduljon a kormányablakhoz.',
    ],
  },
  'name-changed': {
    subject: 'Megváltozott a neve a fiókjában',
    paragraphs: [
      'Tisztelt {name}!',
      'A kormányablakban megváltoztatták a fiókjában szereplő viselt nevet. Időpont: {when}. A fiókja és a felhasználóneve megmaradt.',
      'Ha nem Ön kérte, forduljon a kormányablakhoz.',
    ],
  },
  'desk-reset-approved': {
    subject: 'Kérésre megszüntetjük az Ügyfélkapu+ szolgáltatást – ellenőrizze!',
    paragraphs: [
      'Tisztelt {name}!',
      'A kormányablakban kérték, hogy szüntessük meg a fiókja Ügyfélkapu+ szolgáltatását, minden hitelesítő alkalmazással és a törlőkóddal együtt. Két ügyintéző hagyta jóvá.',
      'Ekkor töröljük: {when}. Utána új Ügyfélkapu+ szolgáltatást igényelhet. Ha Ön kérte, nincs más teendője.',
      'Ha nem Ön kérte, nyissa meg ezt a hivatkozást, és vonja vissza: {cancel}',
    ],
  },
  'desk-restore-approved': {
    subject: 'Kérésre visszaadjuk a felfüggesztett fiókot – ellenőrizze!',
    paragraphs: [
      'Tisztelt {name}!',
      'A kormányablakban kérték, hogy a felfüggesztett fiókja újra használható legyen. Két ügyintéző hagyta jóvá. A régi Ügyfélkapu+ ekkor megszűnik.',
      'Ekkor adjuk vissza: {when}. Ha Ön kérte, utána az okmányával a kormányablakban kap aktiváló kódot, mert a régi jelszó sem lesz érvényes.',
      'Ha nem Ön kérte, nyissa meg ezt a hivatkozást, és vonja vissza: {cancel}',
    ],
  },
  'desk-second-account-approved': {
    subject: 'Második fiókot kértek az Ön adataival – ellenőrizze!',
    paragraphs: [
      'Tisztelt {name}!',
      'A kormányablakban kérték, hogy az Ön adataival egy második fiókot is lehessen regisztrálni. Két ügyintéző hagyta jóvá. Ez a fiókja nem változik.',
      'Ettől kezdve lehet regisztrálni: {when}. Ha Ön kérte, utána az okmányával a kormányablakban megteheti.',
      'Ha nem Ön kérte, nyissa meg ezt a hivatkozást, és vonja vissza: {cancel}',
    ],
  },
  'desk-reset-approved-without-link': {
    subject: 'Kérésre megszüntetjük az Ügyfélkapu+ szolgáltatást – ellenőrizze!',
    paragraphs: [
      'Tisztelt {name}!',
      'A kormányablakban kérték, hogy szüntessük meg a fiókja Ügyfélkapu+ szolgáltatását, minden hitelesítő alkalmazással és a törlőkóddal együtt. Két ügyintéző hagyta jóvá.',
      'Ekkor töröljük: {when}. Utána új Ügyfélkapu+ szolgáltatást igényelhet. Ha Ön kérte, nincs más teendője.',
      'Ha nem Ön kérte, jelentkezzen be, és vonja vissza itt: {address} Ha nem tud belépni, forduljon a kormányablakhoz. Ezt az e-mail-címet még nem erősítették meg, ezért ebben a levélben nincs hivatkozás a visszavonáshoz.',
    ],
  },
  'desk-restore-approved-without-link': {
    subject: 'Kérésre visszaadjuk a felfüggesztett fiókot – ellenőrizze!',
    paragraphs: [
      'Tisztelt {name}!',
      'A kormányablakban kérték, hogy a felfüggesztett fiókja újra használható legyen. Két ügyintéző hagyta jóvá. A régi Ügyfélkapu+ ekkor megszűnik.',
      'Ekkor adjuk vissza: {when}. Ha Ön kérte, utána az okmányával a kormányablakban kap aktiváló kódot, mert a régi jelszó sem lesz érvényes.',
      'Ha nem Ön kérte, az okmányával forduljon a kormányablakhoz. Ezt az e-mail-címet még nem erősítették meg, ezért ebben a levélben nincs hivatkozás a visszavonáshoz.',
    ],
  },
  'desk-second-account-approved-without-link': {
    subject: 'Második fiókot kértek az Ön adataival – ellenőrizze!',
    paragraphs: [
      'Tisztelt {name}!',
      'A kormányablakban kérték, hogy az Ön adataival egy második fiókot is lehessen regisztrálni. Két ügyintéző hagyta jóvá. Ez a fiókja nem változik.',
      'Ettől kezdve lehet regisztrálni: {when}. Ha Ön kérte, utána az okmányával a kormányablakban megteheti.',
      'Ha nem Ön kérte, jelentkezzen be, és vonja vissza itt: {address} Ha nem tud belépni, forduljon a kormányablakhoz. Ezt az e-mail-címet még nem erősítették meg, ezért ebben a levélben nincs hivatkozás a visszavonáshoz.',
    ],
  },
  'desk-reset-done': {
    subject: 'Megszüntettük az Ügyfélkapu+ szolgáltatást',
    paragraphs: [
      'Tisztelt {name}!',
      'A kormányablakban benyújtott kérésre megszüntettük a fiókja Ügyfélkapu+ szolgáltatását, és minden eszközről kijelentkeztettük. Időpont: {when}.',
      'Új Ügyfélkapu+ szolgáltatást itt igényelhet: {address} Ha nem Ön kérte, mielőbb forduljon a kormányablakhoz.',
    ],
  },
  'desk-restore-done': {
    subject: 'Visszaadtuk a fiókját',
    paragraphs: [
      'Tisztelt {name}!',
      'A kormányablakban benyújtott kérésre visszaadtuk a fiókját. Időpont: {when}. A régi jelszó és a régi Ügyfélkapu+ már nem érvényes, mert más is hozzáférhetett.',
      'Az okmányával a kormányablakban kap aktiváló kódot, azzal állít be új jelszót. Utána itt igényelhet új Ügyfélkapu+ szolgáltatást: {address}',
    ],
  },
  'desk-second-account-done': {
    subject: 'Mostantól regisztrálható a második fiókja',
    paragraphs: [
      'Tisztelt {name}!',
      'A kormányablakban benyújtott kérésre mostantól harminc napig egy második fiókot is lehet regisztrálni az Ön adataival. Időpont: {when}. Ez a fiókja nem változott.',
      'Vigye magával az okmányát a kormányablakba. Ha nem Ön kérte, mielőbb forduljon a kormányablakhoz.',
    ],
  },
  'desk-refused': {
    subject: 'Nem teljesítették a kormányablakban benyújtott kérést',
    paragraphs: [
      'Tisztelt {name}!',
      'A kormányablakban kérést nyújtottak be a fiókjához. Időpont: {when}. Egy másik munkatárs nem hagyta jóvá, ezért a fiókjában semmi sem változott.',
      'Ha Ön kérte, az okmányával forduljon újra a kormányablakhoz: ott megmondják, mi hiányzik.',
      'Ha nem Ön kérte, nincs teendője.',
    ],
  },
  'desk-expired': {
    subject: 'Lejárt a kormányablakban benyújtott kérés',
    paragraphs: [
      'Tisztelt {name}!',
      'A kormányablakban kérést nyújtottak be a fiókjához. Időpont: {when}. Nem született róla döntés, amíg érvényes volt, ezért a fiókjában semmi sem változott.',
      'Ha Ön kérte, és még szüksége van rá, az okmányával forduljon újra a kormányablakhoz.',
      'Ha nem Ön kérte, nincs teendője.',
    ],
  },
});

/** One message holds 160 characters of GSM 03.38, or 70 with letters that it lacks, such as á, í, ó, ő and ű. */
const texts = hungarian({
  'unusual-sign-in': 'Szokatlan belépés a fiókjába. Nem Ön volt? {objection}',
  'wrong-codes': 'Jó jelszó, de hibás kód a fiókjánál. Nem Ön volt? {objection}',
  'guesses-locked': 'Sok hibás próbálkozás a fiókjánál. Nem Ön volt? {objection}',
  'sign-in-code': 'Kód: {code}, ellenőrző szám: {sessionIdentifier}. Ne adja meg! Lejár: {until}.',
  'contact-code-new': 'Kód az új számhoz: {code}, ellenőrző szám: {sessionIdentifier}. Ne adja meg!',
  'contact-code-old': 'Kód a változáshoz: {code}, ellenőrző szám: {sessionIdentifier}. Ne adja meg!',
  'desk-approved': 'Hivatali kérés a fiókjához. Ha nem Ön volt, vonja vissza a fiókjában!',
  'desk-done': 'Teljesítettük a fiókjához a hivatalban benyújtott kérést.',
  'desk-not-done': 'A fiókjához a hivatalban benyújtott kérést nem teljesítettük.',
});

export const hu = { mails, texts } as const;
