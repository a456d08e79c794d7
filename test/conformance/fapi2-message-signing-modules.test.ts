/** fapi2-message-signing-final-test-plan: the modules of the security profile, with signed requests and signed answers. */
import { fapi2Modules } from './fapi2-modules.ts';

fapi2Modules('signed');
