/** The words of authenticators and of trying out the törlőkód, in Hungarian. */
import { hungarian } from '../../../translation/words.ts';

export const hu = hungarian({
  'proof.title': 'Erősítse meg egy kóddal',
  'proof.text': 'Ehhez a változtatáshoz friss hitelesítő kód kell. Öt percig nem kérjük újra.',
  'proof.title-by-password': 'Adja meg újra a jelszavát',
  'proof.text-by-password': 'Ehhez meg kell erősítenie a jelszavával, hogy Ön az. Öt percig nem kérjük újra.',
  'proof.title-by-passkey': 'Erősítse meg az azonosítókulcsával',
  'proof.text-by-passkey':
    'Ehhez a változtatáshoz meg kell erősítenie, hogy Ön az. Öt percig nem kérjük újra.',

  'devices.title': 'Hitelesítő eszközök',
  'devices.remove': 'Eltávolítás',
  'devices.since': 'Használat kezdete: {since}',
  'devices.last-used': 'Utoljára használva: {since}',
  'devices.frozen': 'Letiltva',
  'devices.no-cancellation-code':
    'Önnek nincs törlőkódja, mert a hitelesítő alkalmazása egy korábbi rendszerből jött át. Ha elveszti a telefonját, csak a kormányablakban segíthetnek. Vegyen fel még egy eszközt: akkor kap törlőkódot is.',
  'devices.removed.heading': 'Eltávolítottuk az eszközt',
  'devices.removed.text':
    'A kódjait már nem fogadjuk el, és minden más eszközről kijelentkeztettük. Az alkalmazásban is törölheti a hozzá tartozó bejegyzést.',
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
});
