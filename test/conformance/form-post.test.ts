/** oidcc-formpost-basic-certification-test-plan: the modules of the basic plan, each answered by response_mode=form_post. */
import { basicModules } from './basic-modules.ts';

basicModules('form_post');
