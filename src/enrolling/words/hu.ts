/** The words of an application for an authenticator, in Hungarian. */
import { hungarian } from '../../translation/words.ts';

export const hu = hungarian({
  'one-time-code.other-than-plus': 'Inkább egyszer használható kódot kérek',

  'enrol.step': '{step}. lépés a 4-ből',
  'enrol.start.title': 'Ügyfélkapu+ igénylése',
  'enrol.start.lead':
    'Az Ügyfélkapu+ a jelszava mellé egy második zárat tesz a fiókjára: egy kódot, amelyet csak az Ön telefonja mutat.',
  'enrol.start.further':
    'A másik eszköz kódjaival is bejelentkezhet majd. A mostani eszköze megmarad, a végén pedig új törlőkódot kap.',
  'enrol.start.needed':
    'Ehhez a bejelentkezéshez Ügyfélkapu+ kell. Most igényelheti, azután visszatér a szolgáltatáshoz.',
  'enrol.start.facts': 'Ingyenes, otthon elvégezhető, és csak néhány perc.',
  'enrol.start.need.heading': 'Amire szüksége lesz',
  'enrol.start.need.app':
    'egy hitelesítő alkalmazás a telefonján, például Google Authenticator, Microsoft Authenticator vagy Authy',
  'enrol.start.need.password': 'a jelszava',
  'enrol.start.need.paper': 'papír és toll vagy nyomtató, hogy a törlőkódot megőrizze',
  'enrol.start.no-phone': 'Nincs okostelefonom',
  'enrol.start.no-phone.text':
    'Alkalmazás helyett azonosítókulcsot (passkey) is beállíthat, ha a számítógépe ujjlenyomattal, arcképpel vagy PIN-kóddal oldható fel, vagy van biztonsági kulcsa: a következő lépésben választhatja. Számítógépen is használhat hitelesítő alkalmazást, például a totp.app oldalt vagy a Verifyr programot. Csak megbízható forrásból telepítsen: az áruházakban hamis alkalmazások is vannak.',
  'enrol.start.courage': 'Ha elsőre nem sikerül, ne csüggedjen: bármikor újrakezdheti, nem ront el semmit.',
  'enrol.start.continue': 'Tovább az Ügyfélkapu+ igényléséhez',
  'enrol.key.title': 'Kapcsolja össze a telefonját a fiókjával',
  'enrol.key.open': 'Nyissa meg a telefonján a hitelesítő alkalmazást.',
  'enrol.key.no-app': 'Még nincs hitelesítő alkalmazásom',
  'enrol.key.no-app.text':
    'Keresse meg a telefonja hivatalos áruházában a Google Authenticator, a Microsoft Authenticator vagy az Authy alkalmazást, és telepítse. Mindegyik ingyenes. Utána itt folytathatja.',
  'enrol.passkey.instead': 'Alkalmazás helyett azonosítókulcsot (passkey) állítok be',
  'enrol.passkey.title': 'Állítson be azonosítókulcsot',
  'enrol.passkey.lead':
    'Az azonosítókulcs (passkey) a hitelesítő alkalmazás helyett is használható: ujjlenyomattal, arcképpel vagy PIN-kóddal jelentkezhet be, kódot nem kell beírnia.',
  'enrol.passkey.button': 'Azonosítókulcs beállítása',
  'enrol.passkey.made': 'Elkészült az azonosítókulcs',
  'enrol.passkey.made.text': 'Az azonosítókulcs neve: {device}. A következő oldalon mutatjuk a törlőkódot.',
  'enrol.passkey.app-instead': 'Mégis hitelesítő alkalmazást használok',
  'enrol.key.scan': 'Az alkalmazásban válassza az új fiók hozzáadását, majd a QR-kód beolvasását.',
  'enrol.key.qr': 'QR-kód a hitelesítő alkalmazáshoz',
  'enrol.key.same-device': 'Ezen az eszközön van az alkalmazás: megnyitom',
  'enrol.key.cannot-scan': 'Nem tudom beolvasni a kódot',
  'enrol.key.by-hand':
    'Válassza az alkalmazásban a kézi megadást (a kulcs időalapú, a fiók neve: {account}), és írja be ezt a titkos kulcsot:',
  'enrol.key.read': 'Írja be a jelszavát és azt a kódot, amelyet most az alkalmazás mutat.',
  'enrol.key.expires':
    'Az igénylést {until}-ig fejezheti be. Addig a QR-kód és a kulcs nem változik, akkor sem, ha újratölti az oldalt.',
  'enrol.device.label': 'Az eszköz neve (nem kötelező)',
  'enrol.device.hint': 'Hogy később megismerje, például: Anna telefonja.',
  'enrol.device.default': 'Hitelesítő alkalmazás',
  'enrol.device.too-long': 'Az eszköz neve legfeljebb 40 karakter.',
  'enrol.save.title': 'A kód helyes',
  'enrol.save.text':
    'Sikerült összekapcsolni ezt az eszközt: {device}. A következő oldalon mutatjuk a törlőkódot.',
  'enrol.save.button': 'Mutassák a törlőkódot',
  'enrol.save.why':
    'A törlőkóddal szüntetheti meg az Ügyfélkapu+ szolgáltatást, ha a telefonja elvész. Csak egyszer mutatjuk meg, ezért készítse elő a papírt vagy a nyomtatót.',
  'enrol.cancellation-code.title': 'Törlőkód mentése',
  'enrol.cancellation-code.once':
    'Ezt a kódot csak most mutatjuk meg. Írja le, nyomtassa ki vagy töltse le, és tartsa biztonságos helyen, ne a telefonján.',
  'enrol.cancellation-code.label': 'Törlőkód',
  'enrol.cancellation-code.note':
    'Ezzel szüntetheti meg az Ügyfélkapu+ szolgáltatást, ha a telefonja elvész. Bejelentkezni nem lehet vele. Ne adja meg senkinek.',
  'enrol.cancellation-code.where': 'Ha szükség lesz rá, ezen az oldalon írja be: {address}',
  'enrol.cancellation-code.download': 'Letöltés',
  'enrol.cancellation-code.replaces':
    'Ez új törlőkód. Amint befejezi a beállítást, a korábbi törlőkódja érvényét veszti.',
  'enrol.last-four.title': 'Megőrizte a törlőkódot?',
  'enrol.last-four.label': 'A törlőkód utolsó négy karaktere',
  'enrol.last-four.hint': 'Ezzel ellenőrizzük, hogy gondoskodott-e a törlőkód mentéséről.',
  'enrol.last-four.saved': 'Elmentettem a törlőkódot',
  'enrol.last-four.empty': 'Írja be a törlőkód utolsó négy karakterét.',
  'enrol.last-four.wrong': 'Nem ez a törlőkód utolsó négy karaktere. Nézze meg, mit írt le vagy mentett el.',
  'enrol.last-four.shown-once':
    'A törlőkódot már megmutattuk. Ha nem mentette el, kérjen másikat: az előző akkor érvényét veszti.',
  'enrol.last-four.new': 'Új törlőkódot kérek',
  'enrol.elsewhere.title': 'Az igénylés egy másik böngészőben folyik',
  'enrol.elsewhere.text':
    'Biztonsági okból a titkos kulcsot csak abban a böngészőben mutatjuk meg, ahol az igénylés elkezdődött. Ott folytathatja, vagy kezdje újra itt.',
  'enrol.elsewhere.warning':
    'Ha nem Ön kezdte az igénylést, valaki ismeri a jelszavát. Szakítsa meg az igénylést, és mielőbb változtassa meg a jelszavát.',
  'enrol.elsewhere.restart': 'Itt kezdem újra',
  'enrol.elsewhere.abandon': 'Megszakítom az igénylést',
  'enrol.waiting.title': 'Az igénylés várakozik',
  'enrol.waiting.text':
    'A fiókjához nincs megerősített e-mail-cím, ezért az igénylést {day} {time} után folytathatja, ugyanebben a böngészőben.',
  'enrol.waiting.why':
    'Így ha más ismerné a jelszavát, Önnek van ideje észrevenni és megszakítani. Ha nem akar várni, a kormányablakban személyesen is segítenek.',
  'enrol.too-many-messages.title': 'Ma már több kódot nem küldünk',
  'enrol.too-many-messages.text':
    'Erre a címre ma már sok kódot küldtünk. Holnap újra igényelheti. Ha nem Ön kérte ezeket, valaki ismeri a jelszavát: mielőbb változtassa meg.',
  'enrol.too-many-messages.help':
    'Ha a fiókjába jelszóval már nem tud belépni, vagy nem akar várni, a kormányablakban személyesen segítenek.',

  'contact-code.title': 'Nézze meg az e-mailjeit',
  'contact-code.sent':
    'Kódot küldtünk erre a címre: {contact}. Néhány percig eltarthat, nézze meg a levélszemét mappát is.',
  'contact-code.why':
    'A jelszót más is megszerezheti. Ezzel győződünk meg arról, hogy valóban Ön igényli az Ügyfélkapu+ szolgáltatást.',

  'enrol.expired.title': 'Az igénylés ideje lejárt',
  'enrol.expired.text':
    'Az igénylésre 30 perc van, hogy a képernyőn maradt kulcsot más ne használhassa. Nem veszett el semmi: kezdje újra, új QR-kódot mutatunk.',
  'enrol.ended.title': 'Az igénylés véget ért',
  'enrol.ended.text':
    'Az igénylés kezdete óta megszűntek a fiók bejelentkezései, vagy megváltoztak a hitelesítő eszközei. Ilyenkor a korábban kezdett igénylés is érvényét veszti, hogy más ne fejezhesse be. Ha Ön igényel, kezdje újra.',
  'enrol.expired.old': 'A hitelesítő alkalmazásban az előbb létrejött bejegyzés már nem működik, törölheti.',
  'enrol.expired.again': 'Újrakezdem',
  'enrol.file.heading': '{service} – törlőkód',
  'enrol.file.explanation':
    'Ezzel a kóddal szüntetheti meg az Ügyfélkapu+ szolgáltatást, ha a telefonja elvész. Bejelentkezni nem lehet vele. Ne adja meg senkinek.',

  'account.plus.another': 'Beállítás másik eszközre',

  'enrol.window.offer': 'Kormányablakban vagyok',
  'enrol.window.offer.text':
    'Ha most egy ügyintéző előtt ül, ő igazolhatja Önt az okmánya alapján, és rögtön folytathatja.',
  'enrol.window.button': 'Kódot kérek az ügyintézőnek',
  'enrol.window.title': 'Olvassa fel ezt a kódot az ügyintézőnek',
  'enrol.window.text': 'Az ügyintéző beírja a kódot, és szól, ha kész. Utána nyomja meg itt a Tovább gombot.',
  'enrol.window.label': 'Az Ön kódja',
  'enrol.window.until': '{until}-ig érvényes, és csak egyszer használható.',
  'enrol.window.care': 'Csak az Ön előtt ülő ügyintézőnek mondja el. Telefonon soha nem kérjük.',
  'enrol.window.not-yet.heading': 'Még egy kis türelmet',
  'enrol.window.not-yet':
    'Az ügyintéző még nem írta be a kódot. Várja meg, amíg szól, és nyomja meg újra a Tovább gombot.',
  'enrol.window.alone': 'Mégis egyedül folytatom',
});
