import { translationOf } from '../../translation/words.ts';
import { hu } from './hu.ts';

export const en = translationOf(hu, {
  'ends-with-it.lead': 'This also ends:',
  'ends-with-it.if-signed-out': 'If you sign out everywhere, this also ends:',
  'ends-with-it.if-removed': 'If you remove a device, this also ends:',
  'ended-with-it.lead': 'This also ended:',
  'ended-with-it.line': 'This also ended: {what}',
  'ends-with-it.cards':
    '{count, plural, =1 {1 digital ID card in your wallet, since {since}} other {# digital ID cards in your wallets, the oldest since {since}}}',
  'ends-with-it.linkedWallets':
    '{count, plural, =1 {1 wallet linked for signing in, since {since}} other {# wallets linked for signing in, the oldest since {since}}}',
  'ends-with-it.application': 'an application for an authenticator device that is under way',
  'ends-with-it.contactChange': 'a change of your e-mail address or phone number that is under way',
});
