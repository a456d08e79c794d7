import { translationOf } from '../../translation/words.ts';
import { hu } from './hu.ts';

export const en = translationOf(hu, {
  'wallet.shown.title': 'Enter this code on the other device',
  'wallet.shown.service': 'Signing in to: {service}',
  'wallet.shown.text': 'Go back to the browser in which you saw the QR code, and enter this code there.',
  'wallet.shown.address': 'Only enter it if the address in that browser begins like this: {address}',
  'wallet.shown.label': 'Code of six digits',
  'wallet.shown.until': 'Valid until {until}',
  'wallet.shown.warning':
    'Tell nobody this code, and send it to nobody. If you did not begin this sign-in, close this page: without the code nobody can sign in.',
});
