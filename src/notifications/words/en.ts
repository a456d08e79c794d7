import { translationOf } from '../../translation/words.ts';
import { hu } from './hu.ts';

const mails = translationOf(hu.mails, {
  'unusual-sign-in': {
    subject: 'Unusual sign-in to your account',
    paragraphs: [
      'Dear {name},',
      'Somebody signed in to your account on {when}. Service: {service}. Device: {device}.',
      '{why}',
      'If it was you, there is nothing to do.',
      'If it was not you, open this link: {objection} It signs everybody out of your account, and you can set a new password. The link is valid for ten days.',
      'We send such a message once a day at most. Everything that happened is in your history: {address}',
    ],
  },
  'wrong-codes': {
    subject: 'Right password, but wrong code for your account',
    paragraphs: [
      'Dear {name},',
      'In a browser in which nobody has signed in to your account before, your password was entered correctly, but then a wrong code, on {when}. Device: {device}. Nobody got in by that.',
      'If it was you, there is nothing to do.',
      'If it was not you, open this link: {objection} It signs everybody out of your account, and you can set a new password. The link is valid for ten days.',
      'We send such a message once a day at most. Everything that happened is in your history: {address}',
    ],
  },
  'guesses-locked': {
    subject: 'We take no further tries at your account for a while',
    paragraphs: [
      'Dear {name},',
      'There were many wrong tries at your account, so we take no further ones for a while. What was entered: {guessed}. When: {when}.',
      '{why}',
      'If it was you, there is nothing to do. If you want to sign in meanwhile, use a browser in which you have signed in before, or ask for a code on the page for a forgotten password: you need not change your password.',
      'If it was not you, open this link: {objection} It signs everybody out of your account, and you can set a new password. The link is valid for ten days.',
      'We send such a message once a day at most. Everything that happened is in your history: {address}',
    ],
  },
  'unusual-sign-in-without-link': {
    subject: 'Unusual sign-in to your account',
    paragraphs: [
      'Dear {name},',
      'Somebody signed in to your account on {when}. Service: {service}. Device: {device}.',
      '{why}',
      'If it was you, there is nothing to do.',
      'If it was not you, sign in, look at the history and change your password here: {address} If you cannot sign in, go to a government window.',
      'Nobody has confirmed this e-mail address yet, so there is no link in this message with which you could object. If the message is not for you, there is nothing to do.',
    ],
  },
  'wrong-codes-without-link': {
    subject: 'Right password, but wrong code for your account',
    paragraphs: [
      'Dear {name},',
      'In a browser in which nobody has signed in to your account before, your password was entered correctly, but then a wrong code, on {when}. Device: {device}. Nobody got in by that.',
      'If it was you, there is nothing to do.',
      'If it was not you, sign in, look at the history and change your password here: {address} If you cannot sign in, go to a government window.',
      'Nobody has confirmed this e-mail address yet, so there is no link in this message with which you could object. If the message is not for you, there is nothing to do.',
    ],
  },
  'guesses-locked-without-link': {
    subject: 'We take no further tries at your account for a while',
    paragraphs: [
      'Dear {name},',
      'There were many wrong tries at your account, so we take no further ones for a while. What was entered: {guessed}. When: {when}.',
      '{why}',
      'If it was you, there is nothing to do. If you want to sign in meanwhile, use a browser in which you have signed in before, or ask for a code on the page for a forgotten password: you need not change your password.',
      'If it was not you, sign in, look at the history and change your password here: {address} If you cannot sign in, go to a government window.',
      'Nobody has confirmed this e-mail address yet, so there is no link in this message with which you could object. If the message is not for you, there is nothing to do.',
    ],
  },
  'plus-activated': {
    subject: 'Your Ügyfélkapu+ is ready',
    paragraphs: [
      'Dear {name},',
      'On {when} an Ügyfélkapu+ was set up for your account. From now on we ask for the code in your authenticator app after your password.',
      'If this was not you, open this link: {objection} It blocks the new authenticator app and ends every sign-in. The link is valid for ten days.',
      'So that you can sign in even if you lose or replace your phone, set up another device or a passkey too. Sign in here: {address}',
    ],
  },
  'plus-activated-by-passkey': {
    subject: 'Your Ügyfélkapu+ is ready',
    paragraphs: [
      'Dear {name},',
      'On {when} an Ügyfélkapu+ was set up for your account with this passkey: {device}. From now on you can sign in with it.',
      'If this was not you, open this link: {objection} It blocks the new passkey and ends every sign-in. The link is valid for ten days.',
    ],
  },
  'plus-activated-by-passkey-without-link': {
    subject: 'Your Ügyfélkapu+ is ready',
    paragraphs: [
      'Dear {name},',
      'On {when} an Ügyfélkapu+ was set up for your account with this passkey: {device}. From now on you can sign in with it.',
      'If this was not you, please go to the government window soon, and take your identity document with you.',
      'This e-mail address was not confirmed yet, so this message has no link with which you could block the new passkey. You can confirm the address here: {address} If this message is not meant for you, there is nothing to do.',
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
  'plus-activated-without-link': {
    subject: 'Your Ügyfélkapu+ is ready',
    paragraphs: [
      'Dear {name},',
      'On {when} an Ügyfélkapu+ was set up for your account. From now on we ask for the code in your authenticator app after your password.',
      'If this was not you, please go to the government window soon, and take your identity document with you.',
      'This e-mail address was not confirmed yet, so this message has no link with which you could block the new authenticator app. You can confirm the address here: {address} If this message is not meant for you, there is nothing to do.',
    ],
  },
  'authenticator-added-without-link': {
    subject: 'A new authenticator device for your account',
    paragraphs: [
      'Dear {name},',
      'On {when} a new authenticator device was set up for your account: {device}. From now on its codes can be used to sign in too. The previous cancellation code is void; only the new one works.',
      'If this was not you, sign in and choose “It wasn’t me” in your history: {address} If you cannot sign in, please contact the government window soon.',
      'This e-mail address was not confirmed yet, so this message has no link with which you could block the device. If this message is not meant for you, there is nothing to do.',
    ],
  },
  'authenticator-removed': {
    subject: 'An authenticator device was removed from your account',
    paragraphs: [
      'Dear {name},',
      'On {when} this authenticator device was removed from your account: {device}. Its codes can no longer be used to sign in, and every other device was signed out.',
      '{also}',
      'If this was not you, somebody was in your account: look at your history, and change your password here: {address} If you cannot sign in, please contact the government window.',
    ],
  },
  'passkey-added': {
    subject: 'A new passkey for your account',
    paragraphs: [
      'Dear {name},',
      'On {when} a new passkey was set up for your account: {device}. From now on it can be used to sign in, without a password or a code.',
      'If this was not you, open this link: {objection} It blocks the new passkey and ends every sign-in. The link is valid for ten days.',
    ],
  },
  'passkey-added-without-link': {
    subject: 'A new passkey for your account',
    paragraphs: [
      'Dear {name},',
      'On {when} a new passkey was set up for your account: {device}. From now on it can be used to sign in, without a password or a code.',
      'If this was not you, sign in and choose “It wasn’t me” in your history: {address} If you cannot sign in, please contact the government window soon.',
      'This e-mail address was not confirmed yet, so this message has no link with which you could block the passkey. If this message is not meant for you, there is nothing to do.',
    ],
  },
  'passkey-removed': {
    subject: 'A passkey was removed from your account',
    paragraphs: [
      'Dear {name},',
      'On {when} this passkey was removed from your account: {device}. It can no longer be used to sign in, and every other device was signed out.',
      '{also}',
      'If this was not you, somebody was in your account: look at your history, and change your password here: {address} If you cannot sign in, please contact the government window.',
    ],
  },
  'enrolment-code': {
    subject: 'Code for your Ügyfélkapu+ application – check number: {sessionIdentifier}',
    paragraphs: [
      'Dear {name},',
      'To apply for Ügyfélkapu+ enter this code: {code}',
      'The check number is {sessionIdentifier}. Enter the code only if the page shows the same one. The code is good until {until}.',
      'If you are not applying, somebody knows your password. Do not give the code to anyone, and change your password soon. Without the code they cannot finish the application.',
    ],
  },
  'sign-in-code': {
    subject: 'Code to sign in – check number: {sessionIdentifier}',
    paragraphs: [
      'Dear {name},',
      'With this code you can sign in to {service}. The code: {code}',
      'The check number is {sessionIdentifier}. Enter the code only if the page shows the same one. The code is valid until {until}.',
      'Do not give the code to anyone: our staff never ask for it, neither by telephone nor in a letter.',
      'If you are not signing in, somebody knows your password: change it soon. Without the code they cannot get in.',
    ],
  },
  'password-changed': {
    subject: 'Your password was changed',
    paragraphs: [
      'Dear {name},',
      'On {when} the password of your account was changed, and you were signed out on every other device.',
      '{also}',
      'If this was not you, ask for a new password on the page “Forgotten password”, and contact the government window soon.',
    ],
  },
  'signed-out-everywhere': {
    subject: 'You were signed out everywhere',
    paragraphs: [
      'Dear {name},',
      'On {when} you were signed out of your account everywhere, as requested. Nobody is signed in to it on any device.',
      '{also}',
      'If this was not you, somebody was in your account: sign in and change your password here: {address}',
    ],
  },
  'cancellation-code-reminder': {
    subject: 'Do you still have your cancellation code?',
    paragraphs: [
      'Dear {name},',
      'You have not tried out the cancellation code of your Ügyfélkapu+ for at least a year. You will need this code if your phone is lost.',
      'Please find it and check that it is right: sign in and choose “Try out the cancellation code”: {address} Trying it cancels nothing, and the code stays valid.',
      'We never ask for the cancellation code by e-mail. Do not send it or give it to anybody.',
    ],
  },
  'password-reset-code': {
    subject: 'Forgotten password – check number: {sessionIdentifier}',
    paragraphs: [
      'Dear {name},',
      'Somebody, hopefully you, asked for a new password for your account. Enter this code on the page where you asked for it: {code}',
      'The check number is {sessionIdentifier}. Enter the code only if the page shows the same one.',
      'If you are reading this on the same device and in the same browser, you can also open this link: {link}',
      'With the code and the link you can set a new password for 15 minutes. If you only want to sign in with a browser that we did not let in, you can open the link there for a day. If it was not you, there is nothing to do: your password has not changed. Do not give the code to anyone.',
    ],
  },
  'password-reset': {
    subject: 'A new password was set for your account',
    paragraphs: [
      'Dear {name},',
      'On {when} a new password was set for your account on the page “Forgotten password”. Your Ügyfélkapu+ is as it was.',
      '{also}',
      'If this was not you, somebody can read your e-mails: change the password of your mailbox, then ask for a new password of this account too on the page “Forgotten password”, and contact the government window soon.',
    ],
  },
  'forgotten-username': {
    subject: 'Forgotten user name',
    paragraphs: [
      'Dear citizen,',
      'Somebody, hopefully you, asked for the user name that belongs to this e-mail address. Time: {when}.',
      'The user name: {usernames}',
      'If several people confirmed this address, we list the user names of eight accounts at most.',
      'If you forgot your password as well, ask for a new one here: {reset}',
      'If it was not you, there is nothing to do. Whoever asked did not learn whether there is such an account, and nobody can sign in with the user name alone.',
    ],
  },
  'account-activated': {
    subject: 'Your account was activated',
    paragraphs: [
      'Dear {name},',
      'On {when} your account was activated with the one-time activation code, and a password was set.',
      'You find it here: {address} If this was not you, please contact the government window soon.',
    ],
  },
  'approval-asked': {
    subject: 'A request awaits your approval: {service}',
    paragraphs: [
      'Dear {name},',
      'This service asks you to approve a sign-in that you started elsewhere: {service}. Its message: “{binding}”. Time: {when}.',
      'You decide in your own account, until {until}. Open My account in your browser, sign in, and choose the page “Requests awaiting your approval”. This e-mail holds no link on purpose.',
      'Approve only if you started this yourself and see or hear the same message there. If you know nothing of it, refuse, or do nothing: the request expires by itself.',
    ],
  },
  'wallet-issued': {
    subject: 'Your digital ID card was issued to a wallet',
    paragraphs: [
      'Dear {name},',
      'On {when} your digital ID card was issued to this wallet: {wallet}. From now on you can prove who you are with it.',
      'If this was not you, revoke it at once here: {wallets} Then change your password as well.',
    ],
  },
  'wallet-revoked': {
    subject: 'Your digital ID card was revoked in a wallet',
    paragraphs: [
      'Dear {name},',
      'On {when} your digital ID card was revoked in this wallet: {wallet}. You can no longer prove who you are with it, and you were signed out on every other device.',
      'You can have a new one issued at any time here: {wallets} If you did not revoke it, change your password soon.',
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
    subject: 'We have blocked the new authenticator',
    paragraphs: [
      'Dear {name},',
      'On {when}, as you asked, we blocked the authenticator that was added to your account and signed you out everywhere.',
      '{also}',
      'Somebody else may know your password: change it soon here: {address} If no other authenticator of yours is left, apply for an Ügyfélkapu+ again in the same place.',
    ],
  },
  'plus-cancelled': {
    subject: 'Your Ügyfélkapu+ was cancelled',
    paragraphs: [
      'Dear {name},',
      'On {when} the Ügyfélkapu+ of your account was cancelled with the cancellation code. Your account remains, and you were signed out everywhere.',
      '{also}',
      'You can apply for a new Ügyfélkapu+ at any time here: {address} If this was not you, please contact the government window soon.',
    ],
  },
  'contact-code-new': {
    subject: 'Code to confirm the new e-mail address – check number: {sessionIdentifier}',
    paragraphs: [
      'Dear {name},',
      'This e-mail address was given as the new contact of an account. If you asked for it, enter this code on the page where you began the change: {code}',
      'The check number is {sessionIdentifier}. Enter the code only if the page shows the same one. The code is good until {until}. Do not give the code to anyone.',
      'If it was not you, there is nothing to do: nothing happens without the code.',
    ],
  },
  'contact-code-old': {
    subject: 'Code to change your contact data – check number: {sessionIdentifier}',
    paragraphs: [
      'Dear {name},',
      'Somebody asked for a new contact of your account: {contact}. If it was you, enter this code on the page where you began the change: {code}',
      'The check number is {sessionIdentifier}. Enter the code only if the page shows the same one. The code is good until {until}. Do not give the code to anyone.',
      'If it was not you, somebody got into your account. Without the code your contact does not change: give it to nobody. Sign out everywhere and change your password here: {address}',
    ],
  },
  'contact-changed': {
    subject: 'Your contact data were changed',
    paragraphs: [
      'Dear {name},',
      'On {when} the contact data of your account were changed. From now on we use {contact} in place of the one before.',
      'If this was not you, somebody got into your account. Sign out everywhere and change your password here: {address} You can have the earlier contact put back at the government window: bring your identity document.',
    ],
  },
  'closing-requested': {
    subject: 'Your account ends in 30 days',
    paragraphs: [
      'Dear {name},',
      'On {when} the closing of your account was requested. It ends, with all its data, on {closesOn}.',
      '{also}',
      'Until then you can withdraw this at any time here: {address} If it was not you, withdraw it and change your password soon.',
    ],
  },
  'closing-withdrawn': {
    subject: 'Your account remains',
    paragraphs: [
      'Dear {name},',
      'On {when} the closing of your account was withdrawn. Your account remains. If your digital ID card was in a wallet, it stays revoked: ask for it again, and link your wallets again.',
      'If it was not you, change your password soon here: {address}',
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
  'account-enabled': {
    subject: 'Your account was given back',
    paragraphs: [
      'Dear {name},',
      'On {when} we gave back your account, which had been disabled. The old password and the old Ügyfélkapu+ are not valid any more, since somebody else may have had them.',
      'You set a new password with an activation code, which you will get separately. After that you can apply for a new Ügyfélkapu+ here: {address} If you get no code, please go to the government window with your document.',
    ],
  },
  'account-deleted': {
    subject: 'Your account was deleted',
    paragraphs: [
      'Dear {name},',
      'On {when} the operator deleted your account with all of its data. You are signed out everywhere, and your digital ID cards are revoked.',
      'If you do not know why, please contact the government window.',
    ],
  },
  'name-changed': {
    subject: 'Your name was changed in your account',
    paragraphs: [
      'Dear {name},',
      'On {when} your name was changed in your account at the government window. Your account and your user name are as they were.',
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
  'desk-second-account-approved': {
    subject: 'A second account was asked for with your data – please check',
    paragraphs: [
      'Dear {name},',
      'At the government window somebody asked that a second account may be registered with your data. Two clerks approved it. This account does not change.',
      'It can be registered from {when}. If it was you, you can do so then at the government window with your document.',
      'If it was not you, open this link and cancel the request: {cancel}',
    ],
  },
  'desk-reset-approved-without-link': {
    subject: 'Your Ügyfélkapu+ will be removed on request – please check',
    paragraphs: [
      'Dear {name},',
      'At the government window somebody asked us to remove the Ügyfélkapu+ of your account: every authenticator app and the cancellation code. Two clerks approved it.',
      'We will remove it on {when}. After that you can apply for a new Ügyfélkapu+. If it was you, there is nothing more to do.',
      'If it was not you, sign in and cancel the request here: {address} If you cannot sign in, please contact the government window. This e-mail address was not confirmed yet, so this message has no link with which the request could be cancelled.',
    ],
  },
  'desk-restore-approved-without-link': {
    subject: 'Your suspended account will be given back on request – please check',
    paragraphs: [
      'Dear {name},',
      'At the government window somebody asked that your suspended account be in use again. Two clerks approved it. The old Ügyfélkapu+ will be removed at the same time.',
      'We will give it back on {when}. If it was you, you then get an activation code at the government window with your document, since the old password will not be valid either.',
      'If it was not you, please go to the government window with your document. This e-mail address was not confirmed yet, so this message has no link with which the request could be cancelled.',
    ],
  },
  'desk-second-account-approved-without-link': {
    subject: 'A second account was asked for with your data – please check',
    paragraphs: [
      'Dear {name},',
      'At the government window somebody asked that a second account may be registered with your data. Two clerks approved it. This account does not change.',
      'It can be registered from {when}. If it was you, you can do so then at the government window with your document.',
      'If it was not you, sign in and cancel the request here: {address} If you cannot sign in, please contact the government window. This e-mail address was not confirmed yet, so this message has no link with which the request could be cancelled.',
    ],
  },
  'desk-reset-done': {
    subject: 'Your Ügyfélkapu+ was removed',
    paragraphs: [
      'Dear {name},',
      'On {when}, as was asked at the government window, we removed the Ügyfélkapu+ of your account and signed you out everywhere.',
      'You can apply for a new Ügyfélkapu+ here: {address} If it was not you who asked, please contact the government window soon.',
    ],
  },
  'desk-restore-done': {
    subject: 'Your account was given back',
    paragraphs: [
      'Dear {name},',
      'On {when}, as was asked at the government window, your account was given back. The old password and the old Ügyfélkapu+ are no longer valid, since somebody else may have had access to them.',
      'With your document you get an activation code at the government window, and set a new password with it. After that you can apply for a new Ügyfélkapu+ here: {address}',
    ],
  },
  'desk-second-account-done': {
    subject: 'Your second account can be registered now',
    paragraphs: [
      'Dear {name},',
      'As was asked at the government window, a second account can be registered with your data within thirty days from {when}. This account did not change.',
      'Please bring your document to the government window. If it was not you who asked, please contact the government window soon.',
    ],
  },
  'desk-refused': {
    subject: 'The request made at the government window was refused',
    paragraphs: [
      'Dear {name},',
      'A request about your account was made at the government window on {when}. A second member of staff did not approve it, so nothing about your account has changed.',
      'If it was you who asked, please come to the government window again with your document: they will tell you what is missing.',
      'If it was not you, there is nothing that you need to do.',
    ],
  },
  'desk-expired': {
    subject: 'The request made at the government window has lapsed',
    paragraphs: [
      'Dear {name},',
      'A request about your account was made at the government window on {when}. It was not decided on while it was valid, so nothing about your account has changed.',
      'If it was you who asked, and you still need it, please come to the government window again with your document.',
      'If it was not you, there is nothing that you need to do.',
    ],
  },
});

const texts = translationOf(hu.texts, {
  'unusual-sign-in': 'Unusual sign-in to your account. Not you? {objection}',
  'wrong-codes': 'Right password, but wrong code for your account. Not you? {objection}',
  'guesses-locked': 'Many wrong tries at your account. Not you? {objection}',
  'sign-in-code':
    '{code} is your code to sign in, check number {sessionIdentifier}. Do not give it to anybody. Valid until {until}.',
  'contact-code-new':
    '{code} is your code to confirm this number, check number {sessionIdentifier}. Do not give it to anybody.',
  'contact-code-old':
    '{code} is your code to change your contact data, check number {sessionIdentifier}. Do not give it to anybody.',
  'desk-approved':
    'A request about your account was made at the government window. If it was not you, cancel it in your account.',
  'desk-done': 'The request about your account made at the government window was carried out.',
  'desk-not-done': 'The request about your account made at the government window was not carried out.',
});

export const en = { mails, texts } as const;
