import { translationOf } from '../../../translation/words.ts';
import { hu } from './hu.ts';

export const en = translationOf(hu, {
  'passkeys.title': 'Passkeys',
  'passkeys.hint': 'Sign in with your fingerprint, your face or a PIN, without a password or a code.',
  'passkeys.text':
    'A passkey is on your phone, on your computer or on a security key, and works on our site alone: a fake site cannot get hold of it. Set up two at least, so that you can sign in with one if you lose the other.',
  'passkeys.none': 'You have no passkey yet.',
  'passkeys.needs-plus': 'Passkeys are for those who have Ügyfélkapu+. Please apply for that first.',
  'passkeys.full': 'You can have ten passkeys at most. Remove one before you add another.',
  'passkeys.add.heading': 'A new passkey',
  'passkeys.add.button': 'Add a passkey',
  'passkeys.name.empty': 'Enter a name.',
  'passkeys.name.new': 'New name',
  'passkeys.rename': 'Rename',
  'passkeys.rename.title': 'Rename the passkey',
  'passkeys.rename.text': 'Its name is now: {name}',
  'passkeys.remove': 'Remove',
  'passkeys.frozen': 'Blocked',
  'passkeys.since': 'In use since: {since}',
  'passkeys.last-used': 'Last used: {since}',
  'passkeys.never-used': 'Not used yet',
  'passkeys.kept.backed-up':
    'Synced: your password manager carries it to your other devices, and it stays when the device is lost.',
  'passkeys.kept.not-yet':
    'It can be synced, but is on one device only at present: if that is lost, the passkey may be lost as well.',
  'passkeys.kept.bound': 'Bound to its device: it is there alone, and is lost together with it.',
  'passkeys.known': 'This device already has a passkey for this account.',
  'passkeys.added.heading': 'The passkey is set up',
  'passkeys.added.text': 'You can sign in with it from now on. We have told you by e-mail as well.',
  'passkeys.renamed.heading': 'The passkey was renamed',
  'passkeys.renamed.text': 'The new name is shown in this list alone.',
  'passkeys.removed.heading': 'The passkey was removed',
  'passkeys.removed.text':
    'It can no longer be used to sign in, and every other device was signed out. Please delete it on your device or in your password manager as well.',
  'passkeys.if-removed': 'If you remove a passkey, this ends as well:',
  'passkeys.last':
    'This is your last authenticator, so it cannot be removed here. Set up another one first, or cancel Ügyfélkapu+ with the cancellation code.',
});
