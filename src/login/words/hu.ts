/** The words of the sign-in, in Hungarian. */
import { hungarian } from '../../translation/words.ts';

export const hu = hungarian({
  'method.title': 'Hogyan szeretne bejelentkezni?',
  'method.ugyfelkapu-plus.title': 'Ügyfélkapu+',
  'method.ugyfelkapu-plus.text':
    'Felhasználónév és jelszó, majd a hitelesítő alkalmazásban látható kód. Ez a biztonságosabb.',
  'method.ugyfelkapu-plus.sign-in': 'Bejelentkezés Ügyfélkapu+ használatával',
  'method.ugyfelkapu.title': 'Ügyfélkapu',
  'method.ugyfelkapu.text':
    'Csak felhasználónév és jelszó. Annak, akinek még nincs Ügyfélkapu+ szolgáltatása.',
  'method.ugyfelkapu.sign-in': 'Bejelentkezés Ügyfélkapu használatával',
  'method.deadline':
    'Csak jelszóval {days, plural, =0 {ma utoljára jelentkezhet be} other {még {days} napig jelentkezhet be (az utolsó nap: {lastDay})}}. Utána csak az Ügyfélkapu+ használható: igényelje időben.',

  'closed.title': 'Csak jelszóval már nem lehet belépni',
  'closed.text':
    'A jelszava jó, de a bejelentkezéshez Ügyfélkapu+ szükséges, és ezt ezen az oldalon már nem lehet igényelni.',
  'closed.help':
    'A kormányablakban személyesen segítenek beállítani. Vigye magával a személyazonosító okmányát és a telefonját. A fiókja megmaradt.',

  'not-identified.title': 'Ehhez igazolnia kell a személyazonosságát',
  'not-identified.text':
    'A bejelentkezés sikerült, de ez a szolgáltatás csak azt fogadja, akit már azonosítottak. Az Ön személyazonosságát ehhez még nem ellenőrizték.',
  'not-identified.desk': 'Kormányablakban',
  'not-identified.wallet': 'Digitális tárcával',
  'not-identified.wallet.text':
    'Ha van digitális tárcája és Ügyfélkapu+ szolgáltatása, kösse össze a kettőt. Ehhez a jelszavára és a hitelesítő alkalmazás kódjára is szükség lesz.',
  'not-identified.wallet.link': 'Igazolom a digitális tárcámmal',

  'personal-data.title': 'Adja meg a hiányzó adatait',
  'personal-data.text':
    'A fiókját egy korábbi rendszerből vettük át, amelyben nem szerepelt minden adata. Ami hiányzik, azt most kell megadnia, csak egyszer.',
  'personal-data.document': 'Pontosan úgy írja be őket, ahogy az okmányában szerepelnek.',
  'personal-data.family_name': 'Viselt családi név',
  'personal-data.given_name': 'Viselt utónév',
  'personal-data.birth_family_name': 'Születési családi név',
  'personal-data.birth_given_name': 'Születési utónév',
  'personal-data.mothers_birth_name': 'Anyja születési neve',
  'personal-data.place_of_birth': 'Születési hely',
  'personal-data.birthdate': 'Születési idő',
  'personal-data.birthdate.hint': 'Például: 1956. 03. 14.',
  'personal-data.birthdate.wrong': 'A születési időt így írja be: 1956. 03. 14.',
  'personal-data.birthdate-future': 'A születési idő nem lehet a jövőben.',
  'personal-data.birthdate-early': 'A születési idő nem lehet 1900 előtti.',
  'personal-data.empty': 'Töltse ki: {name}.',
  'personal-data.too-long': '{name}: legfeljebb 100 karakter lehet.',
  'personal-data.invisible': '{name}: láthatatlan karakter van benne. Írja be újra, ne másolja.',
  'personal-data.not-identified':
    'Ezzel a személyazonosságát még nem igazolta. Ha egy szolgáltatás ezt kéri, menjen be az okmányával egy kormányablakba.',
  'personal-data.button': 'Mentés és folytatás',

  'passkey.title': 'Jelentkezzen be az azonosítókulcsával',
  'passkey.text':
    'Az azonosítókulcs (passkey) a telefonján, a számítógépén vagy egy biztonsági kulcson van. Ujjlenyomattal, arcképpel vagy PIN-kóddal használhatja, jelszó és hitelesítő kód nem kell hozzá.',
  'passkey.demanded':
    'Ez a szolgáltatás csak azonosítókulccsal (passkey) fogad bejelentkezést. Ha még nincs ilyen, a fiókjában állíthat be egyet.',
  'passkey.set-up': 'Azonosítókulcs beállítása a fiókomban',
  'passkey.code-instead': 'Bejelentkezés hitelesítő kóddal',
  'passkey.without-script':
    'Itt most nem használhatja. Engedélyezze a JavaScriptet, és töltse be újra az oldalt; vagy kezdje újra a bejelentkezést egy másik böngészőben vagy eszközön; vagy válasszon lent másik módot.',
  'passkey.without-script-or-other-way':
    'Itt most nem használhatja. Engedélyezze a JavaScriptet, és töltse be újra az oldalt; vagy kezdje újra a bejelentkezést egy másik böngészőben vagy eszközön.',
  'passkey.help': 'Nem tudja használni az azonosítókulcsát?',
  'passkey.help.other-device':
    'Ha egy másik eszközön van, a böngésző ablakában válassza azt: a telefonjával egy QR-kódot kell beolvasnia.',
  'passkey.help.lost':
    'Ha elveszett, és nincs másik, a törlőkóddal megszüntetheti az Ügyfélkapu+ szolgáltatást, és újat igényelhet. Törlőkód nélkül a kormányablakban segítenek.',

  'after-application.title': 'Legyen másik útja is a fiókjához',
  'after-application.lead':
    'Az Ügyfélkapu+ elkészült. Ha elveszíti vagy lecseréli a telefonját, csak az segít, ami nem vész el vele:',
  'after-application.paper':
    'a törlőkód, amelyet az előbb kapott: tartsa papíron, a telefonjától külön. Ezzel megszüntetheti, majd újra igényelheti az Ügyfélkapu+ szolgáltatást.',
  'after-application.device': 'a hitelesítő alkalmazás egy másik eszközön is, például egy táblagépen.',
  'after-application.passkey':
    'azonosítókulcs (passkey) egy másik eszközön vagy biztonsági kulcson, vagy olyan, amelyet a jelszókezelője a többi eszközére is átvisz.',
  'after-application.later': 'Az utóbbi kettőt a fiókjában bármikor beállíthatja.',
  'after-application.make': 'Azonosítókulcsot (passkey) állítok be most',
  'after-application.only-there':
    'Azonosítókulcsot most is beállíthat. A böngésző megkérdezi, hol tárolja: ha csak a telefonján lesz meg, a telefonnal együtt elvész.',
  'after-application.go-on': 'Tovább a szolgáltatáshoz',
  'passkey.offer.title': 'Legközelebb kód nélkül is beléphet',
  'passkey.offer.lead':
    'Sikeresen bejelentkezett. Ha ez az Ön eszköze, azonosítókulcsot (passkey) állíthat be rajta: legközelebb ujjlenyomattal, arcképpel vagy PIN-kóddal jelentkezhet be, jelszó és kód nélkül.',
  'passkey.offer.why':
    'Hamis oldal nem tudja megszerezni. Ha csak ezen az eszközön van meg, az eszközzel együtt elvész, kivéve, ha a jelszókezelője a többi eszközére is átviszi.',
  'passkey.offer.make': 'Beállítom ezen az eszközön',
  'passkey.offer.later': 'Most nem, tovább a szolgáltatáshoz',
  'passkey.offer.shared': 'Ezt az eszközt mások is használják',
  'passkey.offer.shared.hint': 'Jelölje be, és itt nem ajánljuk fel többé.',

  'method.other': 'Más módon jelentkezem be',

  'method.digitalis-allampolgar.title': 'Digitális Állampolgár',
  'method.digitalis-allampolgar.text':
    'A telefonján lévő digitális tárcával. Sem felhasználónév, sem jelszó nem kell hozzá.',

  'wallet.instead': 'Bejelentkezés digitális tárcával',
  'wallet.choice.title': 'Hol van a digitális tárcája?',
  'wallet.choice.same-device.title': 'Ezen az eszközön',
  'wallet.choice.same-device.text':
    'A tárca azon a telefonon vagy számítógépen van, amelyiken ezt az oldalt olvassa.',
  'wallet.choice.same-device.button': 'Megnyitom ezen az eszközön',
  'wallet.choice.cross-device.title': 'Másik eszközön',
  'wallet.choice.cross-device.text':
    'A tárca a telefonján van, de most nem a telefonját használja. A telefonjával be kell majd olvasnia egy QR-kódot.',
  'wallet.choice.cross-device.button': 'Beolvasom a telefonommal',
  'wallet.data': 'Ezeket az adatokat kérjük a tárcától: családi név, utónév, születési idő és azonosító.',
  'wallet.until': 'A kérés eddig érvényes: {until}.',
  'wallet.look-again': 'Jóváhagytam a telefonomon',
  'wallet.again': 'Újrakezdem',
  'wallet.same-device.title': 'Nyissa meg a digitális tárcáját',
  'wallet.same-device.text':
    'A tárcában nézze meg, melyik szolgáltatásba jelentkezik be, és hagyja jóvá. Utána a tárca visszavezeti ide.',
  'wallet.same-device.open': 'A tárca megnyitása',
  'wallet.cross-device.title': 'Olvassa be a kódot a telefonjával',
  'wallet.cross-device.scan':
    'Nyissa meg a digitális tárcát a telefonján, és olvassa be vele ezt a QR-kódot.',
  'wallet.cross-device.qr': 'QR-kód a digitális tárcának',
  'wallet.cross-device.approve':
    'A telefonján nézze meg, melyik szolgáltatásba jelentkezik be, és hagyja jóvá.',
  'wallet.cross-device.type':
    'A telefonján ezután megjelenik egy hatjegyű kód. Nyomja meg az alábbi gombot, és írja be a kódot.',
  'wallet.cross-device.warning':
    'Csak olyan QR-kódot olvasson be, amelyet Ön kért. Aki ilyet küld Önnek, az Ön nevében akar belépni.',
  'wallet.code.title': 'Írja be a telefonján látható kódot',
  'wallet.code.text': 'A tárca jóváhagyta a bejelentkezést. A telefonján most egy hatjegyű kód látható.',
  'wallet.code.label': 'Hatjegyű kód',
  'wallet.code.hint': 'Szóközzel vagy szóköz nélkül is beírhatja. Eddig érvényes: {until}.',
  'wallet.code.format': 'A kód hat számjegyből áll.',
  'wallet.code.wrong': 'Nem ez a kód látható a telefonján. Még {left} alkalommal próbálhatja.',
  'wallet.code.none': 'Nem látok kódot a telefonomon',
  'wallet.code.none.text':
    'Ha a telefonján nem jelent meg kód, kezdje újra. Ha valaki más kéri Öntől a kódot, ne mondja el.',
  'wallet.failed.declined.title': 'A tárca nem hagyta jóvá a bejelentkezést',
  'wallet.failed.declined.text': 'A tárcában elutasították a kérést, vagy nincs benne megfelelő igazolás.',
  'wallet.failed.invalid.title': 'A tárca válaszát nem tudjuk elfogadni',
  'wallet.failed.invalid.text':
    'A válasz hibás volt. Próbálja meg újra. Ha ismét ezt látja, jelentkezzen be más módon.',
  'wallet.failed.expired.title': 'Lejárt az igazolás a tárcájában',
  'wallet.failed.expired.text': 'Kérjen újat attól, aki kiállította, vagy jelentkezzen be más módon.',
  'wallet.failed.revoked.title': 'Az igazolást visszavonták',
  'wallet.failed.revoked.text':
    'A tárcájában lévő igazolás már nem használható. Kérjen újat attól, aki kiállította, vagy jelentkezzen be más módon.',
  'wallet.failed.untrusted.title': 'Ezt az igazolást nem fogadjuk el',
  'wallet.failed.untrusted.text':
    'Aki a tárcájában lévő igazolást kiállította, nem szerepel az elfogadott kiállítók között. Jelentkezzen be más módon.',
  'wallet.failed.status-unknown.title': 'Most nem tudjuk ellenőrizni az igazolást',
  'wallet.failed.status-unknown.text':
    'Nem sikerült megtudnunk, hogy az igazolása érvényes-e még. Próbálja meg néhány perc múlva, vagy jelentkezzen be más módon.',
  'wallet.failed.over.title': 'Lejárt az idő',
  'wallet.failed.over.text':
    'A kérés két percig érvényes, és csak egyszer használható fel. Kezdje újra, vagy jelentkezzen be más módon.',
  'wallet.failed.given-up.title': 'Túl sok hibás kód',
  'wallet.failed.given-up.text':
    'Háromszor írtak be hibás kódot, ezért ezt a kérést töröltük. Ha újrakezdi, új kódot kap.',
  'wallet.failed.other-person.title': 'Ez a tárca másik fiókhoz tartozik',
  'wallet.failed.other-person.text':
    'Ezt a bejelentkezést egy másik fiókkal kezdték meg. Folytassa annak a fióknak a tárcájával vagy hitelesítő kódjával.',
  'wallet.failed.not-enough.title': 'Ehhez ez a tárca nem elég',
  'wallet.failed.not-enough.text':
    'Ehhez a lépéshez magasabb biztonsági szint kell, mint amit ez az igazolás ad. Jelentkezzen be más módon.',
  'wallet.failed.account.title': 'Ezzel a tárcával most nem lehet belépni',
  'wallet.failed.account.text':
    'A tárcához tartozó fiók nem használható, vagy közben minden bejelentkezését megszüntették. Próbálja meg újra, vagy jelentkezzen be más módon.',
  'wallet.unknown.title': 'Ezt a tárcát még egyik fiókhoz sem kapcsolták',
  'wallet.unknown.text': 'Az igazolás érvényes. Kiállította: {source}. Ezeket az adatokat igazolja:',
  'wallet.unknown.link.title': 'Van már fiókja?',
  'wallet.unknown.link.text':
    'Összekapcsolhatja a tárcájával. Ehhez most egyszer jelszóval és hitelesítő kóddal kell bejelentkeznie. Legközelebb elég lesz a tárca.',
  'wallet.unknown.link.button': 'Összekapcsolom a fiókommal',
  'wallet.unknown.no-identifier':
    'Ebben az igazolásban nincs olyan azonosító, amelyről a fiókját felismerhetnénk. Jelentkezzen be más módon.',
  'wallet.claim.family_name': 'Családi név',
  'wallet.claim.given_name': 'Utónév',
  'wallet.claim.birthdate': 'Születési idő',
  'wallet.different-person.title': 'A tárca és a fiók adatai eltérnek',
  'wallet.different-person.text':
    'A tárcában más név vagy születési idő szerepel, mint a fiókban, ezért a kettőt nem lehet összekapcsolni. Ha megváltoztak az adatai, a kormányablakban segítenek.',

  'password.rests':
    'A hitelesítő alkalmazását letiltották, és e-mailben új jelszót állítottak be. Ha nem Ön volt, valaki olvassa az e-mailjeit. Ezért a fiókjába eddig nem lehet belépni: {until}. A kormányablakban személyesen hamarabb segítenek.',
  'password.suspended':
    'Ezt a fiókot az Ön biztonsága érdekében felfüggesztettük. Menjen be egy kormányablakba a személyazonosító okmányával: ott visszakaphatja.',

  'replace-password.title': 'Válasszon új jelszót',
  'replace-password.chosen-beside-code':
    'A mostani jelszavát a hitelesítő alkalmazás kódja mellé választotta. Most, hogy egyedül védi a fiókját, hosszabb kell helyette. Utána folytatódik a bejelentkezés.',
  'replace-password.never-judged':
    'A mostani jelszavát még nem ellenőriztük: nem tudjuk, elég hosszú-e, és nem könnyű-e kitalálni. Válasszon helyette másikat. Utána folytatódik a bejelentkezés.',
  'replace-password.button': 'Mentés és bejelentkezés',

  'code.intro': 'Nyissa meg a hitelesítő alkalmazást a telefonján, és keresse meg a(z) {service} fiókot.',
  'code.whose': 'Ehhez a fiókhoz:',
  'code.not-me': 'Nem én vagyok',
  'code.not-me.sign-out': 'Nem én vagyok, kijelentkeztetem',
  'code.step-up':
    'Ehhez a lépéshez magasabb biztonsági szint kell. A jelszavát már megadta, csak a hitelesítő kódot kérjük.',
  'code.help': 'Nem tudom megadni a kódot',
  'code.help.wait': 'Ha a kód épp lejár, várja meg a következőt, és azt írja be. Van ideje.',
  'code.help.clock':
    'Ha a telefonja órája nem pontos, írja be a következő kódot is: két egymást követő kódból felismerjük az eltérést. Ha így sem sikerül, kapcsolja be a telefonján az automatikus dátum- és időbeállítást.',
  'code.help.lost':
    'Ha a telefon elveszett vagy új telefonja van, a törlőkóddal megszüntetheti az Ügyfélkapu+ szolgáltatást, majd újra igényelheti.',
  'code.help.cancel': 'Ügyfélkapu+ megszüntetése törlőkóddal',

  'one-time-code.choose.title': 'Hová küldjük a kódot?',
  'one-time-code.choose.text':
    'A jelszava mellé egy egyszer használható kód is kell. Csak akkor küldjük el, ha kéri.',
  'one-time-code.to': 'Ide küldjük: {contact}',
  'one-time-code.by-email.title': 'E-mailben',
  'one-time-code.by-email.button': 'Kérem a kódot e-mailben',
  'one-time-code.by-email.sent-title': 'Nézze meg az e-mailjeit',
  'one-time-code.by-email.sent':
    'Kódot küldtünk erre a címre: {contact}. Néhány percig eltarthat, nézze meg a levélszemét mappát is.',
  'one-time-code.by-sms.title': 'SMS-ben',
  'one-time-code.by-sms.button': 'Kérem a kódot SMS-ben',
  'one-time-code.by-sms.notice':
    'Az SMS kevésbé biztonságos, mint a hitelesítő alkalmazás: a telefonszámot más is megszerezheti.',
  'one-time-code.by-sms.sent-title': 'Nézze meg a telefonját',
  'one-time-code.by-sms.sent': 'Kódot küldtünk SMS-ben erre a számra: {contact}. Néhány percig eltarthat.',
  'one-time-code.instead.application.title': 'Ügyfélkapu+',
  'one-time-code.instead.application.text':
    'Biztonságosabb, és legközelebb nem kell üzenetre várnia: a kódot a telefonján futó alkalmazás mutatja. Ingyenes, otthon elvégezhető, és csak néhány perc.',
  'one-time-code.instead.application.button': 'Ügyfélkapu+ igénylése',
  'one-time-code.instead.app.title': 'Hitelesítő alkalmazással',
  'one-time-code.instead.app.text':
    'Ha kéznél van a telefonja, a hitelesítő alkalmazásban látható kód a leggyorsabb.',
  'one-time-code.instead.app.button': 'A hitelesítő alkalmazás kódját írom be',
  'one-time-code.compare': 'Csak akkor írja be a kódot, ha az üzenetben is ezt a három számjegyet látja.',
  'one-time-code.label': 'A kód az üzenetből',
  'one-time-code.hint': '8 számjegy. Eddig érvényes: {until}.',
  'one-time-code.nobody':
    'A kódot ne adja meg senkinek: munkatársunk sem kéri el, sem telefonon, sem levélben.',
  'one-time-code.other': 'Másik módon kérem a kódot',
  'one-time-code.empty': 'Írja be az üzenetben kapott 8 számjegyű kódot.',
  'one-time-code.format': 'A kód 8 számjegyből áll. A szóköz nem gond.',
  'one-time-code.wrong':
    'A kód nem megfelelő. {left, plural, =0 {Ezt a kódot már nem fogadjuk el: néhány perc múlva kérjen újat.} other {Mindig a legutóbb kapott kódot írja be. Még {left} próbálkozása van.}}',
  'one-time-code.expired': 'Ez a kód lejárt. Nem rontott el semmit: kérjen új kódot.',
  'one-time-code.worn-out':
    'Túl sok volt a hibás próbálkozás, ezért ezt a kódot már nem fogadjuk el. Kérjen új kódot.',
  'one-time-code.exhausted':
    'Túl sok hibás kód érkezett, ezért ismeretlen eszközről most nem lehet kóddal belépni ebbe a fiókba. Jelentkezzen be egy olyan eszközről, amelyet már használt.',
  'one-time-code.too-soon':
    'Új kódot percenként egyszer, bejelentkezésenként legfeljebb ötször küldünk. Várjon egy kicsit, és nézze meg, nem érkezett-e meg az előző.',
  'one-time-code.too-many':
    'Ma már sok kódot küldtünk ehhez a fiókhoz, ezért most többet nem küldünk. Holnap újra kérhet, vagy jelentkezzen be olyan eszközről, amelyet már használt. Ha nem Ön kérte a kódokat, változtassa meg a jelszavát.',

  'consent.title': 'Átadhatjuk az adatait?',
  'consent.text':
    '{service} külső szolgáltatás. Csak akkor adjuk át neki az adatait, ha Ön ehhez hozzájárul.',
  'consent.always':
    'A hozzáférést a Fiókom oldalon, a Szolgáltatások alatt bármikor visszavonhatja. Ha nem járul hozzá, visszatér a szolgáltatáshoz, és semmit sem adunk át.',
  'consent.how-long':
    'Ha hozzájárul, a szolgáltatás legfeljebb {hours} óráig kérheti el tőlünk ezeket az adatokat. Amit addig megkapott, nála marad.',
  'consent.choose': 'Nem adnám át mindet',
  'consent.choose.legend': 'Jelölje be, amit ne adjunk át',
  'consent.of-service': 'A szolgáltatás saját tájékoztatása',
  'consent.policy': 'Adatkezelési tájékoztató',
  'consent.terms': 'Felhasználási feltételek',
  'consent.give': 'Hozzájárulok',
  'consent.refuse': 'Nem járulok hozzá',

  'activation.offer': 'Aktiváló kódot kapott?',
});
