/** V1 Encoding and Sanitization. */
import { type Chapter, met, notApplicable, test } from './requirement.ts';

const noParser = (what: string) => `There is no ${what}.`;

export const encoding: Chapter = {
  '1.1.1': met(
    'input is decoded once, before it is judged',
    test(
      'flows/hostile-input',
      'refuses over-long, repeated, binary and damaged fields, a foreign format and too large a body',
    ),
  ),
  '1.1.2': met(
    'encoding comes last, where the text is interpreted',
    test('web/views', 'writes nothing unescaped but other views'),
  ),
  '1.2.1': met(
    'HTML and headers are encoded for where they stand',
    test('web/views', 'writes nothing unescaped but other views'),
    test('flows/client-registry', 'a name with markup is text on the page'),
  ),
  '1.2.2': met(
    'parts of URLs are encoded, and only safe schemes pass',
    test('flows/hostile-protocol', 'is no address to return to: %j'),
  ),
  '1.2.3': met(
    'nothing is put into scripts',
    test('web/views', 'has nothing that the content security policy forbids'),
  ),
  '1.2.4': met(
    'commands to the database are no text with values in it',
    test('storage/catalogue', 'demands exactly the places of a key, and takes no text for one'),
  ),
  '1.2.5': met(
    'no command line is made of input',
    test('docs/asvs-sources', 'no program is started but the managed Redis, without a shell'),
  ),
  '1.2.6': notApplicable('LDAP', noParser('LDAP')),
  '1.2.7': notApplicable('XPath', noParser('XML')),
  '1.2.8': notApplicable('LaTeX', noParser('LaTeX')),
  '1.2.9': met(
    'no pattern is made of input',
    test('docs/asvs-sources', 'no pattern is made of anything but our own words'),
  ),
  '1.3.1': notApplicable('HTML from editors', 'Nobody writes HTML here.'),
  '1.3.2': met('no eval', test('docs/asvs-sources', 'nothing is evaluated as code')),
  '1.3.3': met(
    'what goes into dangerous places is cleaned first',
    test(
      'notifications/messages',
      'can be followed where it is shown as HTML, and says nothing that a name could smuggle in',
    ),
  ),
  '1.3.4': notApplicable('uploaded SVG', 'Nothing is uploaded; logos of relying parties are not shown.'),
  '1.3.5': notApplicable('markup of users', 'What is typed is text wherever it is shown.'),
  '1.3.6': met(
    'addresses that others name are checked before we call them',
    test(
      'outgoing/guarded-fetch',
      'is connected to at the address that was checked: the name is looked up once',
    ),
    test('outgoing/guarded-fetch', 'that redirects (%i) is not followed'),
  ),
  '1.3.7': met('templates are not made of input', test('docs/asvs-sources', 'no template is made of text')),
  '1.3.8': notApplicable('JNDI', noParser('JNDI')),
  '1.3.9': notApplicable('memcache', noParser('memcache')),
  '1.3.10': met(
    'format strings are ours',
    test('web/translate', 'leaves its values as they are: the page escapes them'),
  ),
  '1.3.11': met('nothing is smuggled into mail', test('accounts/contact-address', '%s is none')),
  '1.4.1': notApplicable('memory-safe strings', 'TypeScript manages memory.'),
  '1.4.2': met(
    'numbers have ranges',
    test('flows/hostile-input', 'survives hostile parameters of the protocol'),
  ),
  '1.4.3': notApplicable('freed memory', 'TypeScript manages memory.'),
  '1.5.1': notApplicable('XML', noParser('XML')),
  '1.5.2': met(
    'what is read from outside makes plain data of a known shape',
    test('web/form/form', 'changes nothing of objects by a field named __proto__'),
  ),
};
