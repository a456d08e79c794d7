/** V4 API and Web Service, V5 File Handling, V17 WebRTC: of which there is little here. */
import { type Chapter, met, notApplicable, test } from './requirement.ts';

const noUpload = 'Nothing is uploaded.';
const noWebRtc = notApplicable('WebRTC', 'There is none.');

export const interfaces: Chapter = {
  '4.1.1': met(
    'answers say their type and character set',
    test('flows/hostile-input', 'carries the security headers on every page'),
  ),
  '4.1.2': met(
    'programs are not led from http to https',
    test('web/request/host-guard', 'and neither is the same host without TLS'),
  ),
  '4.1.3': met(
    'headers of the proxy cannot be forged',
    test('flows/encrypted-hops', 'whoever says %s is believed in nothing'),
    test('config/hops', 'that cannot be told from others is refused: %j'),
    test('flows/client-addresses', 'believes the proxy about who comes, and not what that one wrote before'),
  ),
  '4.2.1': met(
    'messages end where their framing says',
    test('flows/thief', 'an absolute request target does not pass for another host'),
    test('web/form/form', 'also when it comes in pieces and does not tell its size'),
  ),
  '4.3.1': notApplicable('GraphQL', 'There is none.'),
  '4.3.2': notApplicable('GraphQL', 'There is none.'),
  '4.4.1': notApplicable('WebSockets', 'There are none.'),
  '4.4.2': notApplicable('WebSockets', 'There are none.'),
  '4.4.3': notApplicable('WebSockets', 'There are none.'),
  '4.4.4': notApplicable('WebSockets', 'There are none.'),
  '5.1.1': notApplicable('documented: files that may be uploaded', noUpload),
  '5.2.1': met(
    'what comes is small enough to work on',
    test('web/form/form', 'above 16 KiB, and not below'),
    test('flows/hostile-protocol', 'of a megabyte is not read'),
  ),
  '5.2.2': notApplicable('types of uploaded files', noUpload),
  '5.2.3': notApplicable('archives', noUpload),
  '5.3.1': notApplicable('uploaded files are not run', noUpload),
  '5.3.2': notApplicable('paths made of names from outside', noUpload),
  '5.4.1': notApplicable('names of downloads that users give', 'Downloads have names of ours.'),
  '5.4.2': met(
    'names of downloads break no header',
    test('flows/own-account', 'are downloaded after a fresh code, without a secret'),
  ),
  '5.4.3': notApplicable('virus scans', noUpload),
  '17.1.1': noWebRtc,
  '17.2.1': noWebRtc,
  '17.2.2': noWebRtc,
  '17.2.3': noWebRtc,
  '17.2.4': noWebRtc,
  '17.3.1': noWebRtc,
  '17.3.2': noWebRtc,
};
