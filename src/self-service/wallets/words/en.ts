import { translationOf } from '../../../translation/words.ts';
import { hu } from './hu.ts';

export const en = translationOf(hu, {
  'wallets.title': 'My wallets – Digitális Állampolgár',
  'wallets.hint': 'Digital wallets that belong to your account.',
  'wallets.text':
    'Here you see to which wallets your digital ID card was issued. A wallet is an app in which you keep it and with which you can prove who you are.',
  'wallets.none': 'Your digital ID card has not been issued to any wallet yet.',
  'wallets.issued-at': 'Issued',
  'wallets.expires-on': 'Valid until',
  'wallets.number': 'Copies issued',
  'wallets.revoked-at': 'Revoked',
  'wallets.not-attested': 'Nobody has vouched for the origin of this wallet.',
  'wallets.state.valid': 'valid',
  'wallets.state.expired': 'expired',
  'wallets.state.revoked': 'revoked',
  'wallets.revoke': 'Revoke',
  'wallets.revoke.title': 'Do you want to revoke your digital ID card?',
  'wallets.revoke.text':
    'You will no longer be able to prove who you are or sign in with this wallet. Your other wallets are not affected.',
  'wallets.revoke.consequence':
    'You will be signed out on every other device at once. This cannot be undone, but you can have a new one issued at any time.',
  'wallets.revoke.button': 'Revoke it',
  'wallets.revoke.keep': 'No, I will keep it',
  'wallets.revoked.heading': 'We have revoked your digital ID card',
  'wallets.revoked.text':
    'You can no longer prove who you are with that wallet. We are sending you an e-mail about this too.',
  'wallets.linked.title': 'Linked wallets',
  'wallets.linked.text':
    'These digital wallets can be used to sign in to your account without a password. We did not issue the credential in them.',
  'wallets.linked.none': 'No wallet is linked to your account by a credential of another issuer.',
  'wallets.linked.source': 'Issuer',
  'wallets.linked.at': 'Linked',
  'wallets.unlink': 'Unlink',
  'wallets.unlink.title': 'Do you want to unlink this wallet from your account?',
  'wallets.unlink.text':
    'It will no longer be possible to sign in to your account with this wallet. The wallet and the credential in it remain.',
  'wallets.unlink.consequence':
    'You will be signed out on every other device at once. You can link the wallet to your account again later.',
  'wallets.unlink.button': 'Unlink it',
  'wallets.unlink.keep': 'No, I will keep it',
  'wallets.unlinked.heading': 'We have unlinked the wallet from your account',
  'wallets.unlinked.text':
    'That wallet can no longer be used to sign in. We are sending you an e-mail about this too.',
  'wallets.add': 'Issue to a wallet',
  'wallets.add.title': 'Issue to a wallet',
  'wallets.add.text':
    'Choose the wallet that should hold your digital ID card. It will contain your name, the data of your birth, your mother’s name and a register number. Later you decide what of it to show to whom.',
  'wallets.add.renewal':
    'For {days, plural, one {# day} other {# days}} the wallet may get new ones by itself. We tell you by e-mail each time. If you revoke one, sign out everywhere or change your password, no wallet can do so any more.',
  'wallets.add.only-own':
    'Only use a wallet on your own phone. If somebody asks you to do this by telephone or in a message, it is fraud.',
  'wallets.add.button': 'Issue to: {service}',
  'wallets.add.needs-identification': 'A digital card is for those whose identity has been checked.',
  'wallets.add.needs-plus':
    'For this you need an Ügyfélkapu+. Please apply for it first, then come back here.',
  'wallets.offer.open.title': 'Scan this with your wallet',
  'wallets.offer.open': 'Open this wallet: {service}',
  'wallets.offer.scan': 'Scan this QR code with it:',
  'wallets.offer.qr': 'QR code for the wallet',
  'wallets.offer.same-device.first': 'If the wallet is on this device, remember the code first.',
  'wallets.offer.same-device': 'Open the wallet on this device',
  'wallets.offer.code': 'Type this code into the wallet:',
  'wallets.offer.code.label': 'Code for the wallet',
  'wallets.offer.code.note': 'Do not tell it to anybody. After three wrong codes you have to start again.',
  'wallets.offer.until': 'Valid until {until}. When you are done, choose “Refresh”.',
  'wallets.offer.refresh': 'Refresh',
  'wallets.offer.taking.title': 'It is being issued',
  'wallets.offer.taking':
    'The right code was typed into the wallet: {service}. When the wallet says that it is done, choose “Refresh”.',
  'wallets.offer.taken.title': 'It has been issued',
  'wallets.offer.taken': 'The wallet has taken your digital ID card: {service}. Time: {time}',
  'wallets.offer.dead.title': 'Too many wrong codes',
  'wallets.offer.dead':
    'A wrong code was typed into a wallet three times, so the QR code can no longer be used. If it was not you, somebody else scanned it. Start again, and do not show it to others.',
  'wallets.offer.expired.title': 'The time is over',
  'wallets.offer.expired':
    'The QR code was valid for five minutes. Start again if you still want your digital ID card issued.',
  'wallets.offer.again': 'Start again',
  'wallets.offer.to-list': 'Back to my wallets',
});
