/** The words of a registration, and of the receipt, in Hungarian. */
import { hungarian } from '../../../translation/words.ts';

export const hu = hungarian({
  'desk.register.title': 'Új ügyfél regisztrálása',
  'desk.register.text': 'Minden adatot az okmányból írjon be. Az e-mail-cím az ügyfél sajátja legyen.',
  'desk.register.button': 'Regisztrálom',
  'desk.register.empty': 'Töltse ki: {name}.',
  'desk.register.birthdate': 'A születési időt így írja be: 1956. 03. 14.',
  'desk.register.birthdate-future': 'A születési idő nem lehet a jövőben.',
  'desk.register.birthdate-early': 'A születési idő nem lehet 1900 előtti.',
  'desk.register.person-known': 'Ennek az ügyfélnek már van fiókja, másodikat nem kaphat.',
  'desk.register.person-known.text':
    'Ha elfelejtette a felhasználónevét, itt megkeresheti. Ha két ember minden adata egyezik, szóljon az üzemeltetőnek.',
  'desk.forgotten.title': 'Felhasználónév megkeresése',
  'desk.forgotten.hint':
    'Minden adatot az okmányból írjon be. Csak akkor találja meg, ha mind egyezik. Az ügyfél a naplójában látja.',
  'desk.forgotten.button': 'Megkeresem',
  'desk.forgotten.unknown':
    'Ilyen adatokkal nincs fiók. Ellenőrizze az adatokat, vagy regisztrálja az ügyfelet.',
  'desk.forgotten.several': 'Ezekkel az adatokkal több fiók van. Szóljon az üzemeltetőnek.',
  'desk.forgotten.sheet.title': 'Az Ön felhasználóneve',
  'desk.forgotten.sheet.password': 'Ha a jelszavát is elfelejtette, ezen a címen kérhet újat:',
  'desk.forgotten.case': 'Tovább az ügyfélhez',
  'desk.register.username': 'A felhasználónév 3–64 betűből, számból, pontból vagy kötőjelből áll.',
  'desk.register.email': 'Írjon be teljes e-mail-címet, vagy hagyja üresen.',
  'desk.register.taken': 'Ez a felhasználónév foglalt. Kérjen másikat az ügyféltől.',
  'desk.field.family_name': 'Viselt családi név',
  'desk.field.given_name': 'Viselt utónév',
  'desk.field.birth_family_name': 'Születési családi név',
  'desk.field.birth_given_name': 'Születési utónév',
  'desk.field.mothers_birth_name': 'Anyja születési neve',
  'desk.field.place_of_birth': 'Születési hely',
  'desk.field.birthdate': 'Születési idő',
  'desk.field.birthdate.hint': 'Például: 1956. 03. 14.',
  'desk.field.username.hint': 'Az ügyfél választja. Ezzel fog belépni.',
  'desk.field.email': 'E-mail-cím (nem kötelező)',
  'desk.field.email.hint': 'Az ügyfél saját címe, amelyet csak ő olvas.',
  'desk.receipt.title': 'Átvételi lap',
  'desk.receipt.label': 'Egyszer használható aktiváló kód',
  'desk.receipt.until': 'Érvényes eddig: {until}',
  'desk.receipt.step-1': 'Otthon nyissa meg ezt a címet:',
  'desk.receipt.step-2': 'Írja be a felhasználónevét és az aktiváló kódot.',
  'desk.receipt.step-3': 'Válasszon jelszót, amelyet máshol nem használ.',
  'desk.receipt.care':
    'Őrizze ezt a lapot, amíg be nem állította a jelszavát, utána semmisítse meg. A kódot ne adja meg senkinek.',
  'desk.receipt.once': 'A kódot többet nem mutatjuk meg. Ha a nyomtatás nem sikerült, adjon ki új kódot.',
});
