/** Everything that a citizen reads, in Hungarian, the language of the service. ICU MessageFormat. */
export const hu = {
  'layout.skip': 'Ugrás a tartalomra',
  'layout.error-prefix': 'Hiba:',
  'layout.error-title': 'Hiba történt',
  'layout.language': 'Nyelv',
  'layout.warning': 'Figyelem:',
  'layout.signing-in-to': 'Ide jelentkezik be:',
  'layout.signed-in-as': 'Bejelentkezve:',
  'layout.sign-out': 'Kijelentkezés',
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
  'method.other': 'Más módon jelentkezem be',

  'username.label': 'Felhasználónév',
  'username.empty': 'Írja be a felhasználónevét.',
  'username.too-long': 'A felhasználónév legfeljebb 64 karakter.',
  'password.label': 'Jelszó',
  'password.empty': 'Írja be a jelszavát.',
  'password.too-long': 'A jelszó legfeljebb 256 karakter.',
  'password.wrong': 'A felhasználónév vagy a jelszó nem megfelelő. Ellenőrizze mindkettőt.',
  'password.wrong-again': 'A jelszó nem megfelelő.',
  'password.rests':
    'A hitelesítő alkalmazását letiltották, és e-mailben új jelszót állítottak be. Ha nem Ön volt, valaki olvassa az e-mailjeit. Ezért a fiókjába eddig nem lehet belépni: {until}. A kormányablakban személyesen hamarabb segítenek.',
  'password.locked':
    'Biztonsági okból {until}-ig nem fogadunk jelszót. A fiókja nem szűnt meg, hivatalba nem kell mennie.',

  'code.title': 'Írja be a hitelesítő kódot',
  'code.intro': 'Nyissa meg a hitelesítő alkalmazást a telefonján, és keresse meg a {service} fiókot.',
  'code.step-up':
    'Ehhez a lépéshez magasabb biztonsági szint kell. A jelszavát már megadta, csak a hitelesítő kódot kérjük.',
  'code.label': 'Hitelesítő kód',
  'code.hint': '6 számjegy, 30 másodpercenként változik. A szóköz nem gond.',
  'code.help': 'Nem tudom megadni a kódot',
  'code.help.wait': 'Ha a kód épp lejár, várja meg a következőt, és azt írja be. Van ideje.',
  'code.help.clock':
    'Ha a telefonja órája nem pontos, írja be a következő kódot is: két egymást követő kódból felismerjük az eltérést. Ha így sem sikerül, kapcsolja be a telefonján az automatikus dátum- és időbeállítást.',
  'code.help.lost':
    'Ha a telefon elveszett vagy új telefonja van, a törlőkóddal megszüntetheti az Ügyfélkapu+ szolgáltatást, majd újra igényelheti.',
  'code.help.cancel': 'Ügyfélkapu+ megszüntetése törlőkóddal',
  'code.empty': 'Írja be a hitelesítő alkalmazásban látható 6 számjegyű kódot.',
  'code.format': 'A kódnak 6 számjegyből kell állnia. A szóköz nem gond.',
  'code.just-expired':
    'Ez a kód az imént lejárt. Nem rontott el semmit: várja meg az új kódot, és azt írja be.',
  'code.used': 'Ezt a kódot már felhasználták. Várja meg a következőt (legfeljebb 30 másodperc).',
  'code.clock':
    'A telefon órája kb. {minutes} percet {direction, select, fast {siet} other {késik}}. Kapcsolja be az automatikus időbeállítást.',
  'code.clock-next':
    'A telefon órája kb. {minutes} percet {direction, select, fast {siet} other {késik}}. Ez nem baj: várja meg a következő kódot, és a jelszavával együtt írja be azt is.',
  'code.clock-put-back':
    'A telefon óráját időközben visszaállították. Biztonsági okból várjon {until}-ig, utána írjon be két egymást követő kódot. Nem rontott el semmit.',
  'code.wrong':
    'A megadott kód nem megfelelő. {left, plural, =0 {Biztonsági okból most néhány percig nem fogadunk kódot.} other {Még {left} próbálkozása van.}}',
  'code.wrong-for-key':
    'A megadott kód nem megfelelő. Azt a kódot írja be, amelyet az imént beolvasott fióknál lát az alkalmazásban.',
  'code.locked':
    'Biztonsági okból {until}-ig nem fogadunk kódot. A fiókja nem szűnt meg, hivatalba nem kell mennie.',
  'code.exhausted':
    'Túl sok hibás kód érkezett, ezért ennek a hitelesítő alkalmazásnak a kódjait már nem fogadjuk el. Jelentkezzen be egy olyan eszközről, amelyet már használt, vagy szüntesse meg a törlőkóddal, és igényelje újra az Ügyfélkapu+ szolgáltatást.',
  'code.no-plus': 'Ezt az Ügyfélkapu+ szolgáltatást közben megszüntették. Kezdje újra a bejelentkezést.',

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
  'one-time-code.other-than-plus': 'Inkább egyszer használható kódot kérek',
  'one-time-code.empty': 'Írja be az üzenetben kapott 8 számjegyű kódot.',
  'one-time-code.format': 'A kód 8 számjegyből áll. A szóköz nem gond.',
  'one-time-code.wrong':
    'A kód nem megfelelő. {left, plural, =0 {Ezt a kódot már nem fogadjuk el: néhány perc múlva kérjen újat.} other {Mindig a legutóbb kapott kódot írja be. Még {left} próbálkozása van.}}',
  'one-time-code.expired': 'Ez a kód lejárt. Nem rontott el semmit: kérjen új kódot.',
  'one-time-code.worn-out':
    'Túl sok volt a hibás próbálkozás, ezért ezt a kódot már nem fogadjuk el. Kérjen új kódot.',
  'one-time-code.exhausted':
    'Túl sok hibás kód érkezett, ezért ismeretlen eszközről most nem fogadunk kódot ehhez a fiókhoz. Jelentkezzen be egy olyan eszközről, amelyet már használt.',
  'one-time-code.too-soon':
    'Új kódot percenként egyszer, bejelentkezésenként legfeljebb ötször küldünk. Várjon egy kicsit, és nézze meg, nem érkezett-e meg az előző.',
  'one-time-code.too-many':
    'Ma már sok kódot küldtünk ehhez a fiókhoz, ezért most többet nem küldünk. Holnap újra kérhet, vagy jelentkezzen be olyan eszközről, amelyet már használt. Ha nem Ön kérte a kódokat, változtassa meg a jelszavát.',

  'enrol.step': '{step}. lépés, összesen 4',
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
    'Számítógépen is használhat hitelesítő alkalmazást, például a totp.app oldalt vagy a Verifyr programot. Csak megbízható forrásból telepítsen: az áruházakban hamis alkalmazások is vannak.',
  'enrol.start.courage': 'Ha elsőre nem sikerül, ne csüggedjen: bármikor újrakezdheti, nem ront el semmit.',
  'enrol.start.continue': 'Tovább az Ügyfélkapu+ igényléséhez',
  'enrol.key.title': 'Kapcsolja össze a telefonját a fiókjával',
  'enrol.key.open': 'Nyissa meg a telefonján a hitelesítő alkalmazást.',
  'enrol.key.no-app': 'Még nincs hitelesítő alkalmazásom',
  'enrol.key.no-app.text':
    'Keresse meg a telefonja hivatalos áruházában a Google Authenticator, a Microsoft Authenticator vagy az Authy alkalmazást, és telepítse. Mindegyik ingyenes. Utána itt folytathatja.',
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
    'Sikerült összekapcsolni ezt az eszközt: {device}. Ha a Mentés gombra kattint, megmutatunk egy törlőkódot.',
  'enrol.save.why':
    'A törlőkóddal szüntetheti meg az Ügyfélkapu+ szolgáltatást, ha a telefonja elvész. Csak egyszer mutatjuk meg, ezért készítse elő a papírt vagy a nyomtatót.',
  'enrol.cancellation-code.title': 'Törlőkód mentése',
  'enrol.cancellation-code.once':
    'Ezt a kódot csak most mutatjuk meg. Írja le, nyomtassa ki vagy töltse le, és tartsa biztonságos helyen, ne a telefonján.',
  'enrol.cancellation-code.label': 'Törlőkód',
  'enrol.cancellation-code.note':
    'Ezzel szüntetheti meg az Ügyfélkapu+ szolgáltatást, ha a telefonja elvész. Bejelentkezni nem lehet vele. Ne adja meg senkinek.',
  'enrol.cancellation-code.download': 'Letöltés',
  'enrol.cancellation-code.replaces':
    'Ez új törlőkód. Amint befejezi a beállítást, a korábbi törlőkódja érvényét veszti.',
  'enrol.last-four.title': 'Megőrizte a törlőkódot?',
  'enrol.last-four.label': 'A törlőkód utolsó négy karaktere',
  'enrol.last-four.hint': 'Ezzel ellenőrizzük, hogy gondoskodott-e a törlőkód mentéséről.',
  'enrol.last-four.saved': 'Törlőkód mentéséről gondoskodtam',
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
  'contact-code.session': 'Munkamenet-azonosító',
  'contact-code.compare': 'Csak akkor írja be a kódot, ha az e-mailben is ezt a három számjegyet látja.',
  'contact-code.why':
    'A jelszót más is megszerezheti. Ezzel győződünk meg arról, hogy valóban Ön igényli az Ügyfélkapu+ szolgáltatást.',
  'contact-code.label': 'A kód az e-mailből',
  'contact-code.hint': '8 számjegy.',
  'contact-code.empty': 'Írja be az e-mailben kapott 8 számjegyű kódot.',
  'contact-code.format': 'A kód 8 számjegyből áll. A szóköz nem gond.',
  'contact-code.wrong':
    'A kód nem megfelelő. Mindig a legutóbb kapott kódot írja be. Még {left} próbálkozása van.',
  'contact-code.resend': 'Új kódot kérek',
  'contact-code.too-soon':
    'Új kódot percenként egyszer, igénylésenként legfeljebb ötször küldünk. Várjon egy kicsit, és nézze meg a levélszemét mappát is.',
  'objection.title': 'Nem Ön volt?',
  'objection.text':
    'Ha nem Ön adta hozzá az új hitelesítő alkalmazást a fiókjához, itt letilthatja. Utána a vele indított minden bejelentkezést megszüntetünk.',
  'objection.button': 'Nem én voltam: letiltom',
  'objection.done.title': 'Letiltottuk',
  'objection.done.text':
    'Az új hitelesítő alkalmazás nem használható, és minden eszközről kijelentkeztettük. A jelszavát más is ismerheti, ezért változtassa meg, és igényeljen új Ügyfélkapu+ szolgáltatást.',
  'objection.unknown.title': 'Ez a hivatkozás már nem érvényes',
  'objection.unknown.text':
    'A hivatkozás lejárt, vagy a hitelesítő alkalmazást közben törölték. Nézze meg a fiókját, vagy forduljon az ügyfélszolgálathoz.',
  'enrol.expired.title': 'Az igénylés ideje lejárt',
  'enrol.expired.text':
    'Az igénylésre 30 perc van, hogy a képernyőn maradt kulcsot más ne használhassa. Nem veszett el semmi: kezdje újra, új QR-kódot mutatunk.',
  'enrol.expired.old': 'A hitelesítő alkalmazásban az előbb létrejött bejegyzés már nem működik, törölheti.',
  'enrol.expired.again': 'Újrakezdem',
  'enrol.file.heading': '{service} – törlőkód',
  'enrol.file.explanation':
    'Ezzel a kóddal szüntetheti meg az Ügyfélkapu+ szolgáltatást, ha a telefonja elvész. Bejelentkezni nem lehet vele. Ne adja meg senkinek.',

  'account.title': 'Fiókom',
  'account.greeting': 'Üdvözöljük, {name}!',
  'account.another-ready.heading': 'Beállította a másik eszközt',
  'account.another-ready.text':
    'Mostantól az új eszköz kódjaival is bejelentkezhet. A korábbi törlőkódja érvényét vesztette, csak az új használható.',
  'account.ready.heading': 'Elkészült az Ügyfélkapu+',
  'account.ready.text': 'Legközelebb a jelszava után a hitelesítő alkalmazásban látható kódot is kérjük.',
  'account.plus.heading': 'Ügyfélkapu+',
  'account.plus.active': 'Bekapcsolva',
  'account.plus.inactive': 'Még nincs',
  'account.plus.why':
    'Ha csak jelszó védi a fiókját, bárki beléphet, aki megszerzi. Az Ügyfélkapu+ ezt akadályozza meg.',
  'account.plus.device': 'Eszköz',
  'account.plus.since': 'Használat kezdete',
  'account.plus.cancel': 'Ügyfélkapu+ megszüntetése',
  'account.plus.last-used': 'Utoljára használva',
  'account.plus.another': 'Beállítás másik eszközre',
  'account.plus.devices': 'Eszközök kezelése',
  'account.plus.drill': 'Törlőkód kipróbálása',
  'proof.title': 'Erősítse meg egy kóddal',
  'proof.text': 'Ehhez a változtatáshoz friss hitelesítő kód kell. Öt percig nem kérjük újra.',
  'devices.title': 'Hitelesítő eszközök',
  'devices.remove': 'Eltávolítás',
  'devices.frozen': 'Letiltva',
  'devices.removed.heading': 'Eltávolítottuk az eszközt',
  'devices.removed.text':
    'A kódjait már nem fogadjuk el. Az alkalmazásban is törölheti a hozzá tartozó bejegyzést.',
  'devices.last':
    'Ez az utolsó eszköze, ezért itt nem távolítható el. Előbb állítson be egy másikat, vagy szüntesse meg az Ügyfélkapu+ szolgáltatást a törlőkóddal.',
  'drill.title': 'Törlőkód kipróbálása',
  'drill.text':
    'Itt ellenőrizheti, hogy a megőrzött törlőkód jó-e. A próba nem szünteti meg az Ügyfélkapu+ szolgáltatást, és a kód megmarad.',
  'drill.button': 'Kipróbálom',
  'drill.due.heading': 'Megvan még a törlőkódja?',
  'drill.due.text':
    'Legalább egy éve nem próbálta ki. Keresse elő, és ellenőrizze, hogy jó-e: ha a telefonja elvész, erre a kódra lesz szüksége.',
  'drill.right.heading': 'A törlőkód jó',
  'drill.right.text': 'Tegye vissza biztonságos helyre.',
  'account.data.heading': 'Adataim',
  'account.data.name': 'Viselt név',
  'account.data.username': 'Felhasználónév',
  'account.data.email': 'E-mail-cím',
  'account.data.phone': 'Telefonszám',
  'account.data.none': 'nincs megadva',
  'account.not-signed-in.title': 'Nem jelentkezett be',
  'account.not-signed-in.text':
    'A bejelentkezés nem fejeződött be: megszakította, vagy túl sokáig tartott. Nem történt semmi baj, bármikor újrakezdheti.',
  'account.open': 'Megnyitom a fiókomat',

  'account.data.change': 'Módosítás',
  'account.control.heading': 'Biztonság és adatok',
  'account.waiting.heading': 'Folyamatban van egy Ügyfélkapu+ igénylés',
  'account.waiting.text': 'Ha nem Ön kezdte, állítsa le, és változtassa meg a jelszavát.',
  'account.waiting.link': 'Megnézem az igénylést',

  'sessions.title': 'Hol van bejelentkezve?',
  'sessions.hint': 'Eszközök és időpontok; kijelentkezés egyesével vagy mindenhol.',
  'sessions.text':
    'Ezeken az eszközökön van most bejelentkezve. Ha valamelyiket nem ismeri, jelentkezzen ki róla, és változtassa meg a jelszavát.',
  'sessions.this': 'ez az eszköz',
  'sessions.unknown-device': 'Ismeretlen eszköz',
  'sessions.signed-in-at': 'Bejelentkezés',
  'sessions.last-seen-at': 'Utoljára használva',
  'sessions.everywhere.heading': 'Kijelentkezés minden eszközről',
  'sessions.everywhere.text':
    'Mindenhonnan kijelentkeztetjük, erről az eszközről is. A szolgáltatások nem kapnak több adatot Önről, amíg újra be nem jelentkezik. Azokat a szolgáltatásokat is értesítjük, ahová már belépett, hogy ott is kijelentkeztessék. Amelyik ezt még nem tudja, ott külön is jelentkezzen ki.',
  'sessions.everywhere.button': 'Kijelentkezés minden eszközről',
  'sessions.ended.title': 'Minden eszközről kijelentkezett',
  'sessions.ended.text':
    'A fiókjába egyetlen eszközön sincs már bejelentkezve. A szolgáltatásokat is értesítjük.',
  'sessions.ended.advice':
    'Ha attól tart, hogy más is ismeri a jelszavát, jelentkezzen be, és változtassa meg.',

  'services.title': 'Szolgáltatások',
  'services.hint': 'Hová jelentkezett be, és melyik szolgáltatás milyen adatot kapott.',
  'services.text':
    'Ezekbe a szolgáltatásokba jelentkezett be. Mindegyiknél megnézheti, milyen adatot kapott Önről és mikor.',
  'services.none': 'Még egyetlen szolgáltatásba sem jelentkezett be.',
  'services.first': 'Első bejelentkezés',
  'services.last': 'Legutóbbi bejelentkezés',
  'services.given': 'Milyen adatot kapott?',
  'services.given.text': 'Ezeket az adatokat adtuk át. Mindegyiknél azt látja, mikor adtuk át utoljára.',
  'services.given.nothing':
    'Személyes adatot nem kapott, csak egy azonosítót, amely más szolgáltatásnál semmit sem mond Önről.',
  'services.open': 'Belépés a szolgáltatásba',
  'services.revoke': 'Hozzáférés visszavonása',
  'services.revoke.text':
    'A visszavonás után a szolgáltatás nem kérhet több adatot Önről. Amit már megkapott, azt nem tudjuk visszavenni. Ha újra bejelentkezik oda, ismét kap adatot.',
  'services.revoked.heading': 'Visszavontuk a hozzáférést',
  'services.revoked.text': 'A szolgáltatás mostantól nem kap adatot Önről, amíg újra be nem jelentkezik oda.',
  'consent.title': 'Átadhatjuk az adatait?',
  'consent.text':
    '{service} külső szolgáltatás. Csak akkor adjuk át neki az adatait, ha Ön ehhez hozzájárul.',
  'consent.claims': 'Ezeket az adatokat kéri',
  'consent.no-claims':
    'Személyes adatot nem kér. Csak egy azonosítót kap, amelyről legközelebb felismeri Önt.',
  'consent.resources': 'Ezekhez kér hozzáférést az Ön nevében',
  'consent.always':
    'A hozzáférést a Fiókom oldalon, a Szolgáltatások alatt bármikor visszavonhatja. Ha nem járul hozzá, visszatér a szolgáltatáshoz, és semmit sem adunk át.',
  'consent.give': 'Hozzájárulok',
  'consent.refuse': 'Nem járulok hozzá',

  'return.title': 'Visszatérés a szolgáltatáshoz',
  'return.text': 'A Tovább gombbal visszatér a szolgáltatáshoz.',

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

  'history.title': 'Tevékenységi napló',
  'history.hint': 'Mi történt a fiókjával az elmúlt 12 hónapban.',
  'history.text':
    'Az elmúlt 12 hónap eseményei, a legújabbal kezdve. Ha valamelyik nem Öntől származik, jelezze itt.',
  'history.none': 'Az elmúlt 12 hónapban nem történt semmi.',
  'history.older': 'Régebbi események',
  'history.newest': 'Vissza a legújabbakhoz',
  'history.signed-in': 'Bejelentkezés: {service}',
  'history.code.refused': 'Helyes jelszó után hibás hitelesítő kód',
  'history.plus.activated': 'Új hitelesítő eszköz: {name}',
  'history.plus.cancelled': 'Megszűnt az Ügyfélkapu+',
  'history.authenticator.frozen': 'Letiltott hitelesítő eszköz',
  'history.authenticator.forgotten': 'Eltávolított hitelesítő eszköz',
  'history.password.changed': 'Megváltozott a jelszó',
  'history.password.reset': 'Új jelszó az Elfelejtett jelszó oldalon',
  'history.account.activated': 'Aktiválták a fiókot',
  'history.contact.changed': 'Megváltozott az elérhetőség',
  'history.sessions.ended': 'Kijelentkezés minden eszközről',
  'history.session.ended': 'Kijelentkezés egy másik eszközről',
  'history.access.revoked': 'Visszavont hozzáférés: {service}',
  'history.data.downloaded': 'Letöltötték az adatokat',
  'history.closing.requested': 'Kérték a fiók megszüntetését',
  'history.closing.withdrawn': 'Visszavonták a fiók megszüntetését',
  'history.desk.data-viewed': 'Ügyintéző megnézte az adatait, ok: {reason}',
  'history.objection.link': 'Nem én voltam',
  'history.objection.title': 'Nem Ön volt?',
  'history.objection.text': 'Ha ezt nem Ön tette, akkor valaki más ismeri a jelszavát. Ha folytatja:',
  'history.objection.freezes': 'letiltjuk ezt a hitelesítő eszközt, ha marad másik is',
  'history.objection.signs-out': 'minden más eszközről kijelentkeztetjük',
  'history.objection.password': 'megkérjük, hogy változtassa meg a jelszavát',
  'history.objection.done.heading': 'Minden más eszközről kijelentkeztettük',
  'history.objection.done.text': 'Most változtassa meg a jelszavát, mert más is ismerheti.',
  'history.objection.mine': 'Mégis én voltam',

  'data.title': 'Adataim letöltése',
  'data.hint': 'Minden, amit Önről tárolunk, egy fájlban.',
  'data.text':
    'A fájlban benne van minden, amit Önről tárolunk: személyes adatai, eszközei, bejelentkezései, a szolgáltatások és a napló. Jelszó, kód és titkos kulcs nincs benne. A formátuma JSON, amelyet más programok is el tudnak olvasni.',
  'data.care': 'Csak saját gépre töltse le: aki megnyitja, elolvashatja a személyes adatait.',
  'data.button': 'Letöltöm az adataimat',

  'closing.title': 'Fiók megszüntetése',
  'closing.hint': 'Az egész fiók, minden adattal együtt.',
  'closing.lead': 'Ezzel nemcsak az Ügyfélkapu+, hanem az egész fiókja megszűnik.',
  'closing.grace':
    'A fiók még 30 napig megmarad. Addig bármikor bejelentkezhet, és visszavonhatja a megszüntetést.',
  'closing.erased': '30 nap múlva minden adatát töröljük. Ezután már nem tudjuk visszaállítani.',
  'closing.services':
    'Amit a szolgáltatások (például a hivatalok) már megkaptak Önről, az náluk megmarad: erről ott kérdezzen.',
  'closing.consequence': 'Minden más eszközről azonnal kijelentkeztetjük.',
  'closing.button': 'Kérem a fiókom megszüntetését',
  'closing.keep': 'Mégsem, megtartom a fiókomat',
  'closing.pending.heading': 'A fiókja megszűnik ezen a napon: {date}',
  'closing.pending.text': 'Addig bármikor visszavonhatja. Utána minden adatát töröljük.',
  'closing.withdraw': 'Megtartom a fiókomat',
  'closing.withdrawn.heading': 'A fiókja megmarad',
  'closing.withdrawn.text': 'Visszavonta a megszüntetést, és semmit sem törlünk. Erről e-mailt is küldünk.',

  'contact.email.title': 'E-mail-cím megváltoztatása',
  'contact.email.label': 'Új e-mail-cím',
  'contact.email.hint': 'Olyan cím legyen, amelyet csak Ön olvas.',
  'contact.email.empty': 'Írja be az új e-mail-címét.',
  'contact.email.format': 'Ez nem e-mail-cím. Így néz ki: nev@pelda.hu',
  'contact.sms.title': 'Telefonszám megváltoztatása',
  'contact.sms.label': 'Új telefonszám',
  'contact.sms.hint': 'Mobilszám, például: +36 30 123 4567',
  'contact.sms.empty': 'Írja be az új telefonszámát.',
  'contact.sms.format': 'Ez nem telefonszám. Így néz ki: +36 30 123 4567',
  'contact.current': 'Jelenleg: {contact}',
  'contact.both-sides':
    'Két kódot küldünk: egyet az új elérhetőségére, egyet pedig ide: {contact}. Mindkettőt be kell írnia.',
  'contact.new-side': 'Egy kódot küldünk az új elérhetőségére, azt kell beírnia.',
  'contact.send': 'Kérem a kódot',
  'contact.same': 'Ez már az Ön megerősített elérhetősége. Adjon meg egy másikat.',
  'contact.unproven':
    'A fiókjához nincs megerősített elérhetőség és Ügyfélkapu+ sem, ezért itt nem adhat meg újat: más is ismerheti a jelszavát. Előbb igényeljen Ügyfélkapu+ szolgáltatást, vagy kérje személyesen a kormányablakban.',
  'contact.too-many': 'Ma már sok kódot küldtünk. Próbálja újra holnap.',
  'contact.worn-out':
    'Ötször nem volt jó a kód, ezért újra kell kezdeni. Várjon egy percet, és kérjen új kódot.',
  'contact.old-lost': 'A régit már nem érem el',
  'contact.old-lost.text':
    'Az Ön védelmében ezt a lépést itt nem lehet kihagyni: így más sem veheti el a fiókját. A kormányablakban személyesen kérheti a változtatást.',
  'contact.codes.title': 'Írja be a kódokat',
  'contact.codes.sent': 'Kódot küldtünk ide: {contact}.',
  'contact.codes.sent-old': 'Egy másik kódot ide küldtünk: {contact}. Néhány percig eltarthat.',
  'contact.codes.compare': 'Csak akkor írja be a kódokat, ha az üzenetekben is ezt a három számjegyet látja.',
  'contact.codes.new': 'Az új elérhetőségére küldött kód ({contact})',
  'contact.codes.old': 'A mostani elérhetőségére küldött kód ({contact})',
  'contact.codes.confirm': 'Megerősítem',
  'contact.codes.abandon': 'Mégsem',
  'contact.done.heading': 'Megváltozott az elérhetősége',
  'contact.done.text': 'Erről üzenetet is küldünk.',

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
  'new-password.too-long': 'Az új jelszó legfeljebb 256 karakter.',
  'new-password.own-name': 'Az új jelszóban ne legyen benne a felhasználóneve vagy az e-mail-címe.',
  'new-password.wrong-current': 'A jelenlegi jelszó nem megfelelő.',
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
  'reset.title': 'Elfelejtett jelszó',
  'reset.back': 'Vissza a bejelentkezéshez',
  'reset.lead':
    'Írja be a felhasználónevét. Kódot küldünk arra az e-mail-címre, amelyet korábban megerősített. A kóddal új jelszót állíthat be.',
  'reset.button': 'Kódot kérek',
  'reset.no-email': 'Nincs megerősített e-mail-címem, vagy nem tudom a felhasználónevemet',
  'reset.no-email.text':
    'A kormányablakban személyesen segítenek. Vigye magával a személyazonosító okmányát. A fiókja megmarad.',
  'reset.code.title': 'Nézze meg az e-mailjeit',
  'reset.code.sent':
    'Ha van ilyen fiók, és tartozik hozzá megerősített e-mail-cím, elküldtük a kódot. Néhány percig eltarthat, nézze meg a levélszemét mappát is. A kód 15 percig érvényes.',
  'reset.code.none':
    'Ha nem jön e-mail, ellenőrizze a felhasználónevét, vagy kérjen új kódot. Egy nap csak néhány levelet küldünk.',
  'reset.code.other-name': 'Más felhasználónevet adok meg',
  'reset.link.title': 'Új jelszó beállítása',
  'reset.link.text':
    'Jó helyen jár: ebben a böngészőben kérte az új jelszót. A következő oldalon beállíthatja.',
  'reset.elsewhere.title': 'Térjen vissza oda, ahol az új jelszót kérte',
  'reset.elsewhere.text':
    'Ez a hivatkozás csak abban a böngészőben működik, amelyben az új jelszót kérte. Nyissa meg azt az oldalt, és írja be ott az e-mailben kapott kódot.',
  'reset.elsewhere.again': 'Ha az az oldal már nincs meg, vagy a kód lejárt, kérjen itt új kódot.',
  'reset.elsewhere.warning':
    'Ha nem Ön kért új jelszót, ne adja meg a kódot senkinek. A jelszava nem változott.',
  'reset.password.title': 'Új jelszó beállítása',
  'reset.password.factor':
    'Az Ügyfélkapu+ beállításai nem változnak: ha van Ügyfélkapu+ szolgáltatása, a bejelentkezéshez továbbra is kell a hitelesítő kód.',
  'reset.sign-out': 'Jelentkeztessen ki minden eszközről',
  'reset.sign-out.hint': 'Hagyja bejelölve, ha lehet, hogy más is ismeri a régi jelszavát.',
  'reset.done.title': 'Megvan az új jelszava',
  'reset.done.text': 'Mostantól ezzel jelentkezhet be. Erről e-mailt is küldünk.',
  'reset.done.next': 'Még nem jelentkezett be: most adja meg a felhasználónevét és az új jelszavát.',
  'reset.over.title': 'Ez a kérés már nem érvényes',
  'reset.over.text':
    'Letelt a 15 perc, többször hibás kódot írt be, vagy a kérést egy másik böngészőben kezdte el.',
  'reset.over.done':
    'Ha az imént beállította az új jelszavát, már bejelentkezhet vele. Ha nem, kérjen új kódot.',
  'reset.over.again': 'Új kódot kérek',
  'activation.offer': 'Aktiváló kódot kapott?',
  'activation.title': 'Fiók aktiválása',
  'activation.lead':
    'Írja be a felhasználónevét és az egyszer használható aktiváló kódot, amelyet a fiókjához kapott. Utána jelszót választ.',
  'activation.label': 'Aktiváló kód',
  'activation.hint': '12 karakter, négyes csoportokban. A kötőjel és a kisbetű nem gond.',
  'activation.empty': 'Írja be az aktiváló kódot.',
  'activation.wrong': 'A felhasználónév vagy az aktiváló kód nem megfelelő. Ellenőrizze mindkettőt.',
  'activation.expired':
    'Az aktiváló kód 5 napig volt érvényes, és már lejárt. Kérjen újat ott, ahol ezt kapta.',
  'activation.no-code': 'Nincs aktiváló kódom',
  'activation.no-code.text':
    'Az aktiváló kódot ott kapja, ahol a fiókját létrehozták, például a kormányablakban. Öt napig érvényes; ha lejárt vagy elveszett, kérjen újat.',
  'activation.password.title': 'Válasszon jelszót',
  'activation.password.text': 'A kód jó. Ezzel a jelszóval jelentkezhet majd be.',
  'activation.button': 'Aktiválom a fiókomat',
  'activation.done.title': 'Aktiválta a fiókját',
  'activation.done.text': 'Mostantól a felhasználónevével és az új jelszavával jelentkezhet be.',
  'activation.over.title': 'Kezdje újra az aktiválást',
  'activation.over.text':
    'Letelt az idő, új kódot adtak ki, vagy az aktiválást egy másik böngészőben kezdte el.',
  'activation.over.done': 'Ha az imént beállította a jelszavát, már bejelentkezhet vele.',
  'activation.over.again': 'Újrakezdem',

  'cancellation-code.label': 'Törlőkód',
  'cancellation-code.hint': '28 karakter, négyes csoportokban. A kötőjel és a kisbetű nem gond.',
  'cancellation-code.empty': 'Írja be a törlőkódot.',
  'cancellation-code.wrong': 'A törlőkód nem megfelelő. Ellenőrizze, hogy a legutóbb kapott kódot írja-e be.',
  'cancel.title': 'Ügyfélkapu+ megszüntetése',
  'cancel.lead':
    'Akkor tegye ezt, ha a telefonja elveszett, vagy új telefonra vált. A fiókja megmarad, és utána újra igényelheti az Ügyfélkapu+ szolgáltatást.',
  'cancel.consequence': 'A megszüntetéssel minden eszközről kijelentkeztetjük.',
  'cancel.no-code': 'Nincs meg a törlőkódom',
  'cancel.no-code.text':
    'Törlőkód nélkül az Ügyfélkapu+ nem szüntethető meg ezen az oldalon: így más sem teheti meg Ön helyett. Forduljon az ügyfélszolgálathoz.',
  'cancel.button': 'Megszüntetem',
  'cancel.keep': 'Mégsem szüntetem meg',
  'cancelled.title': 'Az Ügyfélkapu+ megszűnt',
  'cancelled.text': 'A fiókja megmaradt, és minden eszközről kijelentkeztettük. Erről e-mailt is küldünk.',
  'cancelled.next': 'Új Ügyfélkapu+ bármikor igényelhető.',
  'cancelled.again': 'Ügyfélkapu+ igénylése',

  'sign-out.title': 'Kijelentkezik?',
  'sign-out.text':
    'Kijelentkezik a(z) {service} fiókjából: ezután egyik szolgáltatás sem lépteti be újra jelszó nélkül. Azokat a szolgáltatásokat is értesítjük, ahová most be van lépve, hogy ott is kijelentkeztessék. Amelyik ezt még nem tudja, ott külön is jelentkezzen ki.',
  'sign-out.yes': 'Kijelentkezem',
  'sign-out.no': 'Maradok bejelentkezve',
  'sign-out.continue': 'Itt már nincs bejelentkezve. A Tovább gombbal visszatér a szolgáltatáshoz.',
  'signed-out.title': 'Kijelentkezett',
  'signed-out.text': 'Ha nem a saját gépét használja, zárja be a böngészőt is.',

  'refused.request-id': 'Ha segítséget kér, ezt az azonosítót mondja meg: {id}',
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

  'error.unavailable.title': 'Most nem tudjuk kiszolgálni',
  'error.unavailable.text':
    'Rövid időre megállt a szolgáltatás. Nem rontott el semmit, és nem veszett el semmi. Várjon néhány másodpercet, és próbálja újra.',
  'error.unavailable.again': 'Újra megpróbálom',
  'error.unavailable.form': 'Lépjen vissza, és küldje el újra az űrlapot.',
  'error.broken.title': 'Váratlan hiba történt',
  'error.broken.text': 'A hibát feljegyeztük. Próbálja újra néhány perc múlva.',
  'error.engine.title': 'A szolgáltatás kérése hibás',
  'error.engine.text':
    'Az a szolgáltatás, ahonnan jött, olyan kérést küldött, amelyet nem teljesíthetünk. Ezt Ön nem tudja kijavítani: lépjen vissza a szolgáltatáshoz, és ha megismétlődik, jelezze ott.',
  'error.engine.details': 'Részletek az üzemeltetőnek',
  'error.engine.code': 'Hibakód',
  'error.engine.description': 'Leírás',

  'demo.title': 'Bemutató',
  'demo.lead': 'Ez egy kipróbálható mintarendszer. Jelentkezzen be a mintaportálon egy kitalált személlyel.',
  'demo.portal': 'Bejelentkezés a mintaportálon',
  'demo.citizens': 'Kitalált személyek',
  'demo.username': 'Felhasználónév',
  'demo.password': 'Jelszó',
  'demo.app': 'Hitelesítő alkalmazás',
  'demo.no-app': 'Nincs még Ügyfélkapu+: kipróbálhatja az igénylést. A kódot a postafiókba küldjük.',
  'demo.code': 'Jelenlegi kód',
  'demo.code-until': 'Még ennyi ideig érvényes:',
  'demo.qr': 'QR-kód: {username}',
  'demo.scan': 'Olvassa be a saját hitelesítő alkalmazásával, vagy írja be az itt látható kódot.',
  'demo.links': 'Egyéb oldalak',
  'demo.account': 'Fiókom',
  'demo.mailbox': 'Postafiók (a rendszer által küldött e-mailek)',
  'demo.discovery': 'Discovery-dokumentum (integrátoroknak)',
} as const;

export type MessageKey = keyof typeof hu;
