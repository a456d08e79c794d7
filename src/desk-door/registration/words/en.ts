import { translationOf } from '../../../translation/words.ts';
import { hu } from './hu.ts';

export const en = translationOf(hu, {
  'desk.register.title': 'Register somebody new',
  'desk.register.text': 'Copy all data from the document. The e-mail address must be the person’s own.',
  'desk.register.button': 'Register',
  'desk.register.empty': 'Fill in: {name}',
  'desk.register.birthdate': 'Write the date of birth like this: 1956-03-14',
  'desk.register.username': 'A user name has 3 to 64 letters, digits, dots or hyphens.',
  'desk.register.email': 'Type a whole e-mail address, or leave it empty.',
  'desk.register.taken': 'This user name is taken. Ask the person for another one.',
  'desk.field.family_name': 'Family name borne',
  'desk.field.given_name': 'Given name borne',
  'desk.field.birth_family_name': 'Family name at birth',
  'desk.field.birth_given_name': 'Given name at birth',
  'desk.field.mothers_birth_name': 'Mother’s birth name',
  'desk.field.place_of_birth': 'Place of birth',
  'desk.field.birthdate': 'Date of birth',
  'desk.field.birthdate.hint': 'For example: 1956-03-14',
  'desk.field.username.hint': 'The person chooses it, and signs in with it.',
  'desk.field.email': 'E-mail address (optional)',
  'desk.field.email.hint': 'The person’s own address, which nobody else reads.',
  'desk.receipt.title': 'Receipt',
  'desk.receipt.label': 'One-time activation code',
  'desk.receipt.until': 'Valid until {until}',
  'desk.receipt.step-1': 'At home open this address:',
  'desk.receipt.step-2': 'Enter your user name and the activation code.',
  'desk.receipt.step-3': 'Choose a password that you use nowhere else.',
  'desk.receipt.care':
    'Keep this sheet until you have set your password, then destroy it. Do not give the code to anybody.',
  'desk.receipt.once': 'The code is not shown again. If printing failed, issue a new code.',
});
