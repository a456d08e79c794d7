/** The words of the desk: its start page, looking somebody up, and being refused, in Hungarian. */
import { hungarian } from '../../translation/words.ts';

export const hu = hungarian({
  'desk.title': 'Ügyintézői felület',
  'desk.nothing-here': 'Ehhez a szerepkörhöz itt nem tartozik teendő.',
  'desk.back': 'Vissza a kezdőlapra',
  'desk.back-to-person': 'Vissza az ügyfélhez',
  'desk.next-person': 'Következő ügyfél',
  'desk.say': 'Mondja el az ügyfélnek',
  'desk.no-role.title': 'Ez az oldal az ügyintézőké',
  'desk.no-role.text':
    'Önnek most nincs jogosultsága az ügyintézői felülethez. Ha ez tévedés, szóljon az üzemeltetőnek.',
  'desk.not-allowed.title': 'Ezt Ön nem teheti meg',
  'desk.not-allowed.text':
    'A szerepköre ezt nem engedi, vagy a döntés egy másik munkatársé. A kísérletet feljegyeztük.',
  'desk.look-up.heading': 'Ügyfél keresése',
  'desk.look-up.username': 'Az ügyfél felhasználóneve',
  'desk.look-up.hint': 'Pontosan, ahogy az ügyfél mondja. Névre vagy születési adatra nem lehet keresni.',
  'desk.look-up.button': 'Keresés',
  'desk.look-up.empty': 'Írja be az ügyfél felhasználónevét.',
  'desk.look-up.unknown': 'Ilyen felhasználónév nincs. Kérdezze meg betűnként.',
  'desk.look-up.own': 'A saját fiókjával itt nem dolgozhat. Kérje meg egy kollégáját.',
  'desk.look-up.too-many':
    'Ebben az órában elérte a keresések számát. Próbálja később, vagy szóljon a vezetőjének.',
  'desk.purpose.empty': 'Válassza ki, miért nézi meg az adatokat.',
  'desk.note.label': 'Megjegyzés',
  'desk.note.hint': '„Egyéb” esetén kötelező. Az ügyfél ezt is látja.',
  'desk.note.empty': 'Írja le röviden, miért nézi meg az adatokat.',
  'desk.note.too-long': 'A megjegyzés legfeljebb 200 karakter lehet.',
  'desk.forgotten.heading': 'Elfelejtette a felhasználónevét?',
  'desk.forgotten.text': 'Az okmánya minden adatával megkeresheti, és kinyomtathatja neki.',
  'desk.newcomer.heading': 'Még nincs fiókja?',
  'desk.newcomer.text': 'Regisztrálja az okmánya alapján. Az aktiváló kódot kinyomtatva kapja meg.',
  'desk.proposals.text':
    'A legrégebbi az első. Hogy kinek a fiókjáról van szó, és miért, azt a kérés megnyitása mutatja. A megnyitást feljegyezzük.',
  'desk.proposals.unreadable':
    '{many, plural, other {# kérés nem jeleníthető meg, mert az adatai nem olvashatók. Kérjük, szóljon az üzemeltetőnek.}}',
  'desk.proposals.by': 'Kérte: {by}, {date}',
  'desk.proposals.document': 'Látott okmány: {document}',
  'desk.proposals.until': 'Eddig lehet dönteni róla: {until}',
  'desk.proposals.heading': '{many, plural, other {# kérés vár jóváhagyásra}}',
});
