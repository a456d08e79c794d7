/** The words that every room shows: the layout, actions, labels that rooms share, and refusals, in Hungarian. */
import { hungarian } from '../../translation/words.ts';

export const hu = hungarian({
  'layout.skip': 'Ugrás a tartalomra',
  'layout.error-prefix': 'Hiba:',
  'layout.error-title': 'Hiba történt',
  'layout.language': 'Nyelv',
  'layout.warning': 'Figyelem:',
  'layout.signing-in-to': 'Ide jelentkezik be:',
  'layout.came-from': 'Innen jött:',
  'layout.signed-in-as': 'Bejelentkezve:',
  'layout.sign-out': 'Kijelentkezés',
  'lapsed-form.heading': 'Ez még nem történt meg',
  'lapsed-form.text':
    'Az Ön biztonsága érdekében közben újra igazolnia kellett, hogy Ön az. Amit az előbb kért, az nem történt meg: ha továbbra is szeretné, kérje újra ezen az oldalon.',
  'layout.help': 'Segítség',
  'layout.contact': 'Kapcsolat',
  'layout.privacy': 'Adatkezelési tájékoztató',
  'layout.accessibility': 'Akadálymentesítési nyilatkozat',
  'layout.demo': 'Mintarendszer – nem állami szolgáltatás. Kérjük, ne adja meg valódi adatait.',

  'password.show': 'Jelszó megjelenítése',
  'password.hide': 'Jelszó elrejtése',

  'copy.copy': 'Másolás',
  'copy.copied': 'Vágólapra másolva',

  'print.print': 'Nyomtatás',

  'action.continue': 'Tovább',
  'action.save': 'Mentés',
  'action.finish': 'Befejezés',
  'action.sign-in': 'Bejelentkezés',
  'action.back-to-service': 'Vissza a szolgáltatáshoz',
  'action.cancel': 'Mégsem',
  'action.back-to-account': 'Vissza a fiókomhoz',

  'username.label': 'Felhasználónév',
  'username.empty': 'Írja be a felhasználónevét.',
  'username.too-long': 'A felhasználónév legfeljebb 64 karakter.',

  'password.label': 'Jelszó',
  'password.empty': 'Írja be a jelszavát.',
  'password.too-long': 'A jelszó legfeljebb 256 karakter.',
  'password.unreadable':
    'A jelszóban olyan láthatatlan vezérlőjel van, amelyet nem lehet begépelni. Írja be újra.',
  'password.emptied': 'A jelszót biztonsági okból nem tartjuk meg az oldalon: írja be újra.',
  'password.wrong': 'A felhasználónév vagy a jelszó nem megfelelő. Ellenőrizze mindkettőt.',
  'password.wrong-again': 'A jelszó nem megfelelő.',
  'password.other-name': 'Másik felhasználónévvel jelentkezem be',
  'password.locked':
    'Biztonsági okból {until}-ig nem fogadunk jelszót. Utána újra próbálhatja. A fiókja nem szűnt meg, hivatalba nem kell mennie.',

  'let-in-by-message.text':
    'Ha biztos benne, hogy jól írta be, lehet, hogy mások próbálkozásai miatt nem engedjük be ebben a böngészőben.',
  'let-in-by-message.link': 'Bejelentkezem e-mailben kapott kód segítségével',

  'passkey.sign-in': 'Bejelentkezés azonosítókulccsal (passkey)',
  'passkey.confirm': 'Megerősítés azonosítókulccsal (passkey)',
  'passkey.needs-script':
    'Azonosítókulcsot (passkey) csak olyan böngészőben használhat, amely támogatja, és amelyben engedélyezve van a JavaScript.',
  'passkey.failed':
    'Nem sikerült. Lehet, hogy megszakította, lejárt az idő, vagy ezen az eszközön nincs ehhez a fiókhoz tartozó azonosítókulcs. Próbálja újra, vagy válasszon másik módot.',
  'passkey.refused.unknown':
    'Ezt az azonosítókulcsot nem ismerjük: lehet, hogy eltávolították vagy letiltották. Válasszon másikat, vagy jelentkezzen be más módon.',
  'passkey.refused.expired': 'Túl sok idő telt el. Próbálja újra.',
  'passkey.refused.invalid':
    'Az azonosítókulcsot nem tudtuk ellenőrizni. Próbálja újra, vagy válasszon másik módot.',
  'passkey.refused.replayed': 'Ezt a választ már felhasználták. Próbálja újra.',
  'passkey.refused.cloned':
    'Ezt az azonosítókulcsot lemásolhatták, ezért nem fogadjuk el. Jelentkezzen be más módon, és távolítsa el.',
  'passkey.refused.other-account':
    'Ez az azonosítókulcs egy másik fiókhoz tartozik. Válassza azt, amelyik ehhez a fiókhoz tartozik.',
  'passkey.refused.account':
    'Ezzel a fiókkal most nem lehet bejelentkezni. Ha nem tudja, miért, forduljon a kormányablakhoz.',

  'code.title': 'Írja be a hitelesítő kódot',
  'code.label': 'Hitelesítő kód',
  'code.hint': 'Számjegyek, amelyek 30 másodpercenként változnak. A szóköz nem gond.',
  'code.empty': 'Írja be a hitelesítő alkalmazásban látható kódot.',
  'code.format': 'A kód csak számjegyekből áll. Mindegyiket írja be; a szóköz nem gond.',
  'code.just-expired':
    'Ez a kód az imént lejárt. Nem rontott el semmit: várja meg az új kódot, és azt írja be.',
  'code.used': 'Ezt a kódot már felhasználták. Várja meg a következőt (legfeljebb 30 másodperc).',
  'code.clock':
    'A telefon órája kb. {minutes} percet {direction, select, fast {siet} other {késik}}. Kapcsolja be az automatikus időbeállítást.',
  'code.clock-next':
    'A telefon órája kb. {minutes} percet {direction, select, fast {siet} other {késik}}. Ez nem baj: várja meg a következő kódot, és írja be azt is.',
  'code.clock-put-back':
    'A telefon óráját időközben visszaállították. Biztonsági okból várjon {until}-ig, utána írjon be két egymást követő kódot. Nem rontott el semmit.',
  'code.wrong':
    'A megadott kód nem megfelelő. {left, plural, =0 {Biztonsági okból most néhány percig nem lehet kóddal belépni. Utána újra próbálhatja.} other {Várja meg a következőt, és azt írja be. Még {left} próbálkozása van.}}',
  'code.wrong-for-key':
    'A megadott kód nem megfelelő. Azt a kódot írja be, amelyet az imént hozzáadott fióknál lát az alkalmazásban.',
  'code.wrong-locks':
    'A megadott kód nem megfelelő. Biztonsági okból {until}-ig nem lehet kóddal belépni. Utána újra próbálhatja. A fiókja nem szűnt meg, hivatalba nem kell mennie.',
  'code.clock-locks':
    'A telefon órája kb. {minutes} percet {direction, select, fast {siet} other {késik}}. Kapcsolja be az automatikus időbeállítást. Biztonsági okból {until}-ig nem lehet kóddal belépni. Utána újra próbálhatja.',
  'code.time-left': 'Ennyi idő múlva próbálhatja újra:',
  'code.again': 'Újra próbálom',
  'lapse.may-try': 'Most már újra próbálhatja.',
  'lapse.left': 'Még ennyi idő:',
  'lapse.minute-left': 'Még egy perc van hátra. Ha lejár, újat kérhet.',
  'lapse.over': 'Lejárt. Kérjen újat.',
  'code.locked':
    'Biztonsági okból {until}-ig nem lehet kóddal belépni. Utána újra próbálhatja. A fiókja nem szűnt meg, hivatalba nem kell mennie.',
  'code.exhausted':
    'Túl sok hibás kód érkezett, ezért ebben a böngészőben már nem fogadjuk el a hitelesítő alkalmazás kódjait. Jelentkezzen be egy olyan eszközről, amelyet már használt, vagy azonosítókulccsal (passkey), vagy szüntesse meg a törlőkóddal, és igényelje újra az Ügyfélkapu+ szolgáltatást.',
  'code.no-plus': 'Ezt az Ügyfélkapu+ szolgáltatást közben megszüntették. Kezdje újra a bejelentkezést.',

  'device-name.too-long': 'Az eszköz neve legfeljebb 40 karakter.',
  'device-name.address':
    'Az eszköz nevében ne legyen webcím vagy e-mail-cím. Ha pontot ír, tegyen utána szóközt.',
  'activation.locked':
    'Biztonsági okból {until}-ig nem fogadunk aktiváló kódot. Utána újra próbálhatja. A kódja nem veszett el, hivatalba nem kell mennie.',

  'contact-code.session': 'Ellenőrző szám',
  'contact-code.compare': 'Csak akkor írja be a kódot, ha az e-mailben is ezt a három számjegyet látja.',
  'contact-code.label': 'A kód az e-mailből',
  'contact-code.hint': '8 számjegy.',
  'contact-code.empty': 'Írja be az e-mailben kapott 8 számjegyű kódot.',
  'contact-code.format': 'A kód 8 számjegyből áll. A szóköz nem gond.',
  'contact-code.wrong':
    'A kód nem megfelelő. Mindig a legutóbb kapott kódot írja be. Még {left} próbálkozása van.',
  'contact-code.resend': 'Új kódot kérek',
  'contact-code.too-soon':
    'Új kódot percenként egyszer, igénylésenként legfeljebb ötször küldünk. Várjon egy kicsit, és nézze meg a levélszemét mappát is.',

  'account.title': 'Fiókom',
  'account.data.email': 'E-mail-cím',
  'account.data.none': 'nincs megadva',
  'account.not-signed-in.title': 'Nem jelentkezett be',
  'account.not-signed-in.text':
    'A bejelentkezés nem fejeződött be: megszakította, vagy túl sokáig tartott. Nem történt semmi baj, bármikor újrakezdheti.',
  'account.open': 'Megnyitom a fiókomat',

  'consent.claims': 'Ezeket az adatokat kéri',
  'consent.no-claims':
    'Személyes adatot nem kér. Csak egy azonosítót kap, amelyről legközelebb felismeri Önt.',
  'consent.resources': 'Ezekhez kér hozzáférést az Ön nevében',

  'claim.name': 'Viselt név',
  'claim.family_name': 'Családi név',
  'claim.given_name': 'Utónév',
  'claim.preferred_username': 'Felhasználónév',
  'claim.locale': 'Nyelv',
  'claim.email': 'E-mail-cím',
  'claim.email_verified': 'Az e-mail-cím megerősítése',
  'claim.phone_number': 'Telefonszám',
  'claim.phone_number_verified': 'A telefonszám megerősítése',
  'claim.birth_family_name': 'Születési családi név',
  'claim.birth_given_name': 'Születési utónév',
  'claim.mothers_birth_name': 'Anyja születési neve',
  'claim.place_of_birth': 'Születési hely',
  'claim.birthdate': 'Születési idő',
  'claim.middle_name': 'Második utónév',
  'claim.nickname': 'Becenév',
  'claim.profile': 'Bemutatkozó oldal',
  'claim.picture': 'Arckép',
  'claim.website': 'Honlap',
  'claim.gender': 'Nem',
  'claim.zoneinfo': 'Időzóna',
  'claim.address': 'Lakcím',
  'claim.updated_at': 'Az adatok utolsó módosítása',

  'new-password.wrong-current': 'A jelenlegi jelszó nem megfelelő.',

  'reset.title': 'Elfelejtett jelszó',
  'forgotten-username.title': 'Elfelejtett felhasználónév',

  'help-line.call': 'Ha elakadt, hívja az ügyfélszolgálatot: {telephone}',
  'help-line.reference': 'Ha segítséget kér, ezt a számot mondja meg:',
  'help-line.new-tab': '(új lapon nyílik meg)',
  'refused.body-too-large.title': 'Túl nagy a küldött adat',
  'refused.body-too-large.text':
    'Az űrlap több adatot küldött, mint amennyit elfogadunk. Lépjen vissza, és rövidítse meg a beírt szöveget.',
  'refused.content-type.title': 'Ismeretlen formátum',
  'refused.content-type.text':
    'Ezt a kérést nem az oldalunk űrlapja küldte. Lépjen vissza, és próbálja újra.',
  'refused.malformed-body.title': 'Hibás űrlap',
  'refused.malformed-body.text': 'Az űrlapot nem tudtuk elolvasni. Lépjen vissza, és töltse ki újra.',
  'refused.foreign-form.title': 'Az űrlap elavult',
  'refused.foreign-form.text':
    'Az űrlap egy régi vagy idegen oldalról érkezett, ezért nem fogadtuk el. Lépjen vissza, töltse újra az oldalt, és küldje el még egyszer. Engedélyezze a sütiket.',
  'refused.foreign-host.title': 'Ismeretlen cím',
  'refused.foreign-host.text': 'Ezen a címen nincs szolgáltatásunk. Ellenőrizze a böngésző címsorát.',
  'refused.not-found.title': 'Nincs ilyen oldal',
  'refused.not-found.text': 'Az oldal, amelyet keres, nem létezik vagy elköltözött. Ellenőrizze a címet.',
  'refused.sign-in-ended.title': 'Ez a bejelentkezés már véget ért',
  'refused.sign-in-ended.text':
    'A bejelentkezés lejárt, befejeződött, vagy egy másik ablakban folytatódott. Nem történt semmi baj: lépjen vissza ahhoz a szolgáltatáshoz, ahonnan jött, és jelentkezzen be újra.',

  'refused.too-long.title': 'Túl hosszú cím',
  'refused.too-long.text':
    'A cím hosszabb, mint amennyit elfogadunk. Lépjen vissza ahhoz a szolgáltatáshoz, ahonnan jött.',
  'refused.too-many.title': 'Túl sok kérés',
  'refused.too-many.text':
    'Erről a hálózatról most nagyon sok kérés érkezik. Várjon egy percet, és próbálja újra.',
  'refused.unreadable.title': 'Egy bejegyzés most nem olvasható',
  'refused.unreadable.text':
    'Amit kért, ahhoz egy olyan bejegyzés kell, amely most nem olvasható. A többit ez nem érinti, és a hibát feljegyeztük. Ha később sem sikerül, jelezze az ügyfélszolgálatnak.',
  'refused.wrong-method.title': 'Ez a cím így nem nyitható meg',
  'refused.wrong-method.text':
    'Ide csak egy másik oldalról lehet eljutni, például egy űrlap elküldésével. Kezdje újra azon az oldalon, ahonnan jött.',

  'error.unavailable.title': 'Most nem tudjuk kiszolgálni',
  'error.unavailable.text':
    'Rövid időre megállt a szolgáltatás. Nem rontott el semmit, és nem veszett el semmi. Várjon néhány másodpercet, és próbálja újra.',
  'error.unavailable.again': 'Újra megpróbálom',
  'error.unavailable.form': 'Lépjen vissza, és küldje el újra az űrlapot.',
  'unreadable.some':
    '{count} bejegyzés most nem olvasható, ezért itt nem látszik. A többit ez nem érinti. Ha később is hiányzik, jelezze az ügyfélszolgálatnak.',
  'unreadable.one': '{number}. nem olvasható bejegyzés',
  'unreadable.name': 'a neve nem olvasható',
  'error.broken.title': 'Váratlan hiba történt',
  'error.broken.text': 'A hibát feljegyeztük. Próbálja újra néhány perc múlva.',

  'desk.role.clerk': 'Ügyintéző',
  'desk.role.supervisor': 'Vezető ügyintéző',
  'desk.role.auditor': 'Ellenőr',
  'desk.role.operator': 'Üzemeltető',
  'desk.purpose.legend': 'Miért nézi meg az adatait?',
  'desk.purpose.hint': 'Az ügyfél a tevékenységi naplójában látja.',
  'desk.purpose.asked-in-person': 'Az ügyfél személyesen kérte',
  'desk.purpose.enrolment': 'Ügyfélkapu+ igénylése',
  'desk.purpose.lost-device': 'Elveszett telefon vagy törlőkód',
  'desk.purpose.name': 'Névváltozás',
  'desk.purpose.theft': 'Visszaélés gyanúja',
  'desk.purpose.other': 'Egyéb',
  'desk.purpose.request': 'Kérés elbírálása',
  'identification.label': 'Azonosítás',
  'identification.nobody': 'Még nem történt meg',
  'identification.desk': '{document} bemutatásával, kormányablakban ({date})',
  'identification.declaration': 'A korábbi nyilvántartás igazolása alapján ({date})',
  'identification.wallet': 'Digitális tárcával, kibocsátó: {source} ({date})',
  'identification.at-desk':
    'Menjen be bármelyik kormányablakba személyazonosító igazolvánnyal, útlevéllel vagy vezetői engedéllyel. Az ügyintéző ellenőrzi, és ez azonnal érvényes lesz.',
  'desk.document.number': 'Az okmány száma',
  'desk.document.number.hint': 'Betűk és számok, ahogy az okmányon állnak. Például: 123456AB',
  'desk.document.number.format': 'Írja be az okmány számát: 4–24 betű és számjegy.',
  'desk.document.legend': 'Melyik okmányt látta?',
  'desk.document.id-card': 'Személyazonosító igazolvány',
  'desk.document.passport': 'Útlevél',
  'desk.document.driving-licence': 'Vezetői engedély',
  'desk.proposal.reset': 'Ügyfélkapu+ megszüntetése',
  'desk.proposal.restore': 'Felfüggesztett fiók visszaadása',
  'desk.proposal.second-account': 'Második fiók regisztrálása',

  'return.title': 'Visszatérés a szolgáltatáshoz',
  'return.text': 'A Tovább gombbal visszatér a szolgáltatáshoz.',

  'new-password.title': 'Jelszó megváltoztatása',
  'new-password.advice':
    'Egy hosszú, könnyen megjegyezhető mondat jobb, mint néhány bonyolult karakter. Olyat válasszon, amelyet máshol nem használ.',
  'new-password.current': 'Jelenlegi jelszó',
  'new-password.label': 'Új jelszó',
  'new-password.hint': 'Legalább {least} karakter. Betűk, számok, szóközök, bármi lehet benne.',
  'new-password.consequence': 'A változtatás után minden más eszközről kijelentkeztetjük.',
  'new-password.button': 'Megváltoztatom',
  'new-password.empty': 'Írja be az új jelszavát.',
  'new-password.too-short': 'Az új jelszó legalább {least} karakter legyen.',
  'new-password.own-name': 'Az új jelszóban ne legyen benne a felhasználóneve vagy az e-mail-címe.',
  'new-password.unchanged': 'Az új jelszó ugyanaz, mint a jelenlegi. Válasszon másikat.',
  'new-password.breached':
    'Ez a jelszó szerepel a nyilvánosságra került jelszavak között, ezért az elsők között próbálnák ki. Válasszon másikat, és ahol még ezt használja, ott is változtassa meg.',
  'new-password.weak.guessable': 'Ezt a jelszót túl könnyű kitalálni.',
  'new-password.weak.common': 'Ezt a jelszót nagyon sokan használják, ezért túl könnyű kitalálni.',
  'new-password.weak.keyboard':
    'A billentyűzeten egymás mellett álló betűket és számokat túl könnyű kitalálni.',
  'new-password.weak.repeated': 'Az ismétlődő betűket, számokat és szavakat túl könnyű kitalálni.',
  'new-password.weak.sequence':
    'Az egymás után következő betűket és számokat, például abc vagy 1234, túl könnyű kitalálni.',
  'new-password.weak.date': 'A dátumokat és az évszámokat túl könnyű kitalálni.',
  'new-password.weak.word': 'Egyetlen gyakori szót túl könnyű kitalálni.',
  'new-password.weak.name': 'A neveket túl könnyű kitalálni.',
  'new-password.weak.personal':
    'A jelszóban olyan adat van, amelyet mások is tudhatnak Önről, például név, születési hely vagy dátum. Ezt túl könnyű kitalálni.',
  'new-password.strength.heading': 'Hogyan legyen erősebb?',
  'new-password.strength.0': 'A választott jelszó nagyon gyenge.',
  'new-password.strength.1': 'A választott jelszó gyenge.',
  'new-password.strength.2': 'A választott jelszó majdnem elég erős.',
  'new-password.advice.words':
    'Válasszon négy-öt szót, amelyek nem illenek egymáshoz. Különleges jelek nem kellenek hozzá.',
  'new-password.advice.another-word': 'Tegyen hozzá még egy-két ritkább szót.',
  'new-password.advice.substitutions':
    'A betűk helyére írt számok és jelek nem segítenek, ilyen például a @ az a helyett.',
  'new-password.advice.reversed': 'A visszafelé írt szó sem erősebb.',
  'new-password.advice.capitals': 'A nagybetűk önmagukban keveset segítenek.',
  'new-password.advice.dates': 'Kerülje az Önnel kapcsolatos dátumokat és évszámokat.',
  'new-password.advice.sequences': 'Kerülje az egymás után következő betűket és számokat.',
  'new-password.advice.repeated': 'Kerülje az ismétlést.',
  'new-password.done.heading': 'Megváltozott a jelszava',
  'new-password.done.text': 'Minden más eszközről kijelentkeztettük. Erről e-mailt is küldünk.',
});
