/** The words of the pages that nobody need sign in for, in Hungarian. */
import { hungarian } from '../../../translation/words.ts';

export const hu = hungarian({
  'objection.title': 'Nem Ön volt?',
  'objection.text':
    'Ha nem Ön állította be az új hitelesítő eszközt (alkalmazást vagy azonosítókulcsot), itt letilthatja. Ezzel minden eszközről ki is jelentkeztetjük.',
  'objection.button': 'Nem én voltam: letiltom',
  'objection.was-me': 'Ha mégis Ön volt, nincs teendője: ezt az oldalt bezárhatja.',
  'objection.done.title': 'Letiltottuk',
  'objection.done.text':
    'Az új hitelesítő eszköz nem használható, és minden eszközről kijelentkeztettük. A jelszavát más is ismerheti: jelentkezzen be, és változtassa meg. Ha más hitelesítő eszköze nem maradt, igényelje újra az Ügyfélkapu+ szolgáltatást.',
  'objection.sign-in.text':
    'Ha nem Ön volt, innen mindenkit kijelentkeztethet, aki a fiókjában van. Utána állítson be új jelszót.',
  'objection.sign-in.button': 'Nem én voltam: kijelentkeztetek mindenkit',
  'objection.sign-in.done.title': 'Mindenkit kijelentkeztettünk',
  'objection.sign-in.done.text': 'Ha más is ismerheti a jelszavát, most állítson be újat.',
  'objection.unknown.title': 'Ez a hivatkozás már nem érvényes',
  'objection.unknown.text':
    'A hivatkozás lejárt, vagy a hitelesítő eszközt közben eltávolították. Nézze meg a fiókját. Ha nem tud belépni, a kormányablakban személyesen segítenek.',

  'reset.back': 'Vissza a bejelentkezéshez',
  'reset.lead':
    'Írja be a felhasználónevét. Kódot küldünk arra az e-mail-címre, amelyet korábban megerősített. A kóddal új jelszót állíthat be.',
  'reset.button': 'Kódot kérek',
  'reset.no-email': 'Nincs megerősített e-mail-címem',
  'reset.no-email.text':
    'A kormányablakban személyesen segítenek. Vigye magával a személyazonosító okmányát. A fiókja megmarad.',
  'reset.code.title': 'Nézze meg az e-mailjeit',
  'reset.code.sent':
    'Ha van ilyen fiók, és tartozik hozzá megerősített e-mail-cím, elküldtük a kódot. Néhány percig eltarthat, nézze meg a levélszemét mappát is.',
  'reset.code.until': 'A kód eddig érvényes: {until}.',
  'reset.code.none':
    'Ha nem jön e-mail, ellenőrizze a felhasználónevét, vagy kérjen új kódot. Egy nap csak néhány levelet küldünk.',
  'reset.code.other-name': 'Más felhasználónevet adok meg',
  'reset.link.title': 'Új jelszó beállítása',
  'reset.link.text':
    'Jó helyen jár: ebben a böngészőben kérte az új jelszót. A következő oldalon beállíthatja.',
  'reset.elsewhere.title': 'Térjen vissza oda, ahol az új jelszót kérte',
  'reset.elsewhere.text':
    'Ez a hivatkozás csak abban a böngészőben működik, amelyben az új jelszót kérte. Nyissa meg azt az oldalt, és írja be ott az e-mailben kapott kódot.',
  'reset.elsewhere.again': 'Ha az az oldal már nincs meg, vagy a kód lejárt, kérjen itt új kódot.',
  'reset.elsewhere.warning':
    'Ha nem Ön kért új jelszót, ne adja meg a kódot senkinek. A jelszava nem változott.',
  'reset.password.title': 'Új jelszó beállítása',
  'reset.password.factor':
    'Az Ügyfélkapu+ beállításai nem változnak: ha van Ügyfélkapu+ szolgáltatása, a bejelentkezéshez továbbra is kell a hitelesítő kód.',
  'reset.sign-out': 'Jelentkeztessen ki minden eszközről',
  'reset.sign-out.hint': 'Hagyja bejelölve, ha lehet, hogy más is ismeri a régi jelszavát.',
  'reset.done.title': 'Megvan az új jelszava',
  'reset.done.text': 'Mostantól ezzel jelentkezhet be. Erről e-mailt is küldünk.',
  'reset.done.next': 'Még nem jelentkezett be: most adja meg a felhasználónevét és az új jelszavát.',
  'reset.keep': 'Tudja a jelszavát?',
  'reset.keep.text':
    'Ha csak azért jár itt, mert ebben a böngészőben nem fogadtuk el a jelszavát vagy a kódját, nem kell újat választania.',
  'reset.keep.button': 'Megtartom a jelszavamat',
  'reset.let-in.title': 'Ebben a böngészőben bejelentkezhet',
  'reset.let-in.text': 'A jelszava nem változott. Mások próbálkozásai itt már nem tartják fel.',
  'reset.let-in.next': 'Még nem jelentkezett be: most adja meg a felhasználónevét és a jelszavát.',
  'reset.let-in.button': 'Itt szeretnék bejelentkezni',
  'reset.elsewhere.let-in': 'Csak be szeretne jelentkezni?',
  'reset.elsewhere.let-in.text':
    'Ha ebben a böngészőben nem fogadtuk el a jelszavát vagy a kódját, mert mások próbálgatták, innen bejelentkezhet. A jelszava marad, új kódot nem kell kérnie.',
  'reset.over.title': 'Ez a kérés már nem érvényes',
  'reset.over.text':
    'Letelt a 15 perc, többször hibás kódot írt be, vagy a kérést egy másik böngészőben kezdte el.',
  'reset.over.done':
    'Ha az imént beállította az új jelszavát, már bejelentkezhet vele. Ha nem, kérjen új kódot.',
  'reset.over.again': 'Új kódot kérek',

  'forgotten-username.lead':
    'Írja be az e-mail-címét. Ha ezt a címet korábban megerősítette, elküldjük oda a felhasználónevét.',
  'forgotten-username.label': 'E-mail-cím',
  'forgotten-username.hint': 'Az a cím, amelyet a fiókjához megadott.',
  'forgotten-username.button': 'Elküldés az e-mail-címre',
  'forgotten-username.empty': 'Írja be az e-mail-címét.',
  'forgotten-username.format': 'Ez nem e-mail-cím. Így néz ki: nev@pelda.hu',
  'forgotten-username.no-email': 'Nincs megerősített e-mail-címem, vagy nem érem el',
  'forgotten-username.no-email.text':
    'A kormányablakban személyesen segítenek. Vigye magával a személyazonosító okmányát. A fiókja megmarad, ne kérjen másikat.',
  'forgotten-username.sent.title': 'Nézze meg az e-mailjeit',
  'forgotten-username.sent':
    'Ha ezt az e-mail-címet megerősítették egy fiókhoz, elküldtük oda a felhasználónevet. Néhány percig eltarthat, nézze meg a levélszemét mappát is.',
  'forgotten-username.none':
    'Ha nem jön e-mail, lehet, hogy másik címet adott meg a fiókjához. Egy nap csak néhány levelet küldünk ugyanarra a címre.',
  'forgotten-username.other': 'Másik e-mail-címet adok meg',

  'activation.title': 'Fiók aktiválása',
  'activation.lead':
    'Írja be a felhasználónevét és az egyszer használható aktiváló kódot, amelyet a fiókjához kapott. Utána jelszót választ.',
  'activation.label': 'Aktiváló kód',
  'activation.hint': '12 karakter, négyes csoportokban. A kötőjel és a kisbetű nem gond.',
  'activation.empty': 'Írja be az aktiváló kódot.',
  'activation.too-short':
    'Az aktiváló kód 12 karakterből áll, Ön {count} karaktert írt be: {left} hiányzik. Nézze meg, nem maradt-e ki egy csoport vagy egy betű.',
  'activation.too-long':
    'Az aktiváló kód 12 karakterből áll, Ön {count} karaktert írt be: {many} fölösleges. Csak a kódot írja be, mást ne.',
  'activation.wrong': 'A felhasználónév vagy az aktiváló kód nem megfelelő. Ellenőrizze mindkettőt.',
  'activation.expired':
    'Az aktiváló kód 5 napig volt érvényes, és már lejárt. Kérjen újat ott, ahol ezt kapta.',
  'activation.no-code': 'Nincs aktiváló kódom',
  'activation.no-code.text':
    'Az aktiváló kódot ott kapja, ahol a fiókját létrehozták, például a kormányablakban. Öt napig érvényes; ha lejárt vagy elveszett, kérjen újat.',
  'activation.password.title': 'Válasszon jelszót',
  'activation.password.text': 'A kód jó. Ezzel a jelszóval jelentkezhet majd be.',
  'activation.button': 'Aktiválom a fiókomat',
  'activation.done.title': 'Aktiválta a fiókját',
  'activation.done.text': 'Mostantól a felhasználónevével és az új jelszavával jelentkezhet be.',
  'activation.over.title': 'Kezdje újra az aktiválást',
  'activation.over.text':
    'Letelt az idő, új kódot adtak ki, vagy az aktiválást egy másik böngészőben kezdte el.',
  'activation.over.done': 'Ha az imént beállította a jelszavát, már bejelentkezhet vele.',
  'activation.over.again': 'Újrakezdem',
});
