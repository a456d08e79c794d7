/** The words of a case: the person, what they may ask for, and what was done, in Hungarian. */
import { hungarian } from '../../../translation/words.ts';

export const hu = hungarian({
  'desk.case-over.title': 'Az ügy lezárult',
  'desk.case-over.text': 'Fél óra telt el, vagy az ügyet nem Ön nyitotta meg. Keresse meg újra az ügyfelet.',
  'desk.case.title': 'Ügyfél: {name}',
  'desk.person.name': 'Viselt név',
  'desk.person.birth-name': 'Születési név',
  'desk.person.mother': 'Anyja születési neve',
  'desk.person.birth': 'Születési hely, idő',
  'desk.status.active': 'Használható fiók',
  'desk.status.disabled': 'Letiltott fiók',
  'desk.status.suspended': 'Felfüggesztett fiók',
  'desk.status.awaiting-activation': 'Aktiválásra vár',
  'desk.has-plus': 'Van Ügyfélkapu+',
  'desk.has-no-plus': 'Nincs Ügyfélkapu+',
  'desk.identified': 'Azonosítva',
  'desk.identify.heading': 'Azonosítsa az ügyfelet',
  'desk.identify.text':
    'Kérje el az okmányát. Hasonlítsa össze a fényképet az ügyféllel, az adatokat pedig a fentiekkel. Ha bármi eltér, ne folytassa.',
  'desk.identify.missing':
    'Egy korábbi rendszerből nem jött át minden adata. Ami hiányzik, írja be az okmányról.',
  'desk.identify.person-known':
    'Ezekkel az adatokkal már van egy fiók. Kérdezze meg az ügyfelet, és keresse meg azt a fiókot.',
  'desk.identify.moved': 'A fiók közben megváltozott. Nézze meg újra az adatokat.',
  'desk.identify.button': 'A fénykép és az adatok egyeznek, folytatom',
  'desk.document.empty': 'Jelölje meg, melyik okmányt látta.',
  'desk.tasks.heading': 'Mit szeretne az ügyfél?',
  'desk.tasks.none': 'Ezzel a fiókkal itt most nincs teendő.',
  'desk.task.enrol': 'Ügyfélkapu+ igénylése segítséggel',
  'desk.task.enrol.hint': 'Az ügyfél a saját telefonján igényli, Ön igazolja, hogy ő az.',
  'desk.task.activation-code': 'Új aktiváló kód',
  'desk.task.activation-code.hint':
    'Ha elveszett vagy lejárt a nyomtatott kód, vagy ha visszaadtuk a fiókot.',
  'desk.task.unlock': 'Zárolás feloldása',
  'desk.task.unlock.hint': 'Ha mások túl sokszor próbálkoztak rossz jelszóval vagy kóddal.',
  'desk.task.name': 'Névváltozás',
  'desk.task.name.hint': 'Új viselt név, például házasság után. A fiók megmarad.',
  'desk.task.reset': 'Ügyfélkapu+ megszüntetése elveszett telefon miatt',
  'desk.task.reset.hint': 'Ha a telefon és a törlőkód is elveszett. Egy másik munkatárs hagyja jóvá.',
  'desk.task.suspend': 'Fiók felfüggesztése',
  'desk.task.suspend.hint': 'Visszaélés gyanúja esetén, azonnal.',
  'desk.task.restore': 'Felfüggesztett fiók visszaadása',
  'desk.task.restore.hint': 'Egy másik munkatárs hagyja jóvá.',
  'desk.task.second-account': 'Második fiók kérése',
  'desk.task.second-account.hint':
    'Csak ha jogszabály vagy bíróság előírja. Egy másik munkatárs hagyja jóvá.',
  'desk.enrol.step-1':
    'Az ügyfél a saját telefonján vagy számítógépén jelentkezzen be, és indítsa el az Ügyfélkapu+ igénylését.',
  'desk.enrol.step-2':
    'Válassza a „Kormányablakban vagyok” lehetőséget, majd olvassa fel Önnek a 8 számjegyű kódot.',
  'desk.enrol.step-3': 'Írja be a kódot ide.',
  'desk.pairing.label': 'Az ügyfél kódja',
  'desk.pairing.hint': '8 számjegy az ügyfél képernyőjén.',
  'desk.pairing.empty': 'Írja be az ügyfél képernyőjén látható kódot.',
  'desk.pairing.format': 'A kód 8 számjegyből áll.',
  'desk.pairing.wrong':
    'Ez a kód nem ehhez az ügyfélhez tartozik, vagy elírták. Kérje meg az ügyfelet, hogy olvassa fel újra.',
  'desk.pairing.none': 'Az ügyfél képernyőjén most nincs érvényes kód. Kérje meg, hogy kérjen újat.',
  'desk.enrol.own-making':
    'Ezt a fiókot Ön regisztrálta, vagy Ön adott ki hozzá aktiváló kódot. Az ügyfelet másik kolléga igazolhatja.',
  'desk.enrol.button': 'Igazolom az ügyfelet',
  'desk.enrol.care':
    'A QR-kódot, a jelszót és a törlőkódot csak az ügyfél láthatja. Ne nézze, ne írja le, és ne fényképezze le.',
  'desk.activation-code.text': 'Az új kóddal a korábbi érvényét veszti. Nyomtassa ki, és adja át.',
  'desk.activation-code.button': 'Új kód kiadása',
  'desk.unlock.text': 'Elfelejtjük a hibás jelszavakat és kódokat. A jelszó és az Ügyfélkapu+ nem változik.',
  'desk.unlock.button': 'Feloldom',
  'desk.suspend.text':
    'A fiókkal azonnal senki nem tud belépni, és minden eszközről kijelentkeztetjük. Visszaadni csak két munkatárs tudja.',
  'desk.suspend.button': 'Felfüggesztem',
  'desk.reason.label': 'Indok',
  'desk.reason.hint': 'Röviden. Az ügyfél is látja.',
  'desk.reason.empty': 'Írja le az indokot.',
  'desk.reason.too-long': 'Az indok legfeljebb 300 karakter lehet.',
  'desk.name.text': 'Az új nevet az okmányból írja be. A születési név nem változik.',
  'desk.name.button': 'Névváltozás rögzítése',
  'desk.name.empty': 'Írja be a nevet.',
  'desk.name.too-long': 'A név legfeljebb 100 karakter lehet.',
  'desk.name.invisible': 'A névben láthatatlan jel van. Gépelje be a nevet, ne másolja.',
  'desk.request.proposed': 'Egy másik munkatárs jóváhagyására vár.',
  'desk.request.approved': 'Jóváhagyva, az ügyfelet most értesítjük.',
  'desk.request.announced': 'Jóváhagyva, az ügyfelet értesítettük. A várakozás után teljesül.',
  'desk.done.enrol.title': 'Kész, az ügyfél folytathatja',
  'desk.done.enrol.say':
    'Nyomja meg a Tovább gombot a saját képernyőjén. Olvassa be a QR-kódot az alkalmazásával, és a végén írja le vagy nyomtassa ki a törlőkódot.',
  'desk.done.unlock.title': 'Feloldottuk a zárolást',
  'desk.done.unlock.say':
    'Most újra megpróbálhat belépni. Ha elfelejtette a jelszavát, az Elfelejtett jelszó oldalon kérhet újat.',
  'desk.done.suspend.title': 'Felfüggesztettük a fiókot',
  'desk.done.suspend.say':
    'A fiókjával most senki nem tud belépni. Visszakapni személyesen tudja, itt, az okmányával.',
  'desk.done.name.title': 'Rögzítettük az új nevet',
  'desk.done.name.say':
    'A fiókja, a felhasználóneve és a jelszava nem változott. A következő bejelentkezéskor már az új nevét adjuk át.',
});
