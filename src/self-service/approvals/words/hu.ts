/** The words of requests that wait for an approval, in Hungarian. */
import { hungarian } from '../../../translation/words.ts';

export const hu = hungarian({
  'approvals.title': 'Jóváhagyásra váró kérések',
  'approvals.hint': 'Amihez egy szolgáltatás az Ön jóváhagyását kéri.',
  'approvals.text':
    'Ezek a szolgáltatások arra kérik, hogy hagyja jóvá a belépést, amelyet máshol (például telefonon vagy egy ügyintézőnél) kezdett el.',
  'approvals.none': 'Nincs jóváhagyásra váró kérés.',
  'approvals.message': 'A szolgáltatás üzenete',
  'approvals.asked': 'Mikor kérte',
  'approvals.until': 'Eddig dönthet',
  'approvals.care':
    'Csak akkor hagyja jóvá, ha Ön kezdte el, és ugyanezt az üzenetet látja vagy hallja ott is. Ha nem tud róla, utasítsa el.',
  'approvals.not-identified':
    'Ehhez a kéréshez igazolt személyazonosság kell. Amíg egy kormányablakban nem igazolja, a kérést csak elutasítani tudja.',
  'approvals.too-weak':
    'Ehhez a kéréshez Ügyfélkapu+ szükséges. Amíg nem igényli, a kérést csak elutasítani tudja.',
  'approvals.too-old':
    'Ehhez a kéréshez friss belépés kell. Jelentkezzen ki, lépjen be újra, és utána hagyja jóvá.',
  'approvals.approve': 'Jóváhagyom',
  'approvals.refuse': 'Elutasítom',
  'approvals.approved.heading': 'Jóváhagyta a kérést',
  'approvals.approved.text':
    'A szolgáltatás néhány másodperc múlva megtudja. Ott folytathatja, ahol elkezdte.',
  'approvals.refused.heading': 'Elutasította a kérést',
  'approvals.refused.text': 'A szolgáltatás semmilyen adatot nem kapott Önről.',
  'approvals.gone.heading': 'Erről már nem lehet dönteni',
  'approvals.gone.text': 'A kérés lejárt, vagy már döntöttek róla.',
});
