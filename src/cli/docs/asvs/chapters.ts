/** All chapters, in their order. */
import { architecture } from './architecture.ts';
import { authentication } from './authentication.ts';
import { authorizationAndTokens } from './authorization-and-tokens.ts';
import { communication } from './communication.ts';
import { cryptography } from './cryptography.ts';
import { data } from './data.ts';
import { encoding } from './encoding.ts';
import { frontend } from './frontend.ts';
import { interfaces } from './interfaces.ts';
import { logging } from './logging.ts';
import { logic } from './logic.ts';
import { oauth } from './oauth.ts';
import type { Chapter } from './requirement.ts';
import { sessions } from './sessions.ts';

/** What each line says, by the number of its requirement. */
export const lines: Chapter = {
  ...encoding,
  ...logic,
  ...frontend,
  ...interfaces,
  ...authentication,
  ...sessions,
  ...authorizationAndTokens,
  ...oauth,
  ...cryptography,
  ...communication,
  ...data,
  ...architecture,
  ...logging,
};

export const chapterNames: Readonly<Record<string, string>> = {
  1: 'Encoding and Sanitization',
  2: 'Validation and Business Logic',
  3: 'Web Frontend Security',
  4: 'API and Web Service',
  5: 'File Handling',
  6: 'Authentication (level 3)',
  7: 'Session Management (level 3)',
  8: 'Authorization',
  9: 'Self-contained Tokens',
  10: 'OAuth and OIDC (level 3)',
  11: 'Cryptography',
  12: 'Secure Communication',
  13: 'Configuration',
  14: 'Data Protection',
  15: 'Secure Coding and Architecture',
  16: 'Security Logging and Error Handling',
  17: 'WebRTC',
};
