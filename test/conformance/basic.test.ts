/** oidcc-basic-certification-test-plan, with client_secret_basic and the default response mode. */
import { basicModules } from './basic-modules.ts';

basicModules('default');
