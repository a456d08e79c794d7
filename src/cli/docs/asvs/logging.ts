/** V16 Security Logging and Error Handling. */
import { type Chapter, decided, met, said, test } from './requirement.ts';

export const logging: Chapter = {
  '16.1.1': met(
    'documented: every log, where it is, who reads it, how long it stays',
    said('inventories', 'Logs'),
  ),
  '16.2.1': met(
    'entries say when, where, who and what',
    test(
      'flows/who-is-guessed-at',
      'is told by a hash of the name, with network and request, whichever way it is tried',
    ),
    test(
      'audit/records/everything',
      'every row says why, or names an event; and no event is recorded by nothing',
    ),
  ),
  '16.2.2': met(
    'clocks agree, and times are UTC',
    test('flows/clocks-of-nodes', 'is not ready, and says why'),
    test('storage/store-clock', 'says from the start on that a clock is more than a second off'),
  ),
  '16.2.3': met(
    'logs go where the inventory says, and nowhere else',
    test('audit/shipping', 'shipped to a collector, each line is a message of its own'),
    said('inventories', 'Logs'),
  ),
  '16.2.4': met(
    'logs can be read by machines',
    test('observability/log-lines', 'a process that exits has written every line once'),
    test(
      'audit/shipping',
      'each line is there and can be checked without us, also after a torn one and one shipped twice',
    ),
  ),
  '16.2.5': met(
    'what is sensitive is not logged, or hashed',
    test(
      'flows/secrets',
      'neither Redis nor the log holds a password, key, code, törlőkód, client secret, cookie or token in the clear',
    ),
    test(
      'observability/errors-in-logs',
      'a change of the password whose script fails: no hash and no password in the log or the answer',
    ),
  ),
  '16.3.1': met(
    'every sign-in is logged, and every one that failed',
    test('audit/records/everything', 'every route that changes something'),
    test(
      'audit/refusals/refusals',
      'are counted from then on: of 20,000 no more stays than of a hundred, and none is lost',
    ),
  ),
  '16.3.2': met(
    'what was not allowed is logged',
    test('flows/who-is-guessed-at', 'records whom it refuses, and why'),
    test('flows/desk', 'is refused to whoever scripts it, for names that nobody has too, and is on record'),
  ),
  '16.3.3': met(
    'security events, and attempts to get round controls',
    test('flows/who-is-guessed-at', 'is a security event, and named only where it is registered'),
    test('flows/who-is-guessed-at', 'cannot fill the log'),
    test('flows/recorded-disclosures', 'because two came with it at once, or a code came twice'),
  ),
  '16.3.4': met(
    'faults are logged',
    test(
      'observability/errors-in-logs',
      'an error is logged by type, message, code and stack, under whatever name, and its causes likewise',
    ),
  ),
  '16.4.1': met(
    'nobody writes lines of their own into a log',
    test(
      'flows/refusal-log',
      'a description that repeats what was sent, or a parser that does, says it without',
    ),
  ),
  '16.4.2': met(
    'logs cannot be changed unnoticed',
    test(
      'audit/tampering',
      'all of it written anew by somebody who has our keys: the shipped checkpoint knows',
    ),
    test('flows/oversight', 'is shown for a reason alone, which the person reads, and nowhere else by name'),
  ),
  '16.4.3': met(
    'logs leave the host, encrypted, where `ship_to` says so',
    test(
      'flows/encrypted-hops',
      'the copy of the audit log goes by TLS, to nobody whose certificate is not the one that was named',
    ),
    test('audit/shipping', 'shipped to a collector, each line is a message of its own'),
  ),
  '16.5.1': met(
    'errors tell nothing of our insides',
    test('flows/hostile-input', 'shows a request id on every error page, which is also in the log'),
    test(
      'observability/errors-in-logs',
      'a change of the password whose script fails: no hash and no password in the log or the answer',
    ),
  ),
  '16.5.2': met(
    'we stay safe when others fail',
    test(
      'faults/redis-stopped',
      'Redis stopped in the middle of a sign-in: a kind 503, and the same browser goes on when it is back',
    ),
    test(
      'faults/mail',
      'the server is down, then slow, then puts off, then up: every message arrives once, and nothing is given up',
    ),
  ),
  '16.5.3': decided(
    'nothing opens because something failed',
    'What cannot be recorded does not happen, and what cannot be verified is refused. One exception: where the optional list of breached passwords goes missing while a node runs, new passwords are judged without it, and the log says so; refusing would keep the old password in place.',
    'whoever chooses a breached, otherwise good password in that time',
  ),
};
