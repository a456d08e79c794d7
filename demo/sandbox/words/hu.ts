/** The sandbox's Hungarian texts. `{name}` stands for a value. English must have the same keys (the compiler insists). */
export const hu = {
  'layout.skip': 'Ugrás a tartalomra',
  'layout.name': 'Homokozó',
  'layout.kind': 'integrátoroknak',
  'layout.language': 'Nyelv',
  'layout.menu': 'Menü',
  'layout.start': 'Kezdőlap',
  'layout.register': 'Kliens regisztrálása',
  'layout.walk': 'Lépésről lépésre',
  'layout.faults': 'Hibák',
  'layout.error-prefix': 'Hiba:',
  'layout.error-title': 'Hiba történt',
  'layout.sample':
    'Homokozó: kipróbálásra való. A titkok, kódok és tokenek teljes egészükben láthatók, ezért csak kitalált személlyel jelentkezzen be.',
  'layout.provider': 'A Kapu kezdőlapja (kitalált személyek, kódok)',

  'start.title': 'Próbálja ki a bejelentkezést',
  'start.lead':
    'Itt egy óra alatt végigjárhatja, hogyan jelentkeztet be egy szolgáltatás a Kapuval: minden kérést és választ lát, és szándékosan elő is idézheti a hibákat.',
  'start.secrets':
    'Ez homokozó: ami éles rendszerben titok, azt itt kiírjuk. Amit itt lát, azt éles rendszerben ne naplózza, és ne mutassa meg senkinek.',
  'start.register.title': '1. Regisztráljon klienst',
  'start.register.text': 'Megadja a nevét és a hitelesítés módját, mi pedig azonnal regisztráljuk a Kapunál.',
  'start.walk.title': '2. Járja végig lépésről lépésre',
  'start.walk.text':
    'Kilenc lépés a felfedezéstől a kijelentkezésig; minden paraméterhez egy mondat magyarázat.',
  'start.faults.title': '3. Idézzen elő hibákat',
  'start.faults.text':
    'Lejárt kód, rossz nonce, kicserélt kulcs, leterhelt szolgáltató: mindegyik valóban megtörténik, és megmutatjuk a helyes választ.',
  'start.clients': 'Az Ön kliensei',

  'register.title': 'Kliens regisztrálása',
  'register.lead':
    'A regisztráció a Kapu saját adminisztrációs felületén (/admin/clients) készül el. Legkésőbb egy nap múlva magától megszűnik.',
  'register.name': 'A szolgáltatás neve',
  'register.name.hint': 'Ezt látja a polgár a Kapu oldalán. Például: Próba szolgáltatás',
  'register.redirect': 'Saját átirányítási cím (elhagyható)',
  'register.redirect.hint':
    'Csak ezen a gépen futó cím lehet, például http://localhost:8080/callback. Ha üresen hagyja, a homokozóé lesz: {address}',
  'register.signed-out': 'Saját cím kijelentkezés után (elhagyható)',
  'register.signed-out.hint':
    'Saját átirányítási cím mellé adható meg; karakterre pontosan egyezzen, a végén a perjel (/) is számít. Ha üresen hagyja, a saját cím kezdőlapja lesz.',
  'register.algorithm': 'Milyen aláírással jöjjenek a tokenek?',
  'register.algorithm.ES256': 'ES256, ez a szokásos',
  'register.algorithm.RS256': 'RS256, ha a kliens mást nem ismer',
  'register.method': 'Hogyan hitelesíti magát a kliens?',
  'register.method.client_secret_basic': 'Titokkal (client_secret_basic)',
  'register.method.private_key_jwt': 'Kulccsal, amelyet most készítünk (private_key_jwt)',
  'register.method.none': 'Sehogy: nyilvános kliens, csak PKCE (none)',
  'register.minimum': 'Legalább milyen biztonsági szint kell?',
  'register.minimum.low': 'alacsony: jelszó is elég',
  'register.minimum.substantial': 'jelentős: jelszó és hitelesítő kód',
  'register.logouts': 'Szóljon a Kapu, ha a polgár kijelentkezik (back-channel logout)',
  'register.submit': 'Regisztrálás',
  'error.name': 'Írjon be egy nevet, legfeljebb 60 karaktert.',
  'error.redirect-uri':
    'A cím http://localhost vagy http://127.0.0.1 kezdetű legyen, töredék (#) és csillag (*) nélkül.',
  'error.signed-out-uri':
    'A cím http://localhost vagy http://127.0.0.1 kezdetű legyen, és csak saját átirányítási cím mellett adja meg.',
  'error.choice': 'Válasszon a felsoroltak közül.',

  'client.title': 'Az Ön kliense',
  'client.new-title': 'A kliens elkészült',
  'client.id': 'Kliensazonosító (client_id)',
  'client.secret': 'Titok (client_secret)',
  'client.key': 'Titkos kulcs (JWK)',
  'client.once': 'Most látja egyszer és utoljára: másolja ki, ha a saját programjában használja.',
  'client.secret-hidden': 'A titkot csak a regisztrálás után, egyszer mutattuk meg.',
  'client.redirect': 'Átirányítási cím (redirect_uri)',
  'client.method': 'Hitelesítés',
  'client.minimum': 'Biztonsági szint legalább',
  'client.metadata': 'Amit a Kapunak elküldtünk (POST /admin/clients)',
  'client.code': 'Néhány sor az openid-client könyvtárral',
  'client.walk': 'Tovább a lépésekhez',
  'client.faults': 'Tovább a hibákhoz',
  'client.own-address':
    'Ez a kliens az Ön címére tér vissza, ezért az Ön programja folytatja. A homokozó lépéseihez regisztráljon egyet a homokozó címével is.',

  'walk.title': 'Lépésről lépésre',
  'walk.lead':
    'Minden lépés megmutatja a valódi kérést és választ. A harmadiknál a Kapu oldalán jelentkezik be, utána ide tér vissza.',
  'walk.client': 'Ezzel a klienssel indul: {name}',
  'walk.no-client': 'Előbb regisztráljon egy klienst a homokozó saját címével.',
  'walk.pushes': 'A kérést előre elküldjük (PAR, RFC 9126). Ez a biztonságosabb.',
  'walk.begin': 'Kezdjük',
  'walk.again': 'Elölről',
  'walk.progress': '{number}. lépés a(z) {all} lépésből',
  'walk.next': 'Következő lépés',
  'walk.to-provider': 'Tovább a Kapuhoz',
  'walk.sign-out': 'Kijelentkezés a Kapunál',
  'walk.stopped': 'Itt a helyes kliens megáll. A lenti válasz mondja meg, miért.',
  'walk.values': 'Amit ehhez az egy bejelentkezéshez készítettünk',

  'step.1.title': 'Felfedezés és kulcsok',
  'step.1.lead':
    'A kliens csak a kibocsátó (issuer) címét ismeri. A többit a Kapu leírásából olvassa ki, és onnan tudja a kulcsok címét is.',
  'step.2.title': 'A bejelentkezési kérés',
  'step.2.lead':
    'A kliens elkészíti a state, a nonce és a PKCE értékeit, és a böngésző munkamenetében megőrzi. Csak a code_challenge megy el, a code_verifier nem.',
  'step.3.title': 'Átirányítás a Kapuhoz',
  'step.3.lead':
    'A gomb ide küldi a böngészőt. A jelszót és a kódot csak a Kapu látja. Jelentkezzen be az egyik kitalált személlyel.',
  'step.4.title': 'Ami visszajött',
  'step.4.lead':
    'A böngésző egy kóddal tért vissza. Mielőtt bármire használná, a kliens ellenőrzi a választ.',
  'step.5.title': 'A kód beváltása tokenekre',
  'step.5.lead':
    'Ezt már a kliens kérdezi a Kaputól, a böngésző nélkül. A code_verifier bizonyítja, hogy ő kérte a kódot.',
  'step.6.title': 'Az azonosító token (ID token)',
  'step.6.lead': 'A token fejléce és mezői, utána minden ellenőrzés, amelyet a kliensnek el kell végeznie.',
  'step.7.title': 'Személyes adatok (userinfo)',
  'step.7.lead':
    'Az adatokat a hozzáférési tokennel lehet lekérni. A sub értékének egyeznie kell az ID tokenével.',
  'step.8.title': 'Frissítés (refresh token)',
  'step.8.lead':
    'A frissítő token egyszer használható: új hozzáférési tokent és új frissítő tokent ad. A felhasznált token még tíz másodpercig ugyanazt az új frissítő tokent adja, így az egyszerre küldött frissítésekből egy sem vész el.',
  'step.8.none': 'Ez a kliens nem kapott frissítő tokent, ezért itt nincs teendő.',
  'step.9.title': 'Kijelentkezés',
  'step.9.lead':
    'A kliens előbb lezárja a saját munkamenetét, azután ide küldi a böngészőt. A polgár a Kapunál megerősíti, majd visszatér.',

  'signed-out.title': 'Kijelentkezve',
  'signed-out.text': 'A böngésző visszatért a kijelentkezésből. A tokenek már nem érnek semmit.',
  'signed-out.told': 'A Kapu közben, a böngészőtől függetlenül, ezt a kijelentkezési tokent küldte:',
  'signed-out.not-yet': 'A Kapu értesítése néhány másodperc múlva érkezik. Frissítse az oldalt.',
  'signed-out.refresh': 'Frissítés',

  'wire.by-browser': 'A böngésző küldi',
  'wire.by-client': 'A kliens küldi',
  'wire.by-provider': 'A Kapu küldi',
  'wire.query': 'A cím paraméterei',
  'wire.headers': 'Fejlécek',
  'wire.body': 'A kérés törzse',
  'wire.answer': 'Válasz',
  'token.header': 'A token fejléce',
  'token.claims': 'A token mezői',
  'checks.title': 'Ellenőrzések',
  'checks.holds': 'rendben',
  'checks.fails': 'nem egyezik',
  'checks.expected': 'várt:',
  'checks.found': 'talált:',
  'error.from-client': 'Amit a klienskönyvtár mond',

  'check.state': 'A state ugyanaz, amelyet ez a böngésző küldött.',
  'check.response-iss': 'A választ az a kibocsátó adta, amelyiket kérdeztük (iss, RFC 9207).',
  'check.no-error': 'A válaszban nincs hiba.',
  'check.signature': 'Az aláírás ellenőrizhető a kid szerinti kulccsal.',
  'check.alg': 'Az aláírás módja az, amelyet regisztráltunk (alg).',
  'check.iss': 'A kibocsátó az, akit ismerünk (iss).',
  'check.aud': 'A token nekünk szól (aud).',
  'check.exp': 'A token még nem járt le (exp).',
  'check.iat': 'A token nem a jövőben készült (iat).',
  'check.nonce': 'A nonce ugyanaz, amelyet ehhez a kéréshez készítettünk.',
  'check.acr': 'A biztonsági szint elég (acr).',
  'check.auth_time': 'A bejelentkezés ideje nem a jövőben van (auth_time).',
  'check.same-sub': 'A sub ugyanaz, mint az ID tokenben.',
  'check.typ': 'A token kijelentkezési token (typ).',
  'check.events': 'A kijelentkezés eseményét tartalmazza (events).',
  'check.logout-sub': 'Megmondja, kiről vagy melyik munkamenetről szól (sub, sid).',
  'check.no-nonce': 'Nincs benne nonce, így ID tokennel nem téveszthető össze.',

  'param.client_id': 'Melyik kliens kérdez.',
  'param.redirect_uri': 'Hová térjen vissza a böngésző. Betűre egyeznie kell a regisztrálttal.',
  'param.response_type': 'Kódot kérünk. Más a Kapunál nincs.',
  'param.scope': 'Milyen adatokat kérünk.',
  'param.state': 'Véletlen érték, amely a választ ehhez a böngészőhöz köti.',
  'param.nonce': 'Véletlen érték, amely az ID tokenbe kerül, és ehhez a kéréshez köti.',
  'param.code_challenge': 'A code_verifier SHA-256 lenyomata (PKCE).',
  'param.code_challenge_method': 'A lenyomat módja.',
  'param.code_verifier': 'A PKCE titka: csak a kód beváltásakor küldjük el.',
  'param.ui_locales': 'Milyen nyelven szóljon a Kapu.',
  'param.acr_values': 'A kért biztonsági szint.',
  'param.claims': 'Egyes mezők külön kérése; itt egy kötelező (essential) szint.',
  'param.prompt': 'none: kérdés nélkül; login: kérjen be mindent újra.',
  'param.max_age': 'Legfeljebb ennyi másodperce jelentkezett be a polgár.',
  'param.request_uri': 'Az előre elküldött kérés hivatkozása. Egyszer, rövid ideig használható.',
  'param.code': 'Egyszer használható kód, 60 másodpercig jó.',
  'param.iss': 'Ki válaszol. Összekeverés (mix-up) ellen véd.',
  'param.error': 'A hiba szabványos neve.',
  'param.error_description': 'Fejlesztőknek szóló leírás. Ne mutassa a polgárnak.',
  'param.grant_type': 'Mire kérünk tokent: kódra vagy frissítő tokenre.',
  'param.refresh_token': 'A frissítő token, amelyet most használunk el.',
  'param.client_assertion': 'A kliens kulcsával aláírt, egy percig jó igazolás (JWT).',
  'param.client_assertion_type': 'Az igazolás fajtája (RFC 7523).',
  'param.id_token_hint': 'Az ID token, amelyből a Kapu tudja, ki és honnan lép ki.',
  'param.post_logout_redirect_uri': 'Hová térjen vissza kijelentkezés után. Regisztrálni kell.',
  'param.logout_token': 'A Kapu által aláírt értesítés a kijelentkezésről.',
  'param.authorization': 'A kliens titka (Basic) vagy a hozzáférési token (Bearer).',
  'param.content-type': 'A tartalom formája.',
  'param.cache-control': 'Meddig tartható meg a válasz.',
  'param.retry-after': 'Hány másodperc múlva érdemes újra kérdezni.',
  'param.www-authenticate': 'Miért nem fogadták el a tokent.',

  'claim.iss': 'Ki adta ki.',
  'claim.sub': 'A polgár azonosítója ennél a kliensnél; másik szolgáltatás másikat kap.',
  'claim.aud': 'Kinek szól.',
  'claim.exp': 'Meddig jó, másodpercben 1970 óta.',
  'claim.iat': 'Mikor készült.',
  'claim.auth_time': 'Mikor jelentkezett be a polgár.',
  'claim.acr': 'Az elért biztonsági szint.',
  'claim.amr': 'Hogyan: pwd jelszó, otp kód, mfa több lépés.',
  'claim.nonce': 'A kérésben küldött véletlen érték.',
  'claim.at_hash': 'A hozzáférési token lenyomata: összetartoznak.',
  'claim.sid': 'A munkamenet a Kapunál; kijelentkezéskor erre hivatkozik.',
  'claim.jti': 'A token egyszeri azonosítója.',
  'claim.events': 'Miről szól: kijelentkezés.',
  'claim.alg': 'Az aláírás módja. „none” soha nem fogadható el.',
  'claim.typ': 'A token fajtája.',
  'claim.kid': 'Melyik kulccsal ellenőrizhető.',

  'faults.title': 'Hibák, szándékosan',
  'faults.lead':
    'Mindegyik hiba valóban megtörténik. Válasszon egyet, és nézze meg, mit tesz egy helyesen megírt kliens.',
  'fault.start': 'Előidézem',
  'fault.needs-client': 'Előbb regisztráljon egy klienst a homokozó saját címével.',
  'fault.lack.logouts':
    'Ehhez olyan kliens kell, amelyet a Kapu értesít a kijelentkezésről. Regisztráljon egyet, és hagyja bejelölve.',
  'fault.lack.operator': 'Ez a homokozó nem üzemeltetője a Kapunak, ezért nem cserélhet kulcsot.',
  'fault.happened': 'Mi történt?',
  'fault.do': 'Mit tesz egy helyes kliens?',
  'fault.otherwise':
    'Ez alkalommal a hiba nem jelent meg: a Kapu másképp válaszolt, mint vártuk. A lenti adatok megmutatják, hogyan.',
  'fault.wire': 'Ami a vonalon ment',
  'fault.step-up': 'Magasabb szint kérése',
  'fault.again': 'Vissza a hibákhoz',

  'fault.used-code.title': 'Elhasznált vagy lejárt kód',
  'fault.used-code.what': 'A kliens ugyanazt a kódot kétszer váltja be.',
  'fault.used-code.happened':
    'Az első beváltás sikerült, a másodikra a Kapu invalid_grant hibát adott, ahogyan a 60 másodperc után lejárt kódra is. Mivel a kódot más is ellophatta, az első tokeneket is visszavonta.',
  'fault.used-code.do': 'Nem küldi el újra a kódot, hanem új bejelentkezést kezd.',
  'fault.wrong-verifier.title': 'Rossz PKCE-érték',
  'fault.wrong-verifier.what':
    'A kliens másik code_verifier értékkel váltja be a kódot, mint amelyikkel kérte.',
  'fault.wrong-verifier.happened': 'A Kapu invalid_grant hibát adott: a kódot nem az kérte, aki beváltja.',
  'fault.wrong-verifier.do':
    'Minden kéréshez külön code_verifier értéket készít, és a kérő böngésző munkamenetében őrzi.',
  'fault.wrong-nonce.title': 'Rossz nonce',
  'fault.wrong-nonce.what': 'A kliens másik nonce értéket vár az ID tokenben, mint amelyiket elküldte.',
  'fault.wrong-nonce.happened':
    'A Kapu rendben válaszolt, de a könyvtár nem fogadta el a tokent: az egy másik kéréshez készült.',
  'fault.wrong-nonce.do': 'Eldobja a tokent, és új bejelentkezést kezd. A nonce egyszer használható.',
  'fault.stale-acr.title': 'Kevés a biztonsági szint',
  'fault.stale-acr.what':
    'A kliens alacsony szintet kér, azután jelentőset vár el. Olyan személlyel próbálja ki, akinek nincs Ügyfélkapu+ szolgáltatása (minta.anna).',
  'fault.stale-acr.happened':
    'Az ID token acr mezője mutatja az elért szintet; a kliens ezt hasonlítja az elvárthoz.',
  'fault.stale-acr.do':
    'Nem enged tovább, hanem újra a Kapuhoz küld, a magasabb szintet kérve (RFC 9470). Utána újra ellenőriz.',
  'fault.locked.title': 'Zárolt kód vagy jelszó',
  'fault.locked.what':
    'A Kapu oldalán írjon be többször rossz kódot vagy jelszót, amíg nem fogad el többet, azután válassza a „Vissza a szolgáltatáshoz” gombot.',
  'fault.locked.happened':
    'A kliens csak access_denied választ kap. Hogy a fiók zárolt, azt a Kapu nem mondja meg neki; a polgárnak ő maga mondja el.',
  'fault.locked.do':
    'Felajánlja, hogy a polgár később újra megpróbálja. Nem találgat, és nem tilt le senkit.',
  'fault.rotated-key.title': 'Kicserélt aláíró kulcs',
  'fault.rotated-key.what':
    'A kliens eltette a kulcsokat, közben a Kapu üzemeltetője kicseréli az aláíró kulcsot (kapu keys rotate, kapu keys retire).',
  'fault.rotated-key.happened':
    'A tokent olyan kulcs írta alá, amelyet a kliens még nem ismert. A könyvtár egyszer újra lekérte a kulcsokat, és megtalálta. (Az eltett kulcsokat két perccel visszadátumoztuk, hogy ne kelljen várnia.)',
  'fault.rotated-key.do':
    'Ismeretlen kid esetén egyszer újra lekéri a kulcsokat, de percenként legfeljebb egyszer.',
  'fault.clock.title': 'Rosszul járó óra',
  'fault.clock.what': 'A kliens órája 11 percet siet, az ID token pedig 10 percig érvényes.',
  'fault.clock.happened': 'A Kapu rendben válaszolt, de a kliens szerint a friss token már lejárt.',
  'fault.clock.do': 'Az óráját pontosan tartja (NTP), és néhány másodperc eltérést tűr el, nem perceket.',
  'fault.logout.title': 'Kijelentkezés máshol (back-channel logout)',
  'fault.logout.what':
    'Bejelentkezik a homokozóban, azután a Kapunál kijelentkezik. A Kapu erről a böngészőtől függetlenül értesíti a klienst.',
  'fault.logout.happened': 'A Kapu aláírt kijelentkezési tokent küldött a regisztrált címre.',
  'fault.logout.do': 'Ellenőrzi a tokent, lezárja a sid szerinti munkamenetet, és 200-zal válaszol.',
  'fault.unavailable.title': 'Leterhelt szolgáltató (503)',
  'fault.unavailable.what':
    'A kliens egy közbeiktatott proxyn át váltja be a kódot, amely egy másodpercig 503-mal válaszol.',
  'fault.unavailable.happened':
    'Az első kísérlet 503 választ kapott Retry-After fejléccel. A kódot ez nem használta el: a második kísérlet sikerült.',
  'fault.unavailable.do': 'Annyit vár, amennyit a Retry-After mond, és ugyanazt a kérést küldi el újra.',
  'fault.denied.title': 'A polgár visszalép (access_denied)',
  'fault.denied.what': 'A Kapu oldalán válassza a „Vissza a szolgáltatáshoz” gombot.',
  'fault.denied.happened': 'A polgár nem fejezte be a bejelentkezést, ezért a válasz access_denied.',
  'fault.denied.do': 'Nem ír ki hibát: felajánlja, hogy a polgár bármikor újra megpróbálja.',
  'fault.login-required.title': 'Csendes bejelentkezés nem lehetséges (login_required)',
  'fault.login-required.what': 'A kliens kérdés nélkül (prompt=none), friss bejelentkezést kér.',
  'fault.login-required.happened':
    'A Kapunak kérdeznie kellene, de nem szabad, ezért login_required a válasz.',
  'fault.login-required.do': 'Megmutat egy „Bejelentkezés” gombot, és prompt nélkül kér újra.',
  'fault.interaction-required.title': 'Kérdés nélkül nem emelhető a szint (interaction_required)',
  'fault.interaction-required.what':
    'A kliens kérdés nélkül (prompt=none) jelentős szintet kér. Előtte jelentkezzen be jelszóval, például minta.anna nevében.',
  'fault.interaction-required.happened':
    'Van bejelentkezés, de a szintje kevés, ezért a válasz interaction_required (bejelentkezés nélkül login_required).',
  'fault.interaction-required.do': 'Ugyanazt kéri prompt nélkül, és ott a polgár megadja a kódot.',
  'fault.unmet.title': 'Nem kínált szint kötelező kérése',
  'fault.unmet.what': 'A kliens kötelezően (essential) olyan szintet kér, amelyet a Kapu nem ad.',
  'fault.unmet.happened': 'A Kapu nem ígér olyat, amit nem tud: unmet_authentication_requirements.',
  'fault.unmet.do': 'Olyat kér, amely a leírás acr_values_supported listájában szerepel.',
  'fault.invalid-request.title': 'Hibás kérés (invalid_request)',
  'fault.invalid-request.what': 'A kliens PKCE nélkül küldi a kérést.',
  'fault.invalid-request.happened':
    'A Kapu PKCE nélkül nem ad kódot: invalid_request, és a leírás megmondja, mi hiányzik.',
  'fault.invalid-request.do': 'Ez programhiba: naplózza a leírást, és kijavítja. Az ismétlés nem segít.',
  'fault.mix-up.title': 'Más kibocsátó válasza (mix-up)',
  'fault.mix-up.what':
    'A visszaérkező válaszban az iss értékét kicseréljük, mintha egy másik szolgáltató küldte volna.',
  'fault.mix-up.happened':
    'A state jó volt, csak az iss árulta el, hogy a választ más adta. A kódot nem szabad elküldeni sehová.',
  'fault.mix-up.do':
    'Az iss értékét összeveti azzal a kibocsátóval, akihez a polgárt küldte, és eltérésnél megáll.',

  'problem.back': 'Vissza a kezdőlapra',
  'problem.not-found.title': 'Ez az oldal nem található',
  'problem.not-found.text': 'Ellenőrizze a címet, vagy induljon a kezdőlapról.',
  'problem.foreign-form.title': 'Ezt az űrlapot nem fogadhattuk el',
  'problem.foreign-form.text':
    'Az űrlap elavult, vagy nem erről az oldalról érkezett. Nyissa meg újra az oldalt.',
  'problem.over.title': 'Ez a kísérlet már véget ért',
  'problem.over.text':
    'A homokozó fél óráig emlékszik, és böngészőnként egy kísérletre. Kezdje elölről, nem rontott el semmit.',
  'problem.provider-away.title': 'A Kapu most nem érhető el',
  'problem.provider-away.text':
    'A Kapu nem válaszolt, vagy a kliens már nincs regisztrálva. Próbálja meg újra egy kicsit később.',
  'problem.fault.title': 'Valami elromlott',
  'problem.fault.text': 'A hiba a homokozóban van. Próbálja meg újra.',
} as const;

export type MessageKey = keyof typeof hu;
