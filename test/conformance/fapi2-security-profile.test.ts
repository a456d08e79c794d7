/** fapi2-security-profile-final-test-plan: unsigned requests, plain answers. */
import { fapi2Modules } from './fapi2-modules.ts';

fapi2Modules('unsigned');
