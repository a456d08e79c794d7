/** The words of the start page, of sessions, services and the citizen’s data, in Hungarian. */
import { hungarian } from '../../../translation/words.ts';

export const hu = hungarian({
  'account.greeting': 'Üdvözöljük, {name}!',
  'account.another-ready.heading': 'Beállította a másik eszközt',
  'account.another-ready.text':
    'Mostantól az új eszköz kódjaival is bejelentkezhet. A korábbi törlőkódja érvényét vesztette, csak az új használható.',
  'account.ready.heading': 'Elkészült az Ügyfélkapu+',
  'second-way.heading': 'Legyen másik útja is a fiókjához',
  'second-way.text': 'Ha elveszíti vagy lecseréli a telefonját, ezzel akkor is be tud lépni:',
  'second-way.device': 'Beállítom egy másik eszközre is, például egy táblagépre',
  'second-way.passkey': 'Azonosítókulcsot (passkey) állítok be egy másik eszközön vagy biztonsági kulcson',
  'second-way.text-by-passkey':
    'Ha elveszíti vagy lecseréli az azonosítókulcsot őrző eszközt, ezzel akkor is be tud lépni:',
  'second-way.app': 'Beállítok egy hitelesítő alkalmazást',
  'second-way.another-passkey': 'Beállítok azonosítókulcsot egy másik eszközön is',
  'second-way.wallet': 'Egy másik eszközön lévő digitális tárcát kapcsolok a fiókomhoz',
  'second-way.only-there':
    'Ami csak a telefonján van, azzal együtt elvész, az azonosítókulcs is, kivéve, ha a jelszókezelője a többi eszközére is átviszi. A törlőkódot tartsa papíron, a telefonjától külön: ha semmi más nem marad, ezzel megszüntetheti, majd újra igényelheti az Ügyfélkapu+ szolgáltatást.',
  'account.ready.text': 'Legközelebb a jelszava után a hitelesítő alkalmazásban látható kódot is kérjük.',
  'account.ready-by-passkey.text': 'Mostantól az azonosítókulcsával jelentkezhet be. Jelszó sem kell hozzá.',
  'account.plus.heading': 'Ügyfélkapu+',
  'account.plus.active': 'Bekapcsolva',
  'account.plus.inactive': 'Még nincs',
  'account.plus.why':
    'Ha csak jelszó védi a fiókját, bárki beléphet, aki megszerzi. Az Ügyfélkapu+ ezt akadályozza meg.',
  'account.plus.device': 'Eszköz',
  'account.plus.since': 'Használat kezdete',
  'account.plus.cancel': 'Ügyfélkapu+ megszüntetése',
  'account.plus.last-used': 'Utoljára használva',
  'account.plus.devices': 'Eszközök kezelése',
  'account.plus.drill': 'Törlőkód kipróbálása',
  'account.data.heading': 'Adataim',
  'account.data.name': 'Viselt név',
  'account.data.username': 'Felhasználónév',
  'account.barely-identified':
    'Az Ön személyazonosságát még nem ellenőrizték úgy, ahogyan azt egyes szolgáltatások megkövetelik.',
  'account.data.phone': 'Telefonszám',

  'account.data.change': 'Módosítás',
  'account.control.heading': 'Biztonság és adatok',
  'account.waiting.heading': 'Folyamatban van egy Ügyfélkapu+ igénylés',
  'account.waiting.text': 'Ha nem Ön kezdte, állítsa le, és változtassa meg a jelszavát.',
  'account.waiting.link': 'Megnézem az igénylést',

  'sessions.title': 'Hol van bejelentkezve?',
  'sessions.hint': 'Eszközök és időpontok; kijelentkezés egyesével vagy mindenhol.',
  'sessions.text':
    'Ezeken az eszközökön van most bejelentkezve. Ha valamelyiket nem ismeri, jelentkezzen ki róla, és változtassa meg a jelszavát.',
  'sessions.most':
    'Egyszerre legfeljebb húsz helyen lehet bejelentkezve. Ha több lenne, a legrégebben használt bejelentkezést megszüntetjük.',
  'sessions.only-here':
    'Ezen az eszközön most csak a Fiókom oldalaira van bejelentkezve. A szolgáltatások legközelebb újra kérik, hogy jelentkezzen be.',
  'sessions.this': 'ez az eszköz',
  'sessions.unknown-device': 'Ismeretlen eszköz',
  'sessions.signed-in-at': 'Bejelentkezés',
  'sessions.last-seen-at': 'Utoljára használva',
  'sessions.place': 'Honnan',
  'sessions.services': 'Szolgáltatások',
  'sessions.everywhere.heading': 'Kijelentkezés minden eszközről',
  'sessions.everywhere.text':
    'Mindenhonnan kijelentkeztetjük, erről az eszközről is. A szolgáltatások nem kapnak több adatot Önről, amíg újra be nem jelentkezik. Azokat a szolgáltatásokat is értesítjük, ahová már belépett, hogy ott is kijelentkeztessék. Amelyik ezt még nem tudja, ott külön is jelentkezzen ki.',
  'sessions.everywhere.button': 'Kijelentkezés minden eszközről',
  'sessions.others.text':
    'Az sem tudható, mi tartozik hozzá. Ha megszünteti, minden más eszközről kijelentkeztetjük, itt bejelentkezve marad.',
  'sessions.others.button': 'Kijelentkezés minden más eszközről',
  'sessions.ended.title': 'Minden eszközről kijelentkezett',
  'sessions.ended.text':
    'A fiókjába egyetlen eszközön sincs már bejelentkezve. A szolgáltatásokat is értesítjük. Erről e-mailt is küldünk.',
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
  'services.change.text':
    'Ha változtatna azon, mit adhatunk át egy külső szolgáltatásnak, vonja vissza a hozzáférését: a következő bejelentkezéskor tételenként választhat.',
  'services.revoke.text':
    'A visszavonás után a szolgáltatás nem kérhet több adatot Önről. Amit már megkapott, azt nem tudjuk visszavenni. Ha újra bejelentkezik oda, ismét kap adatot.',
  'services.revoked.heading': 'Visszavontuk a hozzáférést',
  'services.revoked.text': 'A szolgáltatás mostantól nem kap adatot Önről, amíg újra be nem jelentkezik oda.',

  'data.read.title': 'Minden adatom',
  'data.read.button': 'Megnézem az adataimat',
  'data.read.text':
    'Az adatok ebből az időpontból valók: {date}. Kinyomtathatja, vagy a böngészőből PDF-fájlba mentheti. A számok és azonosítók, amelyek csak programoknak szólnak, a letölthető fájlban vannak.',
  'data.read.person': 'Személyes adatok',
  'data.read.account': 'A fiók létrehozása',
  'data.read.external-id': 'Külső azonosító',
  'data.read.closes': 'Ekkor töröljük a fiókot',
  'data.read.yes': 'igen',
  'data.read.no': 'nem',
  'data.read.sessions': 'Bejelentkezések',
  'data.read.given': 'Ezeket kapta meg',
  'data.read.wallets': 'Tárcákba kiadott igazolások',
  'data.read.issued': 'Kiadás',
  'data.read.expires': 'Lejárat',
  'data.read.revoked': 'Visszavonás',
  'data.read.none': 'Nincs ilyen.',
  'data.read.history.some': 'A legutóbbi {count} bejegyzés. A teljes napló a letölthető fájlban van.',
  'data.title': 'Adataim letöltése',
  'data.hint': 'Minden, amit Önről tárolunk: olvasható oldalon vagy egy fájlban.',
  'data.text':
    'Minden, amit Önről tárolunk: személyes adatai, eszközei, bejelentkezései, a szolgáltatások és a napló. Jelszó, kód és titkos kulcs nincs benne. Itt elolvashatja és kinyomtathatja, vagy letöltheti olyan fájlban (JSON), amelyet más programok is el tudnak olvasni.',
  'data.care': 'Csak saját gépre töltse le: aki megnyitja, elolvashatja a személyes adatait.',
  'data.too-often.heading': 'Ma már többször letöltötte az adatait',
  'data.too-often.text': 'Egy nap legfeljebb ötször töltheti le őket. Próbálja meg újra holnap.',
  'data.button': 'Letöltöm az adataimat',
});
