/** The words of the demo’s start page, in Hungarian. */
import { hungarian } from '../../../src/translation/words.ts';

export const hu = hungarian({
  'demo.contact.text':
    'Itt állnak majd az üzemeltető elérhetőségei: telefonszám, e-mail-cím, és az ügyfélszolgálat nyitvatartása.',
  'demo.privacy.text':
    'Itt áll majd az üzemeltető adatkezelési tájékoztatója. A mintarendszer csak kitalált személyek adatait kezeli.',
  'demo.accessibility.text':
    'Itt áll majd az üzemeltető akadálymentesítési nyilatkozata, és az, hogy hol jelezheti, ha valamit nem tud használni.',

  'demo.staff': 'Ügyintézők és üzemeltetők',
  'demo.staff.text':
    'Az ügyintéző és az üzemeltető jelszóval és az itt látható kóddal léphet be a felületére. A vezetőnek és az ellenőrnek azonosítókulcs (passkey) kell: a kóddal a Fiókomba lépjen be, és ott állítson be egyet.',
  'demo.desk': 'Ügyintézői felület',
  'demo.operator': 'Üzemeltetői felület',

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
  'demo.wallet': 'Mintatárca: digitális igazolvány a telefonon',
  'demo.window-check': 'Ellenőrzés az ablaknál: a digitális igazolvány leolvasása',
  'demo.sandbox': 'Homokozó integrátoroknak: lépésről lépésre, hibákkal',
  'demo.mailbox': 'Postafiók (a rendszer által küldött e-mailek)',
  'demo.discovery': 'Discovery-dokumentum (integrátoroknak)',
});
