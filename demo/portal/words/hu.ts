/** The portal's Hungarian texts. `{name}` stands for a value. English must have the same keys (the compiler insists). */
export const hu = {
  'layout.skip': 'Ugrás a tartalomra',
  'layout.name': 'e-Ügyintézés',
  'layout.kind': 'mintaportál',
  'layout.language': 'Nyelv',
  'layout.menu': 'Menü',
  'layout.cases': 'Ügyek',
  'layout.my-data': 'Adataim',
  'layout.signed-in-as': 'Bejelentkezve:',
  'layout.assurance': 'Biztonsági szint:',
  'layout.sign-in': 'Bejelentkezés',
  'layout.sign-out': 'Kijelentkezés',
  'layout.error-prefix': 'Hiba:',
  'layout.error-title': 'Hiba történt',
  'layout.sample':
    'Mintaportál: nem állami oldal, és nem intéz valódi ügyet. A Kapuval való bejelentkezés bemutatására készült. Kérjük, ne adja meg valódi adatait.',

  'assurance.low': 'alacsony',
  'assurance.substantial': 'jelentős',
  'assurance.high': 'magas',
  'method.ugyfelkapu': 'Ügyfélkapu',
  'method.ugyfelkapu-plus': 'Ügyfélkapu+',
  'method.wallet': 'Digitális Állampolgár',
  'method.other': 'más mód',
  'method.ugyfelkapu.how': 'felhasználónév és jelszó',
  'method.ugyfelkapu-plus.how': 'jelszó, majd a hitelesítő alkalmazás kódja',
  'method.wallet.how': 'digitális tárca',

  'cases.title': 'Ügyek',
  'cases.lead': 'Válasszon az ügyek közül, és intézze el otthonról.',
  'cases.sign-in-lead': 'Az ügyintézéshez jelentkezzen be a Kapu oldalán. A jelszavát mi nem látjuk.',
  'cases.greeting': 'Üdvözöljük, {name}!',
  'cases.list': 'Elérhető ügyek',
  'cases.needs.low': 'Ügyfélkapu elég',
  'cases.needs.substantial': 'Ügyfélkapu+ kell',
  'cases.sent': 'Beküldött ügyei',
  'cases.sent-at': 'beküldve: {when}',

  'case.ado.title': 'Adóbevallás-tervezet',
  'case.ado.summary': 'Nézze meg a tavalyi évre elkészített tervezetet, és fogadja el.',
  'case.ado.action': 'Tervezet elfogadása',
  'case.ado.facts.title': 'A tervezet adatai',
  'case.ado.facts.year': 'Adóév',
  'case.ado.facts.income': 'Összevont adóalap',
  'case.ado.facts.tax': 'Számított adó',
  'case.ado.facts.refund': 'Visszajáró adó',

  'case.lakcim.title': 'Lakcím adatai',
  'case.lakcim.summary': 'Nézze meg a nyilvántartott lakcímét, vagy jelentse be az újat.',
  'case.lakcim.action': 'Lakcím bejelentése',
  'case.lakcim.facts.title': 'Nyilvántartott lakcím',
  'case.lakcim.facts.address': 'Lakóhely',
  'case.lakcim.facts.since': 'Bejelentve',
  'case.lakcim.form': 'Új lakcím',

  'case.anyakonyvi-kivonat.title': 'Anyakönyvi kivonat igénylése',
  'case.anyakonyvi-kivonat.summary': 'Kérjen születési anyakönyvi kivonatot postai úton.',
  'case.anyakonyvi-kivonat.action': 'Kivonat igénylése',
  'case.anyakonyvi-kivonat.form': 'Az igénylés adatai',

  'case.erkolcsi-bizonyitvany.title': 'Erkölcsi bizonyítvány',
  'case.erkolcsi-bizonyitvany.summary': 'Igényeljen hatósági erkölcsi bizonyítványt.',
  'case.erkolcsi-bizonyitvany.action': 'Bizonyítvány igénylése',
  'case.erkolcsi-bizonyitvany.form': 'Az igénylés adatai',

  'case.back': 'Vissza az ügyekhez',
  'case.sample': 'Minta: a beküldött adatok semmilyen hivatalhoz nem jutnak el.',
  'case.sign-in': 'Az ügy megnyitásához jelentkezzen be.',
  'case.step-up':
    'Ehhez az ügyhöz a hitelesítő alkalmazás kódja is kell („jelentős” biztonsági szint). A gomb megnyomása után a Kapu a kódot kéri, azután elküldjük, amit itt megadott. Ha még nincs Ügyfélkapu+ szolgáltatása, ott igényelheti.',
  'case.other-person':
    'A Kapu oldalán más személy jelentkezett be, ezért a megkezdett ügyet nem küldtük el, és az adatait töröltük.',

  'field.postal-code': 'Irányítószám',
  'field.postal-code.hint': '4 számjegy, például 1234',
  'field.locality': 'Település',
  'field.street': 'Utca, házszám',
  'field.purpose': 'Mire van szüksége rá?',
  'field.purpose.hint': 'Például: munkavállalás',
  'error.postal-code': 'Írja be az irányítószámot, 4 számjeggyel.',
  'error.locality': 'Írja be a települést.',
  'error.street': 'Írja be az utcát és a házszámot.',
  'error.purpose': 'Írja be, mire van szüksége rá.',

  'sent.title': 'Elküldve',
  'sent.number': 'Ügyszám: {number}',
  'sent.what': 'Ügy',
  'sent.when': 'Beküldve',
  'sent.assurance': 'Biztonsági szint',
  'sent.next': 'Teendője nincs. Az ügyszám a kijelentkezésig az „Ügyek” oldalon is látható.',

  'my-data.title': 'Adataim',
  'my-data.lead': 'Ezeket az adatokat kaptuk Önről a Kaputól, amikor bejelentkezett.',
  'my-data.person': 'Személyes adatok',
  'my-data.name': 'Viselt név',
  'my-data.birth-name': 'Születési név',
  'my-data.mothers-birth-name': 'Anyja születési neve',
  'my-data.place-of-birth': 'Születési hely',
  'my-data.birthdate': 'Születési idő',
  'my-data.email': 'E-mail-cím',
  'my-data.phone': 'Telefonszám',
  'my-data.not-given': 'nincs megadva',
  'my-data.unverified': '{value} (nincs ellenőrizve)',
  'my-data.sign-in': 'A bejelentkezés adatai',
  'my-data.assurance': 'Biztonsági szint',
  'my-data.method': 'A bejelentkezés módja',
  'my-data.auth-time': 'A bejelentkezés ideje',
  'my-data.subject': 'Azonosítója ezen a portálon',
  'my-data.subject.note':
    'Az azonosítót a Kapu csak ennek a portálnak adja: más szolgáltatás másikat kap, így az azonosító alapján az adatait nem lehet összekötni.',
  'my-data.step-up': 'Bejelentkezés Ügyfélkapu+ használatával',
  'my-data.step-up.why':
    'Egyes ügyekhez „jelentős” biztonsági szint kell: jelszó, majd a hitelesítő alkalmazás kódja.',
  'my-data.details': 'Fejlesztőknek: az azonosító token tartalma',
  'my-data.details.userinfo': 'A userinfo végpont válasza',
  'my-data.details.id-token': 'Az azonosító token (ID token) mezői',

  'sign-out.title': 'Kijelentkezés',
  'sign-out.everywhere': 'Kijelentkezés mindenhonnan',
  'sign-out.everywhere.why':
    'A Kapuból is kijelentkezik, és a Kapu értesíti a többi szolgáltatást is, ahová vele lépett be. Egyik sem lépteti be újra jelszó nélkül. Közös gépen ezt válassza.',
  'sign-out.here': 'Kijelentkezés innen',
  'sign-out.here.why':
    'Csak ezt a portált hagyja el. A Kapuban bejelentkezve marad, más szolgáltatások nem kérik újra a jelszavát.',
  'sign-out.stay': 'Maradok bejelentkezve',

  'notice.title': 'Értesítés',
  'notice.signed-out-here':
    'Kijelentkezett erről a portálról. A Kapuban bejelentkezve maradt: a következő bejelentkezés jelszó nélkül is sikerülhet.',
  'notice.signed-out-everywhere':
    'Kijelentkezett erről a portálról, és ha a Kapu oldalán megerősítette, a Kapuból is.',

  'problem.try-again': 'Bejelentkezés újra',
  'problem.back': 'Vissza az ügyekhez',
  'problem.return': 'Vissza oda, ahol abbahagyta',
  'problem.cancelled.title': 'A bejelentkezés megszakadt',
  'problem.cancelled.text':
    'A Kapu oldalán nem fejezte be a bejelentkezést. Semmi nem veszett el: bármikor újra megpróbálhatja.',
  'problem.too-low.title': 'Ehhez Ügyfélkapu+ kell',
  'problem.too-low.text':
    'A bejelentkezés nem érte el a „jelentős” biztonsági szintet. A Kapu oldalán bármikor igényelhet Ügyfélkapu+ szolgáltatást, azután próbálja újra.',
  'problem.sign-in-over.title': 'Ez a bejelentkezés már véget ért',
  'problem.sign-in-over.text':
    'Lehet, hogy sokáig tartott, vagy a böngésző „vissza” gombjával jutott ide. Jelentkezzen be újra, nem rontott el semmit.',
  'problem.sign-in-failed.title': 'A bejelentkezés most nem sikerült',
  'problem.sign-in-failed.text': 'A hiba nem Önnél van. Próbálja meg újra néhány perc múlva.',
  'problem.provider-away.title': 'A Kapu most nem érhető el',
  'problem.provider-away.text':
    'A bejelentkezéshez a Kapu oldala kell, de most nem válaszol. Próbálja meg újra egy kicsit később.',
  'problem.sign-in-needed.title': 'Ehhez be kell jelentkeznie',
  'problem.sign-in-needed.text': 'Az adatait csak Önnek mutatjuk meg, bejelentkezés után.',
  'problem.session-over.title': 'A bejelentkezése véget ért',
  'problem.session-over.text':
    'Biztonsági okból kijelentkeztettük, vagy egy másik lapon kijelentkezett. Jelentkezzen be újra a folytatáshoz.',
  'problem.foreign-form.title': 'Ezt az űrlapot nem fogadhattuk el',
  'problem.foreign-form.text':
    'Az űrlap elavult, vagy nem erről az oldalról érkezett. Nyissa meg újra az oldalt, és küldje el onnan.',
  'problem.not-found.title': 'Ez az oldal nem található',
  'problem.not-found.text': 'Ellenőrizze a címet, vagy induljon az ügyek listájától.',
  'problem.fault.title': 'Valami elromlott',
  'problem.fault.text': 'A hiba nem Önnél van. Próbálja meg újra néhány perc múlva.',
} as const;

export type MessageKey = keyof typeof hu;
