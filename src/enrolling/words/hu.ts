/** The words of an application for an authenticator, in Hungarian. */
import { hungarian } from '../../translation/words.ts';

export const hu = hungarian({
  'one-time-code.other-than-plus': 'Inkább egyszer használható kódot kérek',

  'enrol.step': '{step}. lépés a 3-ból',
  'enrol.step-further': '{step}. lépés a 2-ből',
  'enrol.start.title': 'Ügyfélkapu+ igénylése',
  'enrol.start.lead':
    'Az Ügyfélkapu+ a jelszava mellé egy második zárat tesz a fiókjára: egy kódot, amelyet csak az Ön telefonja mutat.',
  'enrol.start.further':
    'A másik eszköz kódjaival is bejelentkezhet majd. A mostani eszköze megmarad, a végén pedig új törlőkódot kap.',
  'enrol.start.needed':
    'Ehhez a bejelentkezéshez Ügyfélkapu+ kell. Most igényelheti, azután visszatér a szolgáltatáshoz.',
  'enrol.start.facts': 'Ingyenes, otthon elvégezhető, és csak néhány perc.',
  'enrol.start.need.heading': 'Amire szüksége lesz',
  'enrol.start.need.app': 'egy hitelesítő alkalmazás a telefonján, például {what}',
  'enrol.start.need.mailbox':
    'az e-mailjei: a következő oldalon egy kódot kérünk, amelyet erre a címre küldünk: {contact}',
  'enrol.start.need.password': 'a jelszava',
  'enrol.start.need.paper': 'papír és toll vagy nyomtató, hogy a törlőkódot megőrizze',
  'enrol.start.no-phone': 'Nincs okostelefonom',
  'enrol.start.no-phone.text':
    'Alkalmazás helyett azonosítókulcsot (passkey) is beállíthat, ha a számítógépe ujjlenyomattal, arcképpel vagy PIN-kóddal oldható fel, vagy van biztonsági kulcsa: az igénylés közben választhatja. Számítógépen is használhat hitelesítő alkalmazást, például a totp.app oldalt vagy a Verifyr programot. Csak megbízható forrásból telepítsen: az áruházakban hamis alkalmazások is vannak.',
  'enrol.start.courage': 'Ha elsőre nem sikerül, ne csüggedjen: bármikor újrakezdheti, nem ront el semmit.',
  'enrol.start.continue': 'Tovább az Ügyfélkapu+ igényléséhez',
  'enrol.key.title': 'Kapcsolja össze a telefonját a fiókjával',
  'enrol.key.app': 'Legyen a telefonján hitelesítő alkalmazás.',
  'enrol.key.no-app': 'Még nincs hitelesítő alkalmazásom',
  'enrol.key.no-app.text':
    'Keresse meg a telefonja hivatalos áruházában, és telepítse: {what}. Mindegyik ingyenes. Utána itt folytathatja.',
  'enrol.key.no-app.links':
    'Telepítse valamelyiket innen, a telefonja hivatalos áruházából. Mindegyik ingyenes. Utána itt folytathatja.',
  'enrol.key.fakes':
    'Hamis alkalmazások is vannak. Amelyik pénzt vagy az itteni jelszavát kéri, azt ne használja.',
  'enrol.key.open-here':
    'Nyissa meg a kulcsot az alkalmazásban, és mentse el. Utána térjen vissza erre az oldalra.',
  'enrol.key.open-here.button': 'Megnyitom az alkalmazásban',
  'enrol.key.open-here.nothing':
    'Ha nem történik semmi, még nincs ilyen alkalmazás ezen az eszközön, vagy a böngésző nem engedi megnyitni. Telepítsen egyet, és próbálja újra, vagy írja be a kulcsot kézzel.',
  'enrol.key.elsewhere': 'Az alkalmazás egy másik eszközön van',
  'enrol.key.scan':
    'Nyissa meg a telefonján az alkalmazást. Az alkalmazásban válassza az új fiók hozzáadását, majd a QR-kód beolvasását.',
  'enrol.passkey.instead': 'Alkalmazás helyett azonosítókulcsot (passkey) állítok be',
  'enrol.passkey.title': 'Állítson be azonosítókulcsot',
  'enrol.passkey.lead':
    'Az azonosítókulcs (passkey) a hitelesítő alkalmazás helyett is használható: ujjlenyomattal, arcképpel vagy PIN-kóddal jelentkezhet be, kódot nem kell beírnia.',
  'enrol.passkey.button': 'Azonosítókulcs beállítása',
  'enrol.passkey.app-instead': 'Mégis hitelesítő alkalmazást használok',
  'enrol.key.qr': 'QR-kód a hitelesítő alkalmazáshoz',
  'enrol.key.same-device': 'Ezen az eszközön van az alkalmazás: megnyitom',
  'enrol.key.cannot-scan': 'Kézzel írom be a kulcsot',
  'enrol.key.by-hand':
    'Válassza az alkalmazásban a kézi megadást (a kulcs időalapú, a fiók neve: {account}), és írja be ezt a titkos kulcsot:',
  'enrol.key.read': 'Írja be azt a kódot, amelyet most az alkalmazás mutat.',
  'enrol.key.read-with-password': 'Írja be a jelszavát és azt a kódot, amelyet most az alkalmazás mutat.',
  'enrol.key.next':
    'A következő oldalon mutatjuk a törlőkódot, csak egyszer. Ezzel szüntetheti meg az Ügyfélkapu+ szolgáltatást, ha a telefonja elvész: legyen kéznél papír vagy nyomtató.',
  'enrol.key.expires':
    'Az igénylést {until}-ig fejezheti be. Addig a QR-kód és a kulcs nem változik, akkor sem, ha újratölti az oldalt.',
  'enrol.device.label': 'Az eszköz neve (nem kötelező)',
  'enrol.device.hint': 'Hogy később megismerje, például: Anna telefonja.',
  'enrol.device.default': 'Hitelesítő alkalmazás',
  'enrol.cancellation-code.title': 'Törlőkód mentése',
  'enrol.cancellation-code.once':
    'Ezt a kódot csak most mutatjuk meg. Írja le, nyomtassa ki vagy töltse le, és tartsa biztonságos helyen, ne a telefonján.',
  'enrol.cancellation-code.label': 'Törlőkód',
  'enrol.cancellation-code.note':
    'Ezzel szüntetheti meg az Ügyfélkapu+ szolgáltatást, ha a telefonja elvész. Bejelentkezni nem lehet vele. Ne adja meg senkinek.',
  'enrol.cancellation-code.initials': 'Kié: {name}',
  'enrol.cancellation-code.made': 'Mikor készült: {date}',
  'enrol.cancellation-code.device': 'Ezzel az eszközzel: {device}',
  'enrol.cancellation-code.latest':
    'Mindig a legutóbbi törlőkód érvényes, és minden eszközére vonatkozik. A korábbi dátumúakat dobja el.',
  'enrol.cancellation-code.where': 'Ha szükség lesz rá, ezen az oldalon írja be: {address}',
  'enrol.cancellation-code.download': 'Letöltés',
  'enrol.cancellation-code.replaces':
    'Ez új törlőkód. Amint befejezi a beállítást, a korábbi törlőkódja érvényét veszti.',
  'enrol.last-four.title': 'Megőrizte a törlőkódot?',
  'enrol.last-four.label': 'A törlőkód utolsó négy karaktere',
  'enrol.last-four.hint': 'Így biztosak lehetünk benne, hogy megvan a törlőkódja.',
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
  'enrol.elsewhere.waiting':
    'Az igénylés ott várakozik, és ez után folytatható: {until}. Addig nincs vele teendője.',
  'enrol.elsewhere.waits-anew':
    'Ha itt kezdi újra, a várakozás elölről indul, és csak ez után folytathatja: {until}.',
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
  'contact-code.until': 'A kód eddig érvényes: {until}.',
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
  'passkeys.add.text':
    'Annak az eszköznek a zárolását kell majd feloldania, amelyiken az azonosítókulcsot tartja. Közös használatú számítógépen ne állítson be azonosítókulcsot.',
  'passkeys.name.label': 'Mi legyen a neve? (nem kötelező)',
  'passkeys.name.hint': 'Erről ismeri majd fel a listában, például „Munkahelyi gép”.',
  'passkeys.name.default': 'Azonosítókulcs',
  'passkeys.refused.expired': 'Túl sok idő telt el. Próbálja újra.',
  'passkeys.refused.invalid':
    'Az azonosítókulcsot nem tudtuk beállítani. Próbálja újra, vagy használjon másik eszközt.',
  'passkeys.refused.replayed': 'Ezt a választ már felhasználták. Próbálja újra.',
  'passkeys.refused.known': 'Ez az azonosítókulcs már be van állítva.',
  'passkeys.refused.moved':
    'Időközben megváltozott valami a fiókjában. Jelentkezzen be újra, és próbálja meg ismét.',
  'passkeys.refused.too-many': 'Ennél több azonosítókulcsa nem lehet. Előbb távolítson el egyet.',
});
