/** The e-mails that citizens get, in their language. Opening a link changes nothing: the page behind it asks first. */
export const messageKinds = [
  'enrolment-code',
  'sign-in-code',
  'plus-activated',
  'authenticator-added',
  'plus-cancelled',
  'plus-frozen',
  'password-changed',
  'closing-requested',
  'closing-withdrawn',
  'contact-code-new',
  'contact-code-old',
  'contact-changed',
  'cancellation-code-reminder',
  'password-reset-code',
  'password-reset',
  'account-activated',
  'approval-asked',
  'account-suspended',
  'name-changed',
  'desk-reset-approved',
  'desk-restore-approved',
  'desk-reset-done',
  'desk-restore-done',
  'wallet-issued',
  'wallet-revoked',
  'wallet-linked',
  'wallet-unlinked',
] as const;

export type MessageKind = (typeof messageKinds)[number];

export interface Message {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

interface Wording {
  readonly subject: string;
  readonly paragraphs: readonly string[];
}

const wordings: Record<'hu' | 'en', Record<MessageKind, Wording>> = {
  hu: {
    'plus-activated': {
      subject: 'Elkészült az Ügyfélkapu+ szolgáltatása',
      paragraphs: [
        'Tisztelt {name}!',
        'Ügyfélkapu+ készült a fiókjához. Időpont: {when}. Mostantól a jelszava után a hitelesítő alkalmazásban látható kódot is kérjük.',
        'Ha nem Ön volt, nyissa meg ezt a hivatkozást: {objection} Ezzel letiltja az új hitelesítő alkalmazást, és megszüntet minden bejelentkezést. A hivatkozás tíz napig érvényes.',
      ],
    },
    'authenticator-added': {
      subject: 'Új hitelesítő eszköz a fiókjához',
      paragraphs: [
        'Tisztelt {name}!',
        'Új hitelesítő eszközt állítottak be a fiókjához: {device}. Időpont: {when}. Mostantól ennek a kódjaival is be lehet jelentkezni. A korábbi törlőkód érvényét vesztette, csak az új használható.',
        'Ha nem Ön volt, nyissa meg ezt a hivatkozást: {objection} Ezzel letiltja az új eszközt, és megszüntet minden bejelentkezést. A hivatkozás tíz napig érvényes.',
      ],
    },
    'enrolment-code': {
      subject: 'Kód az Ügyfélkapu+ igényléséhez – munkamenet-azonosító: {sessionIdentifier}',
      paragraphs: [
        'Tisztelt {name}!',
        'Az Ügyfélkapu+ igényléséhez ezt a kódot írja be: {code}',
        'A munkamenet-azonosító: {sessionIdentifier}. Csak akkor írja be a kódot, ha az oldalon is ezt látja.',
        'Ha nem Ön igényli, valaki ismeri a jelszavát. A kódot ne adja meg senkinek, és mielőbb változtassa meg a jelszavát. A kód nélkül nem tud mit kezdeni vele.',
      ],
    },
    'sign-in-code': {
      subject: 'Kód a bejelentkezéshez – munkamenet-azonosító: {sessionIdentifier}',
      paragraphs: [
        'Tisztelt {name}!',
        'Ezzel a kóddal jelentkezhet be ide: {service}. A kód: {code}',
        'A munkamenet-azonosító: {sessionIdentifier}. Csak akkor írja be a kódot, ha az oldalon is ezt látja. A kód eddig érvényes: {until}.',
        'A kódot ne adja meg senkinek: munkatársunk sem kéri el, sem telefonon, sem levélben.',
        'Ha nem Ön jelentkezik be, valaki ismeri a jelszavát: mielőbb változtassa meg. A kód nélkül nem tud belépni.',
      ],
    },
    'password-changed': {
      subject: 'Megváltozott a jelszava',
      paragraphs: [
        'Tisztelt {name}!',
        'Megváltozott a fiókja jelszava, és minden más eszközről kijelentkeztettük. Időpont: {when}.',
        'Ha nem Ön változtatta meg, mielőbb forduljon a kormányablakhoz.',
      ],
    },
    'cancellation-code-reminder': {
      subject: 'Megvan még a törlőkódja?',
      paragraphs: [
        'Tisztelt {name}!',
        'Legalább egy éve nem próbálta ki az Ügyfélkapu+ törlőkódját. Ha a telefonja elvész, erre a kódra lesz szüksége.',
        'Kérjük, keresse elő, és ellenőrizze, hogy jó-e: jelentkezzen be itt: {address}, majd válassza a „Törlőkód kipróbálása” hivatkozást. A próba nem szüntet meg semmit, és a kód megmarad.',
        'A törlőkódot e-mailben soha nem kérjük. Ne küldje el, és ne adja meg senkinek.',
      ],
    },
    'password-reset-code': {
      subject: 'Elfelejtett jelszó – munkamenet-azonosító: {sessionIdentifier}',
      paragraphs: [
        'Tisztelt {name}!',
        'Valaki, remélhetőleg Ön, új jelszót kért a fiókjához. Írja be ezt a kódot azon az oldalon, ahol az új jelszót kérte: {code}',
        'A munkamenet-azonosító: {sessionIdentifier}. Csak akkor írja be a kódot, ha az oldalon is ezt látja.',
        'Ha ugyanazon az eszközön és ugyanabban a böngészőben olvassa ezt a levelet, ezt a hivatkozást is megnyithatja: {link}',
        'A kód és a hivatkozás 15 percig érvényes. Ha nem Ön kérte, nincs teendője: a jelszava nem változott. A kódot ne adja meg senkinek.',
      ],
    },
    'password-reset': {
      subject: 'Új jelszót állítottak be a fiókjához',
      paragraphs: [
        'Tisztelt {name}!',
        'Az „Elfelejtett jelszó” oldalon új jelszót állítottak be a fiókjához. Időpont: {when}. Az Ügyfélkapu+ beállításai nem változtak.',
        'Ha nem Ön volt, valaki hozzáfér az e-mailjeihez: változtassa meg az e-mail-fiókja jelszavát, majd kérjen új jelszót itt is, és mielőbb forduljon a kormányablakhoz.',
      ],
    },
    'account-activated': {
      subject: 'Aktiválták a fiókját',
      paragraphs: [
        'Tisztelt {name}!',
        'Az egyszer használható aktiváló kóddal aktiválták a fiókját, és jelszót állítottak be hozzá. Időpont: {when}.',
        'Itt éri el: {address}. Ha nem Ön volt, mielőbb forduljon a kormányablakhoz.',
      ],
    },
    'approval-asked': {
      subject: 'Jóváhagyásra váró kérés: {service}',
      paragraphs: [
        'Tisztelt {name}!',
        'Ez a szolgáltatás azt kéri, hogy hagyja jóvá a belépést, amelyet máshol kezdett el: {service}. Az üzenete: „{binding}”. Időpont: {when}.',
        'Dönteni a saját fiókjában tud, eddig: {until}. Nyissa meg a böngészőben a Fiókom oldalt, jelentkezzen be, és válassza a „Jóváhagyásra váró kérések” lapot. Ebben a levélben szándékosan nincs hivatkozás.',
        'Csak akkor hagyja jóvá, ha Ön kezdte el, és ugyanezt az üzenetet látja vagy hallja ott is. Ha nem tud róla, utasítsa el, vagy ne tegyen semmit: a kérés magától lejár.',
      ],
    },
    'wallet-issued': {
      subject: 'Digitális igazolványt töltöttek le egy tárcába',
      paragraphs: [
        'Tisztelt {name}!',
        'Az Ön digitális igazolványát letöltötték ebbe a tárcába: {wallet}. Időpont: {when}. Mostantól ezzel a tárcával igazolhatja magát.',
        'Ha nem Ön volt, azonnal vonja vissza itt: {wallets} Ezután változtassa meg a jelszavát is.',
      ],
    },
    'wallet-revoked': {
      subject: 'Visszavonták a digitális igazolványát egy tárcában',
      paragraphs: [
        'Tisztelt {name}!',
        'Visszavonták a digitális igazolványát ebben a tárcában: {wallet}. Időpont: {when}. A tárcával többé nem igazolhatja magát, és minden más eszközről kijelentkeztettük.',
        'Bármikor letölthet újat itt: {wallets} Ha nem Ön vonta vissza, mielőbb változtassa meg a jelszavát.',
      ],
    },
    'wallet-linked': {
      subject: 'Digitális tárcát kapcsoltak a fiókjához',
      paragraphs: [
        'Tisztelt {name}!',
        'Jelszó és hitelesítő kód megadása után digitális tárcát kapcsoltak a fiókjához. Az igazolás kiállítója: {source}. Időpont: {when}. Mostantól ezzel a tárcával jelszó nélkül is be lehet jelentkezni.',
        'Ha nem Ön volt, a fiókja naplójában válassza a „Nem én voltam” lehetőséget: leválasztjuk a tárcát, és minden más eszközről kijelentkeztetjük.',
      ],
    },
    'wallet-unlinked': {
      subject: 'Leválasztottak egy digitális tárcát a fiókjáról',
      paragraphs: [
        'Tisztelt {name}!',
        'Leválasztottak egy digitális tárcát a fiókjáról. Az igazolás kiállítója: {source}. Időpont: {when}. Ezzel a tárcával többé nem lehet belépni, és minden más eszközről kijelentkeztettük.',
        'A tárcát bármikor újra összekapcsolhatja a fiókjával. Ha nem Ön választotta le, mielőbb változtassa meg a jelszavát.',
      ],
    },
    'plus-frozen': {
      subject: 'Letiltottuk az új hitelesítő alkalmazást',
      paragraphs: [
        'Tisztelt {name}!',
        'Az Ön jelzésére letiltottuk a fiókjához adott hitelesítő alkalmazást, és minden eszközről kijelentkeztettük. Időpont: {when}.',
        'A jelszavát más is ismerheti: változtassa meg, és igényeljen új Ügyfélkapu+ szolgáltatást itt: {address}.',
      ],
    },
    'plus-cancelled': {
      subject: 'Megszűnt az Ügyfélkapu+ szolgáltatása',
      paragraphs: [
        'Tisztelt {name}!',
        'A törlőkóddal megszüntették a fiókja Ügyfélkapu+ szolgáltatását. Időpont: {when}. A fiókja megmaradt, és minden eszközről kijelentkeztettük.',
        'Új Ügyfélkapu+ bármikor igényelhető itt: {address}. Ha nem Ön szüntette meg, kérjük, mielőbb forduljon a kormányablakhoz.',
      ],
    },
    'contact-code-new': {
      subject: 'Kód az új e-mail-cím megerősítéséhez – munkamenet-azonosító: {sessionIdentifier}',
      paragraphs: [
        'Tisztelt {name}!',
        'Ezt az e-mail-címet adták meg új elérhetőségként. A megerősítéshez ezt a kódot írja be: {code}',
        'A munkamenet-azonosító: {sessionIdentifier}. Csak akkor írja be a kódot, ha az oldalon is ezt látja. A kódot ne adja meg senkinek.',
        'Ha nem Ön kérte, nincs teendője: a kód nélkül nem történik semmi.',
      ],
    },
    'contact-code-old': {
      subject: 'Kód az elérhetősége megváltoztatásához – munkamenet-azonosító: {sessionIdentifier}',
      paragraphs: [
        'Tisztelt {name}!',
        'Kérték, hogy a fiókja elérhetősége ez legyen: {contact}. Ha Ön kérte, ezt a kódot írja be: {code}',
        'A munkamenet-azonosító: {sessionIdentifier}. Csak akkor írja be a kódot, ha az oldalon is ezt látja. A kódot ne adja meg senkinek.',
        'Ha nem Ön kérte, valaki bejutott a fiókjába. A kódot ne adja meg, jelentkezzen ki minden eszközről, és változtassa meg a jelszavát itt: {address}.',
      ],
    },
    'contact-changed': {
      subject: 'Megváltozott az elérhetősége',
      paragraphs: [
        'Tisztelt {name}!',
        'Megváltozott a fiókja elérhetősége. Az új: {contact}. Időpont: {when}.',
        'Ha nem Ön változtatta meg, mielőbb forduljon a kormányablakhoz.',
      ],
    },
    'closing-requested': {
      subject: 'A fiókja 30 nap múlva megszűnik',
      paragraphs: [
        'Tisztelt {name}!',
        'Kérték a fiókja megszüntetését. Időpont: {when}. A fiók minden adatával együtt {closesOn} napján szűnik meg.',
        'Addig bármikor visszavonhatja itt: {address}. Ha nem Ön kérte, vonja vissza, és mielőbb változtassa meg a jelszavát.',
      ],
    },
    'closing-withdrawn': {
      subject: 'A fiókja megmarad',
      paragraphs: [
        'Tisztelt {name}!',
        'Visszavonták a fiókja megszüntetését, a fiókja megmarad. Időpont: {when}.',
        'Ha nem Ön vonta vissza, mielőbb változtassa meg a jelszavát itt: {address}.',
      ],
    },
    'account-suspended': {
      subject: 'Felfüggesztettük a fiókját',
      paragraphs: [
        'Tisztelt {name}!',
        'A kormányablakban felfüggesztették a fiókját, és minden eszközről kijelentkeztettük. Időpont: {when}. Amíg fel van függesztve, senki nem tud belépni.',
        'A fiókot a kormányablakban kaphatja vissza. Vigye magával a személyazonosító okmányát.',
      ],
    },
    'name-changed': {
      subject: 'Megváltozott a neve a fiókjában',
      paragraphs: [
        'Tisztelt {name}!',
        'A kormányablakban megváltoztatták a fiókjában szereplő viselt nevet. Időpont: {when}. A fiókja és a felhasználóneve megmaradt.',
        'Ha nem Ön kérte, forduljon a kormányablakhoz.',
      ],
    },
    'desk-reset-approved': {
      subject: 'Kérésre töröljük az Ügyfélkapu+ beállítását – ellenőrizze!',
      paragraphs: [
        'Tisztelt {name}!',
        'A kormányablakban kérték, hogy töröljük a fiókja Ügyfélkapu+ beállítását: minden hitelesítő alkalmazást és a törlőkódot. Két ügyintéző hagyta jóvá.',
        'Ekkor töröljük: {when}. Utána új Ügyfélkapu+ szolgáltatást igényelhet. Ha Ön kérte, nincs más teendője.',
        'Ha nem Ön kérte, nyissa meg ezt a hivatkozást, és vonja vissza: {cancel}',
      ],
    },
    'desk-restore-approved': {
      subject: 'Kérésre visszaadjuk a felfüggesztett fiókot – ellenőrizze!',
      paragraphs: [
        'Tisztelt {name}!',
        'A kormányablakban kérték, hogy a felfüggesztett fiókja újra használható legyen. Két ügyintéző hagyta jóvá. A régi Ügyfélkapu+ beállítást ekkor töröljük.',
        'Ekkor adjuk vissza: {when}. Ha Ön kérte, utána az okmányával a kormányablakban kap aktiváló kódot, mert a régi jelszó sem lesz érvényes.',
        'Ha nem Ön kérte, nyissa meg ezt a hivatkozást, és vonja vissza: {cancel}',
      ],
    },
    'desk-reset-done': {
      subject: 'Töröltük az Ügyfélkapu+ beállítását',
      paragraphs: [
        'Tisztelt {name}!',
        'A kormányablakban benyújtott kérésre töröltük a fiókja Ügyfélkapu+ beállítását, és minden eszközről kijelentkeztettük. Időpont: {when}.',
        'Új Ügyfélkapu+ szolgáltatást itt igényelhet: {address}. Ha nem Ön kérte, mielőbb forduljon a kormányablakhoz.',
      ],
    },
    'desk-restore-done': {
      subject: 'Visszaadtuk a fiókját',
      paragraphs: [
        'Tisztelt {name}!',
        'A kormányablakban benyújtott kérésre visszaadtuk a fiókját. Időpont: {when}. A régi jelszó és a régi Ügyfélkapu+ már nem érvényes, mert más is hozzáférhetett.',
        'Az okmányával a kormányablakban kap aktiváló kódot, azzal állít be új jelszót. Utána itt igényelhet új Ügyfélkapu+ szolgáltatást: {address}.',
      ],
    },
  },
  en: {
    'plus-activated': {
      subject: 'Your Ügyfélkapu+ is ready',
      paragraphs: [
        'Dear {name},',
        'On {when} an Ügyfélkapu+ was set up for your account. From now on we ask for the code in your authenticator app after your password.',
        'If this was not you, open this link: {objection} It blocks the new authenticator app and ends every sign-in. The link is valid for ten days.',
      ],
    },
    'authenticator-added': {
      subject: 'A new authenticator device for your account',
      paragraphs: [
        'Dear {name},',
        'On {when} a new authenticator device was set up for your account: {device}. From now on its codes can be used to sign in too. The previous cancellation code is void; only the new one works.',
        'If this was not you, open this link: {objection} It blocks the new device and ends every sign-in. The link is valid for ten days.',
      ],
    },
    'enrolment-code': {
      subject: 'Code for your Ügyfélkapu+ application – session identifier: {sessionIdentifier}',
      paragraphs: [
        'Dear {name},',
        'To apply for Ügyfélkapu+ enter this code: {code}',
        'The session identifier is {sessionIdentifier}. Enter the code only if the page shows the same one.',
        'If you are not applying, somebody knows your password. Do not give the code to anyone, and change your password soon. Without the code they can do nothing.',
      ],
    },
    'sign-in-code': {
      subject: 'Code to sign in – session identifier: {sessionIdentifier}',
      paragraphs: [
        'Dear {name},',
        'With this code you can sign in to {service}. The code: {code}',
        'The session identifier is {sessionIdentifier}. Enter the code only if the page shows the same one. The code is valid until {until}.',
        'Do not give the code to anyone: our staff never ask for it, neither by telephone nor in a letter.',
        'If you are not signing in, somebody knows your password: change it soon. Without the code they cannot get in.',
      ],
    },
    'password-changed': {
      subject: 'Your password was changed',
      paragraphs: [
        'Dear {name},',
        'On {when} the password of your account was changed, and you were signed out on every other device.',
        'If this was not you, please contact the government window soon.',
      ],
    },
    'cancellation-code-reminder': {
      subject: 'Do you still have your cancellation code?',
      paragraphs: [
        'Dear {name},',
        'You have not tried out the cancellation code of your Ügyfélkapu+ for at least a year. You will need this code if your phone is lost.',
        'Please find it and check that it is right: sign in at {address} and choose “Try out the cancellation code”. Trying it cancels nothing, and the code stays valid.',
        'We never ask for the cancellation code by e-mail. Do not send it or give it to anybody.',
      ],
    },
    'password-reset-code': {
      subject: 'Forgotten password – session identifier: {sessionIdentifier}',
      paragraphs: [
        'Dear {name},',
        'Somebody, hopefully you, asked for a new password for your account. Enter this code on the page where you asked for it: {code}',
        'The session identifier is {sessionIdentifier}. Enter the code only if the page shows the same one.',
        'If you are reading this on the same device and in the same browser, you can also open this link: {link}',
        'The code and the link are valid for 15 minutes. If it was not you, there is nothing to do: your password has not changed. Do not give the code to anyone.',
      ],
    },
    'password-reset': {
      subject: 'A new password was set for your account',
      paragraphs: [
        'Dear {name},',
        'On {when} a new password was set for your account on the page “Forgotten password”. Your Ügyfélkapu+ is as it was.',
        'If this was not you, somebody can read your e-mails: change the password of your mailbox, then ask for a new password here as well, and contact the government window soon.',
      ],
    },
    'account-activated': {
      subject: 'Your account was activated',
      paragraphs: [
        'Dear {name},',
        'On {when} your account was activated with the one-time activation code, and a password was set.',
        'You find it at {address}. If this was not you, please contact the government window soon.',
      ],
    },
    'approval-asked': {
      subject: 'A request awaits your approval: {service}',
      paragraphs: [
        'Dear {name},',
        'This service asks you to approve signing in that you started elsewhere: {service}. Its message: “{binding}”. Time: {when}.',
        'You decide in your own account, until {until}. Open My account in your browser, sign in, and choose the page “Requests awaiting your approval”. This e-mail holds no link on purpose.',
        'Approve only if you started this yourself and see or hear the same message there. If you know nothing of it, refuse, or do nothing: the request expires by itself.',
      ],
    },
    'wallet-issued': {
      subject: 'Your digital ID card was issued to a wallet',
      paragraphs: [
        'Dear {name},',
        'On {when} your digital ID card was issued to this wallet: {wallet}. From now on you can prove who you are with it.',
        'If this was not you, revoke it at once at {wallets} and then change your password as well.',
      ],
    },
    'wallet-revoked': {
      subject: 'Your digital ID card was revoked in a wallet',
      paragraphs: [
        'Dear {name},',
        'On {when} your digital ID card was revoked in this wallet: {wallet}. You can no longer prove who you are with it, and you were signed out on every other device.',
        'You can have a new one issued at any time at {wallets} If you did not revoke it, change your password soon.',
      ],
    },
    'wallet-linked': {
      subject: 'A digital wallet was linked to your account',
      paragraphs: [
        'Dear {name},',
        'On {when}, after your password and authentication code were given, a digital wallet was linked to your account. Its credential was issued by: {source}. From now on this wallet can be used to sign in without a password.',
        'If this was not you, choose “It wasn’t me” in the history of your account: we unlink the wallet and sign out every other device.',
      ],
    },
    'wallet-unlinked': {
      subject: 'A digital wallet was unlinked from your account',
      paragraphs: [
        'Dear {name},',
        'On {when} a digital wallet was unlinked from your account. Its credential was issued by: {source}. It can no longer be used to sign in, and you were signed out on every other device.',
        'You can link the wallet to your account again at any time. If you did not unlink it, change your password soon.',
      ],
    },
    'plus-frozen': {
      subject: 'We have blocked the new authenticator app',
      paragraphs: [
        'Dear {name},',
        'On {when}, as you asked, we blocked the authenticator app that was added to your account and signed it out everywhere.',
        'Somebody else may know your password: change it, and apply for a new Ügyfélkapu+ at {address}.',
      ],
    },
    'plus-cancelled': {
      subject: 'Your Ügyfélkapu+ was cancelled',
      paragraphs: [
        'Dear {name},',
        'On {when} the Ügyfélkapu+ of your account was cancelled with the cancellation code. Your account remains, and you were signed out everywhere.',
        'You can apply for a new Ügyfélkapu+ at any time at {address}. If this was not you, please contact the government window soon.',
      ],
    },
    'contact-code-new': {
      subject: 'Code to confirm the new e-mail address – session identifier: {sessionIdentifier}',
      paragraphs: [
        'Dear {name},',
        'This e-mail address was given as a new contact. To confirm it enter this code: {code}',
        'The session identifier is {sessionIdentifier}. Enter the code only if the page shows the same one. Do not give the code to anyone.',
        'If it was not you, there is nothing to do: nothing happens without the code.',
      ],
    },
    'contact-code-old': {
      subject: 'Code to change your contact data – session identifier: {sessionIdentifier}',
      paragraphs: [
        'Dear {name},',
        'Somebody wants to change the contact data of your account to {contact}. If it is you, enter this code: {code}',
        'The session identifier is {sessionIdentifier}. Enter the code only if the page shows the same one. Do not give the code to anyone.',
        'If it is not you, somebody got into your account. Do not give away the code, sign out everywhere and change your password at {address}.',
      ],
    },
    'contact-changed': {
      subject: 'Your contact data were changed',
      paragraphs: [
        'Dear {name},',
        'On {when} the contact data of your account were changed. The new one is {contact}.',
        'If this was not you, please contact the government window soon.',
      ],
    },
    'closing-requested': {
      subject: 'Your account ends in 30 days',
      paragraphs: [
        'Dear {name},',
        'On {when} the closing of your account was requested. It ends, with all its data, on {closesOn}.',
        'Until then you can take this back at any time at {address}. If it was not you, take it back and change your password soon.',
      ],
    },
    'closing-withdrawn': {
      subject: 'Your account remains',
      paragraphs: [
        'Dear {name},',
        'On {when} the closing of your account was withdrawn. Your account remains.',
        'If it was not you, change your password soon at {address}.',
      ],
    },
    'account-suspended': {
      subject: 'Your account was suspended',
      paragraphs: [
        'Dear {name},',
        'On {when} your account was suspended at the government window, and you were signed out everywhere. While it is suspended nobody can sign in.',
        'You can have it back at the government window. Please bring your identity document.',
      ],
    },
    'name-changed': {
      subject: 'Your name was changed in your account',
      paragraphs: [
        'Dear {name},',
        'On {when} the name borne was changed in your account at the government window. Your account and your user name are as they were.',
        'If you did not ask for this, please contact the government window.',
      ],
    },
    'desk-reset-approved': {
      subject: 'Your Ügyfélkapu+ will be removed on request – please check',
      paragraphs: [
        'Dear {name},',
        'At the government window somebody asked us to remove the Ügyfélkapu+ of your account: every authenticator app and the cancellation code. Two clerks approved it.',
        'We will remove it on {when}. After that you can apply for a new Ügyfélkapu+. If it was you, there is nothing more to do.',
        'If it was not you, open this link and cancel the request: {cancel}',
      ],
    },
    'desk-restore-approved': {
      subject: 'Your suspended account will be given back on request – please check',
      paragraphs: [
        'Dear {name},',
        'At the government window somebody asked that your suspended account be in use again. Two clerks approved it. The old Ügyfélkapu+ will be removed at the same time.',
        'We will give it back on {when}. If it was you, you then get an activation code at the government window with your document, since the old password will not be valid either.',
        'If it was not you, open this link and cancel the request: {cancel}',
      ],
    },
    'desk-reset-done': {
      subject: 'Your Ügyfélkapu+ was removed',
      paragraphs: [
        'Dear {name},',
        'On {when}, as was asked at the government window, we removed the Ügyfélkapu+ of your account and signed you out everywhere.',
        'You can apply for a new Ügyfélkapu+ at {address}. If it was not you who asked, please contact the government window soon.',
      ],
    },
    'desk-restore-done': {
      subject: 'Your account was given back',
      paragraphs: [
        'Dear {name},',
        'On {when}, as was asked at the government window, your account was given back. The old password and the old Ügyfélkapu+ are no longer valid, since somebody else may have had access to them.',
        'With your document you get an activation code at the government window, and set a new password with it. After that you can apply for a new Ügyfélkapu+ at {address}.',
      ],
    },
  },
};

export interface MessageDetails {
  readonly name: string;
  readonly when: Date;
  /** Where the citizen's own pages are. */
  readonly address: string;
  /** What this kind of message tells besides, by the name in its wording. */
  readonly more: Readonly<Record<string, string>>;
}

export function writeMessage(kind: MessageKind, locale: 'hu' | 'en', details: MessageDetails): Message {
  const { subject, paragraphs } = wordings[locale][kind];
  const values = {
    ...details.more,
    name: details.name,
    when: inWords(details.when, locale),
    address: details.address,
  };
  const filled = paragraphs.map((paragraph) => fill(paragraph, values));
  const marked = markUp(values);
  const body = paragraphs.map((paragraph) => `<p>${fill(escapeHtml(paragraph), marked)}</p>`).join('\n');
  return {
    subject: fill(subject, values),
    text: `${filled.join('\n\n')}\n`,
    html: `<!doctype html>\n<html lang="${locale}"><head><meta charset="utf-8"><title>${escapeHtml(fill(subject, values))}</title></head>\n<body>\n${body}\n</body></html>\n`,
  };
}

/** As they stand in HTML: addresses can be followed, and the code is what one finds first. */
function markUp(values: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, markUpOf(name, value)]));
}

function markUpOf(name: string, value: string): string {
  const text = escapeHtml(value);
  if (/^https?:\/\//.test(value)) {
    return `<a href="${text}">${text}</a>`;
  }
  return name === 'code' ? `<strong style="font-size:1.25em">${text}</strong>` : text;
}

function inWords(instant: Date, locale: string): string {
  return new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone: 'Europe/Budapest',
  }).format(instant);
}

function fill(text: string, values: Record<string, string>): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
