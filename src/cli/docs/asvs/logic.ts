/** V2 Validation and Business Logic. */
import { type Chapter, met, said, test } from './requirement.ts';

export const logic: Chapter = {
  '2.1.1': met('documented: what input must look like', said('inventories', 'What is typed')),
  '2.1.2': met('documented: which data must fit together', said('inventories', 'What is typed')),
  '2.1.3': met('documented: limits, per person and in all', said('inventories', 'Limits')),
  '2.2.1': met(
    'input is held to a form and a range',
    test('flows/desk', 'is not born in 2990'),
    test('flows/desk', 'says which data are missing, and survives hostile ones'),
  ),
  '2.2.2': met(
    'the server judges, not the browser',
    test('flows/hostile-input', 'names what is missing, and keeps the page'),
  ),
  '2.2.3': met(
    'data that belong together fit together',
    test('clients/consent-rules', 'of a public client never says that they are not'),
    test('assurance/identification', 'is one of the four ways, with everything that belongs to it'),
  ),
  '2.3.1': met(
    'steps are taken in their order',
    test('flows/one-time-code', 'a step out of turn leads back to where the sign-in stands'),
    test('flows/password-standing-alone', 'cannot pass the page by, whatever address is opened'),
  ),
  '2.3.2': met(
    'the documented limits hold',
    test('throttle/rate-limits', 'is let in six thousand times a minute'),
    test(
      'flows/strangers',
      'from as many addresses as one likes come to something fifty times for one citizen, who signs in all the same',
    ),
  ),
  '2.3.3': met(
    'a step happens whole or not at all',
    test('faults/audit', 'never leaves a change without its record, nor a record without its change'),
  ),
  '2.3.4': met(
    'what is there once is given once',
    test('flows/races', 'one user name, registered on both at once, is given once'),
  ),
  '2.4.1': met(
    'nobody can make us work or keep things without end',
    test('flows/kept-for-nobody', 'no route keeps more for one network than it may begin, by any method'),
    test(
      'accounts/password/hash-queue',
      'is bounded in work: two at once and a hundred of each kind, and refusals say when to come back',
    ),
  ),
};
