#!/usr/bin/env node
/** `kapu`, the operator's command. */
import { dieOfUncaughtErrors } from '../observability/uncaught-errors.ts';
import { tellFault } from '../told-fault.ts';
import { isStillRead, watchOutput } from './output.ts';
import { createProgram } from './program.ts';

dieOfUncaughtErrors(tellFault);
watchOutput();

try {
  const program = await createProgram(process.argv[2]);
  await program.parseAsync();
} catch (error) {
  tellFault(error);
  process.exitCode = 1;
}
if (!isStillRead()) {
  // What the command still does, such as waiting for further events, it would do for nobody.
  process.exit();
}
