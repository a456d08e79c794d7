/** Loaded first by a program that ends by itself: what it has used is left in a file when it ends. */
import { writeFileSync } from 'node:fs';
import { usageOf } from './node-process.ts';

// The channel to the bench is no reason to go on.
process.channel?.unref();

process.on('exit', () => {
  writeFileSync(process.env.BENCH_USAGE_FILE ?? '', JSON.stringify(usageOf(process.pid)));
});
