/** The words of a new password, wherever one is chosen, in Hungarian. */
import { hungarian } from '../../../translation/words.ts';

export const hu = hungarian({
  'new-password.title': 'Jelszó megváltoztatása',
  'new-password.advice':
    'Egy hosszú, könnyen megjegyezhető mondat jobb, mint néhány bonyolult karakter. Olyat válasszon, amelyet máshol nem használ.',
  'new-password.current': 'Jelenlegi jelszó',
  'new-password.label': 'Új jelszó',
  'new-password.hint': 'Legalább {least} karakter. Betűk, számok, szóközök, bármi lehet benne.',
  'new-password.consequence':
    'A változtatás után minden más eszközről kijelentkeztetjük, visszavonjuk a tárcáiba letöltött digitális igazolványát, és leválasztjuk az összekapcsolt tárcáit.',
  'new-password.button': 'Megváltoztatom',
  'new-password.empty': 'Írja be az új jelszavát.',
  'new-password.too-short': 'Az új jelszó legalább {least} karakter legyen.',
  'new-password.too-long': 'Az új jelszó legfeljebb 256 karakter.',
  'new-password.own-name': 'Az új jelszóban ne legyen benne a felhasználóneve vagy az e-mail-címe.',
  'new-password.unchanged': 'Az új jelszó ugyanaz, mint a jelenlegi. Válasszon másikat.',
  'new-password.breached':
    'Ez a jelszó szerepel a nyilvánosságra került jelszavak között, ezért az elsők között próbálnák ki. Válasszon másikat, és ahol még ezt használja, ott is változtassa meg.',
  'new-password.weak.guessable': 'Ezt a jelszót túl könnyű kitalálni.',
  'new-password.weak.common': 'Ezt a jelszót nagyon sokan használják, ezért túl könnyű kitalálni.',
  'new-password.weak.keyboard':
    'A billentyűzeten egymás mellett álló betűket és számokat túl könnyű kitalálni.',
  'new-password.weak.repeated': 'Az ismétlődő betűket, számokat és szavakat túl könnyű kitalálni.',
  'new-password.weak.sequence':
    'Az egymás után következő betűket és számokat, például abc vagy 1234, túl könnyű kitalálni.',
  'new-password.weak.date': 'A dátumokat és az évszámokat túl könnyű kitalálni.',
  'new-password.weak.word': 'Egyetlen gyakori szót túl könnyű kitalálni.',
  'new-password.weak.name': 'A neveket túl könnyű kitalálni.',
  'new-password.weak.personal':
    'A jelszóban olyan adat van, amelyet mások is tudhatnak Önről, például név, születési hely vagy dátum. Ezt túl könnyű kitalálni.',
  'new-password.strength.heading': 'Hogyan legyen erősebb?',
  'new-password.strength.0': 'A választott jelszó nagyon gyenge.',
  'new-password.strength.1': 'A választott jelszó gyenge.',
  'new-password.strength.2': 'A választott jelszó majdnem elég erős.',
  'new-password.advice.words':
    'Válasszon négy-öt szót, amelyek nem illenek egymáshoz. Különleges jelek nem kellenek hozzá.',
  'new-password.advice.another-word': 'Tegyen hozzá még egy-két ritkább szót.',
  'new-password.advice.substitutions':
    'A betűk helyére írt számok és jelek nem segítenek, ilyen például a @ az a helyett.',
  'new-password.advice.reversed': 'A visszafelé írt szó sem erősebb.',
  'new-password.advice.capitals': 'A nagybetűk önmagukban keveset segítenek.',
  'new-password.advice.dates': 'Kerülje az Önnel kapcsolatos dátumokat és évszámokat.',
  'new-password.advice.sequences': 'Kerülje az egymás után következő betűket és számokat.',
  'new-password.advice.repeated': 'Kerülje az ismétlést.',
  'new-password.done.heading': 'Megváltozott a jelszava',
  'new-password.done.text': 'Minden más eszközről kijelentkeztettük. Erről e-mailt is küldünk.',
});
