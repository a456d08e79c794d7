/** What ends besides, in Hungarian. */
import { hungarian } from '../../translation/words.ts';

export const hu = hungarian({
  'ends-with-it.lead': 'Ezzel véget ér még:',
  'ends-with-it.if-signed-out': 'Ha minden eszközről kijelentkezik, véget ér még:',
  'ends-with-it.if-removed': 'Ha eltávolít egy eszközt, véget ér még:',
  'ended-with-it.lead': 'Ezzel véget ért még:',
  'ended-with-it.line': 'Ezzel véget ért még: {what}',
  'ends-with-it.cards':
    '{count, plural, =1 {a tárcájába kiadott 1 digitális igazolvány, {since} óta} other {a tárcájába kiadott # digitális igazolvány, a legrégebbi {since} óta}}',
  'ends-with-it.linkedWallets':
    '{count, plural, =1 {a bejelentkezéshez összekapcsolt 1 tárca, {since} óta} other {a bejelentkezéshez összekapcsolt # tárca, a legrégebbi {since} óta}}',
  'ends-with-it.application': 'egy hitelesítő eszköz folyamatban lévő igénylése',
  'ends-with-it.contactChange': 'az elérhetősége folyamatban lévő módosítása',
});
