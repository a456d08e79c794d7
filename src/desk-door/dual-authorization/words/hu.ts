/** The words of requests that two people decide on, in Hungarian. */
import { hungarian } from '../../../translation/words.ts';

export const hu = hungarian({
  'desk.request-over.title': 'Ez a kérés már nem vár döntésre',
  'desk.request-over.text': 'Közben más döntött róla, vagy lejárt.',
  'desk.propose.reset.text':
    'Csak akkor kérje, ha az ügyfélnek sem a telefonja, sem a törlőkódja nincs meg. A törlőkóddal otthon is meg tudja szüntetni.',
  'desk.propose.restore.text':
    'A fiók újra használható lesz. A régi jelszó és az Ügyfélkapu+ nem marad érvényes, mert más is hozzáférhetett.',
  'desk.propose.second-account.text':
    'Egy személynek egy fiókja van. Csak akkor kérje, ha jogszabály vagy bírósági határozat miatt kell a második, és írja be, melyik. Ha az ügyfél a felhasználónevét felejtette el, azt meg tudja keresni.',
  'desk.propose.reset.say':
    'Egy másik munkatárs hagyja jóvá. Utána minden elérhetőségén értesítjük, és van ideje visszavonni. Amikor letelt a várakozás, új Ügyfélkapu+ szolgáltatást igényelhet.',
  'desk.propose.restore.say':
    'Egy másik munkatárs hagyja jóvá. Utána minden elérhetőségén értesítjük. Amikor letelt a várakozás, jöjjön vissza az okmányával: aktiváló kódot kap, és azzal állít be új jelszót.',
  'desk.propose.second-account.say':
    'Egy másik munkatárs hagyja jóvá. Utána a meglévő fiókjának minden elérhetőségén értesítjük, és van ideje visszavonni. Amikor letelt a várakozás, jöjjön vissza az okmányával: harminc napja van regisztrálni.',
  'desk.propose.button': 'Jóváhagyásra küldöm',
  'desk.propose.own-making':
    'Ezt a fiókot Ön regisztrálta, vagy Ön adott ki hozzá aktiváló kódot. A törlést másik kolléga kérheti.',
  'desk.proposal.whom': 'Kinek a fiókja',
  'desk.proposal.by': 'Ki kérte és mikor',
  'desk.proposal.document': 'Látott okmány',
  'desk.proposal.reason': 'Indok',
  'desk.decision.own-proposal': 'Ezt Ön rögzítette. Más vezetőnek kell döntenie róla.',
  'desk.decision.own-account': 'Ez a saját fiókja. Más vezetőnek kell döntenie róla.',
  'desk.decision.own-making':
    'Ezt a fiókot Ön regisztrálta, vagy Ön adott ki hozzá aktiváló kódot. Más vezetőnek kell döntenie róla.',
  'desk.decision.other-office': 'Ez egy másik hivatal kérése.',
  'desk.approve.reset.text':
    'Az ügyfelet értesítjük, és {hours} órája van, hogy visszavonja. Ha nem teszi, a kérés magától teljesül: minden hitelesítő eszköze és a törlőkódja törlődik, és mindenhol kijelentkeztetjük. Utána újra igényelhet Ügyfélkapu+ szolgáltatást.',
  'desk.approve.restore.text':
    'Az ügyfelet értesítjük, és {hours} órája van, hogy visszavonja. Ha nem teszi, a kérés magától teljesül: a régi jelszó és az Ügyfélkapu+ érvényét veszti. Az ügyfélnek ezután vissza kell jönnie az okmányával: itt kap aktiváló kódot.',
  'desk.approve.second-account.text':
    'Az ügyfelet a meglévő fiókjának elérhetőségein értesítjük, és {hours} órája van, hogy visszavonja. Ha nem teszi, harminc napig egyszer regisztrálható újra ezekkel az adatokkal: ehhez vissza kell jönnie az okmányával. A meglévő fiókja nem változik.',
  'desk.approve.heading': 'Ha jóváhagyja',
  'desk.refuse.heading': 'Ha elutasítja',
  'desk.refuse.text':
    'A kérés nem teljesül, és a fiókban semmi sem változik. Az ügyfelet erről értesítjük. Hogy miért, azt Ön mondja el a kollégájának, aki új kérést rögzíthet.',
  'desk.proposal.until': 'Eddig lehet dönteni',
  'desk.approve.button': 'Jóváhagyom',
  'desk.refuse.button': 'Elutasítom',
  'desk.task.cancel-request': 'Folyamatban lévő kérés visszavonása',
  'desk.task.cancel-request.hint': 'Ha nem az ügyfél kérte, vagy már nem kéri.',
  'desk.cancel-request.what': 'Mire vonatkozik',
  'desk.cancel-request.where': 'Hol tart',
  'desk.cancel-request.text':
    'Kérdezze meg az ügyfelet, hogy valóban vissza akarja-e vonni. A fiókján nem változik semmi, és a naplójában látja, hogy ügyintéző vonta vissza.',
  'desk.cancel-request.button': 'Visszavonom az ügyfél kérésére',
  'desk.done.cancel-request.title': 'Visszavontuk a kérést',
  'desk.done.cancel-request.say':
    'A kérés nem teljesül, a fiókja úgy marad, ahogy most van. Ha nem Ön kérte, valaki az Ön nevében jelentkezett: ellenőrizze a fiókja naplóját.',
  'desk.done.proposed.title': 'Jóváhagyásra elküldtük',
  'desk.done.proposed.say':
    'Egy másik munkatárs dönt róla, ezt nem kell itt megvárnia. Akárhogyan dönt, értesítjük.',
  'desk.done.approved.title': 'Jóváhagyta a kérést',
  'desk.done.approved.say':
    'Az ügyfelet értesítettük. A várakozási idő alatt visszavonhatja, utána a kérés magától teljesül.',
  'desk.done.refused.title': 'Elutasította a kérést',
  'desk.done.refused.say':
    'A kérés nem teljesül, erről az ügyfelet értesítjük. Mondja el a kollégájának, hogy miért utasította el.',
});
