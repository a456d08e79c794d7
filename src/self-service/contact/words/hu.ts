/** The words of changing an address or a number, in Hungarian. */
import { hungarian } from '../../../translation/words.ts';

export const hu = hungarian({
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
  'contact.send-both': 'Kérem a kódokat',
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
  'contact.codes.title-one': 'Írja be a kódot',
  'contact.codes.until-one': 'A kód eddig érvényes: {until}. Amíg a kódot be nem írja, semmi sem változik.',
  'contact.codes.sent': 'Kódot küldtünk ide: {contact}. Néhány percig eltarthat, amíg megérkezik.',
  'contact.codes.sent-old': 'Egy másik kódot ide küldtünk: {contact}.',
  'contact.codes.until':
    'A kódok eddig érvényesek: {until}. Amíg mindkettőt be nem írja, semmi sem változik.',
  'contact.codes.compare':
    'Csak akkor írja be, amit kapott, ha az üzenetben is ezt a három számjegyet látja.',
  'contact.codes.new': 'Az új elérhetőségére küldött kód ({contact})',
  'contact.codes.old': 'A mostani elérhetőségére küldött kód ({contact})',
  'contact.codes.confirm': 'Megerősítem',
  'contact.codes.abandon': 'Mégsem változtatom meg',
  'contact.done.heading': 'Megváltozott az elérhetősége',
  'contact.done.text': 'Erről e-mailt is küldünk. Ha az e-mail-címét változtatta meg, a régi címére is.',
});
