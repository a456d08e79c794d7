/** V6 Authentication, with level 3. */
import { type Chapter, decided, met, notApplicable, said, test } from './requirement.ts';

export const authentication: Chapter = {
  '6.1.1': met(
    'documented: how guessing is held up, and how nobody is locked out by it',
    said('inventories', 'Guessing'),
    said('inventories', 'Limits'),
  ),
  '6.1.2': met('documented: words that no password may be made of', said('operators', 'New passwords')),
  '6.1.3': met('documented: every way in, and how strong it is', said('reference', 'Assurance')),
  '6.2.1': met(
    'eight characters at least',
    test('accounts/password/password-rules', 'does not pass with seven letters where eight are demanded'),
    test('accounts/password/password-rules', 'does not pass with fourteen where fifteen are demanded'),
  ),
  '6.2.2': met(
    'passwords can be changed',
    test(
      'flows/password',
      'a new password ends every other session and token, keeps this one, and is told to its owner',
    ),
  ),
  '6.2.3': met(
    'a change asks for the password so far',
    test('flows/password', 'a new password is refused with its reason, and nothing changes'),
  ),
  '6.2.4': met(
    'none of the most used passwords',
    test('accounts/password/password-rules', 'comes with what is guessable'),
  ),
  '6.2.5': met(
    'any characters will do',
    test(
      'flows/password',
      'a password with tabs and spaces at its ends, set at the terminal or on a page, signs in as it was typed',
    ),
  ),
  '6.2.6': met(
    'fields hide what is typed',
    test('docs/asvs-sources', 'every field for a password hides it, and a password manager may fill it in'),
  ),
  '6.2.7': met(
    'pasting and password managers',
    test('docs/asvs-sources', 'every field for a password hides it, and a password manager may fill it in'),
  ),
  '6.2.8': met(
    'a password is verified as it was typed, whole',
    test('accounts/password/typed-password', 'gives what was typed'),
    test(
      'accounts/password/verify-password',
      'is not shut out by somebody who signed in with the same 72 bytes and another end',
    ),
  ),
  '6.2.9': met(
    '64 characters at least',
    test(
      'accounts/password/password-rules',
      'is bounded: what comes after the fortieth character costs nothing and changes nothing',
    ),
    said('operators', 'New passwords'),
  ),
  '6.2.10': met(
    'nobody must change a password by the calendar',
    test('login/next-step', 'a new one is chosen before a one-time code is asked for, whatever was picked'),
  ),
  '6.2.11': met(
    'those words are held against new passwords',
    test(
      'accounts/password/password-rules',
      'does not pass with the own user name, nor with what acquaintances know',
    ),
  ),
  '6.2.12': decided(
    'new passwords are held against breached ones',
    'As delivered against the 49,000 most used ones, which come from breaches. The whole list has 40 GB and no licence to be passed on: an operator names it in `KAPU_BREACHED_PASSWORDS_FILE`, and the start fails without it then. A list that goes missing while a node runs keeps nobody from a new password, which would otherwise stay the old one.',
    'the operator who does not name the list',
  ),
  '6.3.1': met(
    'guessing is held up as documented',
    test(
      'throttle/chances',
      'of hitting a code, with the password and a copied cookie, are 0.05 % a day and 1 % a year at most',
    ),
    test(
      'throttle/chances',
      'lets two hundred devices guess for a year no oftener than was computed, while the owner signs in four times a day',
    ),
    test(
      'flows/strangers',
      'from as many addresses as one likes come to something fifty times for one citizen, who signs in all the same',
    ),
    test('flows/worn-out-door', 'is passed with a code from the mailbox and the same password'),
    test(
      'flows/worn-out-door',
      'is passed in any browser with the link of a mail that a stranger asked for, though the mails of the day are used up',
    ),
  ),
  '6.3.2': met(
    'no default accounts',
    test('docs/package', 'and nothing of the demo, the conformance accounts or the tests, nor any source'),
  ),
  '6.3.3': decided(
    'two factors, one of them (level 3) hardware that cannot be phished',
    'The service decides by its calendar when a password alone ends; a relying party demands more at any time, whoever has a second factor uses it always, and passkeys are offered. A factor of hardware is not demanded of a whole country.',
    'the authority that sets the calendar; relying parties that accept *low*',
  ),
  '6.3.4': met(
    'every way in is known and equally strict',
    test('flows/acr-matrix', 'whoever has an Ügyfélkapu+ proves it even where low assurance is enough'),
    test(
      'flows/password-standing-alone',
      'may not keep the password that nobody has judged, however long it is',
    ),
  ),
  '6.3.5': met(
    'suspicious sign-ins are told to their owner',
    test(
      'flows/owner-notices',
      'in an unknown browser is told by mail, once a day, and stands in the history each time',
    ),
    test(
      'flows/owner-notices',
      'of somebody with a verified telephone alone is told by text; at an address that nobody confirmed without the link',
    ),
    test('flows/owner-notices', 'after failures, or after half a year, is told in a known browser as well'),
    test(
      'flows/owner-notices',
      'at the code after the right password, in an unknown browser, are told at the first; those of the owner are not',
    ),
    test(
      'flows/owner-notices',
      'at the password are told from a lock of a quarter of an hour on, and shorter ones are in the history',
    ),
    test(
      'flows/owner-notices',
      'is objected to by the link of the mail, which asks first: everybody is signed out, and a new password comes next',
    ),
  ),
  '6.3.6': decided(
    'e-mail is no factor',
    'Sign-in codes by e-mail are off as delivered and worth *low*. A forgotten password is set by mail where there is no second factor to be lost; it never replaces one.',
    'citizens with a password alone whose mailbox is taken; the operator who switches codes by e-mail on',
  ),
  '6.3.7': met(
    'changes of what one signs in with are told',
    test(
      'flows/thief-undone',
      'is told of by name, in a mail and in the history, and ends whatever else was signed in',
    ),
    test('flows/contact', 'counts once both the old and the new one are confirmed, and both are told'),
  ),
  '6.3.8': met(
    'nobody learns which names are there',
    test('flows/enumeration', 'a name that nobody has is refused five times, then not looked at'),
    test('flows/reset', 'learns nothing: the answer is the same whether or not anybody is written to'),
    test('flows/reset', 'costs the store the same commands for a known and an unknown name'),
    test(
      'accounts/password/verify-password',
      'costs the store as much for a name that nobody has: what is read in vain is read all the same',
    ),
  ),
  '6.4.1': met(
    'first secrets are random, short-lived, and not kept',
    test(
      'flows/activation',
      'adds an account with a code that is shown once, and gives another one until it is activated',
    ),
    test('flows/activation', 'expires by the store’s clock, and this is said only of the right one'),
    test('flows/activation', 'sets a password and signs in, and the code is spent'),
  ),
  '6.4.2': met('no secret questions', test('web/views', 'are all used')),
  '6.4.3': met(
    'a forgotten password is set without passing the second factor by',
    test('flows/reset', 'cannot cancel the Ügyfélkapu+ without the törlőkód'),
    test('flows/reset', 'is not let in from the browser that set the password either'),
  ),
  '6.4.4': met(
    'a lost factor is replaced by who was identified as at first',
    test('flows/desk', 'cannot be one person twice, nor somebody of another office, nor the owner'),
    test('flows/desk', 'takes effect once, after the delay, and its citizen is told before and after'),
  ),
  '6.4.5': decided(
    'reminders before an authenticator expires',
    'Passwords, apps and passkeys do not expire. Cards in wallets do, after thirty days, and are no way in that anybody depends on: password and code are beside them, and a wallet renews its card, or its citizen gets another in a minute.',
    'citizens whose wallet does not renew its card',
  ),
  '6.4.6': met(
    'staff begin a reset and learn no password',
    test(
      'flows/desk',
      'gives a suspended account back without its old authenticators, and without its old password',
    ),
    test(
      'cli/account-states',
      'is given back with an activation code, and neither its old password nor its old authenticator opens it',
    ),
  ),
  '6.5.1': met(
    'codes work once',
    test('totp/verify-code', 'so that the same code is used the second time'),
    test('flows/races', 'one valid code, posted in a thousand sign-ins at once, passes exactly once'),
    test(
      'one-time-codes/one-time-code-verifier',
      'passes once, asked on two nodes at once; whoever is late is told that there is none',
    ),
  ),
  '6.5.2': decided(
    'codes of less than 112 bits are kept as password hashes',
    'The törlőkód has 140 bits. Activation codes (60 bits) and codes that are sent (27 bits) live for days and minutes and are kept as HMAC-SHA-256 under a key that is not in the store. A slow hash would be work that any stranger can ask for.',
    'whoever has both the store and the secrets can search these codes while they live',
  ),
  '6.5.3': met(
    'codes and seeds come from a secure generator',
    test('docs/asvs-sources', 'chance that matters comes from node:crypto'),
  ),
  '6.5.4': met(
    'codes that are sent have 20 bits at least',
    test(
      'one-time-codes/one-time-code-verifier',
      'is eight digits and three, zeros included, and never the same for long',
    ),
  ),
  '6.5.5': decided(
    'codes that are sent live ten minutes at most, those of apps 30 seconds',
    'Sign-in codes live five minutes. A code for a forgotten password lives fifteen, for a changed address or an application thirty, since mail servers put messages off. A code of an app counts for 90 seconds, as RFC 6238 §5.2 recommends, each once.',
    'citizens whose mailbox somebody reads, for twenty minutes longer',
  ),
  '6.5.6': met(
    'every factor can be revoked',
    test(
      'totp/enrolment/enrolment',
      'freezes the authenticator and ends every session; asking twice changes nothing more',
    ),
    test(
      'flows/wallet-linked',
      'is shown where nothing is issued, and is unlinked after a fresh code with every other session',
    ),
  ),
  '6.5.7': notApplicable('biometrics', 'They stay on the device of a passkey and unlock its key.'),
  '6.5.8': decided(
    'codes of apps go by a trusted clock',
    'They go by the node’s clock, which is held to the store’s. For a phone whose clock is off, two consecutive codes teach by how much, five minutes at most (decision 14): otherwise its owner is shut out.',
    'who knows two consecutive codes of a phone moves its window by five minutes, and makes it no wider',
  ),
  '6.6.1': decided(
    'text messages to verified numbers alone, beside stronger ways, and with a warning',
    'Off as delivered. Where they are on they go to verified numbers alone, apps and passkeys stand beside them, and they are worth *low* unless somebody answers in writing for more. Changes of SIM cards are not asked about: no operator of the country’s networks answers that.',
    'the operator who switches them on',
  ),
  '6.6.2': met(
    'a code belongs to the request that it was sent for',
    test(
      'flows/one-time-code',
      'is worth nothing in another browser, nor in another sign-in of the same one',
    ),
  ),
  '6.6.3': met(
    'codes that are sent cannot be guessed through',
    test(
      'flows/one-time-code',
      'is not found by a hundred guesses at once: five are looked at, and the right one after them is not',
    ),
  ),
  '6.6.4': met(
    'nobody is worn down by requests to approve',
    test(
      'flows/ciba',
      'cannot bury a citizen under requests: three of one relying party wait, and it is not told of the rest',
    ),
  ),
  '6.7.1': met(
    'what assertions are verified with cannot be changed unnoticed',
    test('config/files', 'a trust anchor that anybody may change is refused, with the remedy'),
    test('storage/sealed', 'does not open in another place'),
  ),
  '6.7.2': met(
    'challenges have 64 bits at least and do not come again',
    test('flows/wallet-sign-in', 'has another key, nonce and state for every request'),
  ),
  '6.8.1': met(
    'one issuer’s person is not another’s',
    test(
      'wallet/subjects/wallet-subject-store',
      'leads to the account that it was linked to, under its own anchor only',
    ),
  ),
  '6.8.2': met(
    'assertions are signed, and that is verified',
    test('flows/wallet-sign-in', 'in the credential’s signature, also by an algorithm that needs none'),
  ),
  '6.8.3': notApplicable('SAML', 'There is none.'),
  '6.8.4': met(
    'own pages look at how strongly and when somebody signed in',
    test('flows/desk', 'is nobody without a role, and nobody without an authenticator code'),
    test(
      'flows/desk',
      'is nobody whose sign-in is older than five minutes, also where the browser asks for no new one',
    ),
  ),
};
