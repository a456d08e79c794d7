import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';

const logger = fileURLToPath(new URL('../../src/observability/logger.ts', import.meta.url));

/** What a process that logs by itself wrote until it ended, and how it ended. */
async function linesOf(work: string, until = /never/): Promise<{ lines: string[]; code: number | null }> {
  const program = `import { createLogger } from ${JSON.stringify(logger)}; const logger = createLogger('info'); ${work}`;
  const child = spawn(process.execPath, ['--input-type=module-typescript', '--eval', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let written = '';
  child.stdout.on('data', (chunk) => {
    written += chunk;
    if (until.test(written)) {
      child.kill('SIGKILL');
    }
  });
  const [code] = await once(child, 'close');
  return { lines: written.split('\n').filter(Boolean), code };
}

it('a process that exits has written every line once', async () => {
  const { lines, code } = await linesOf(
    `for (let nth = 0; nth < 500; nth += 1) logger.info({ nth }, 'a line of many'); process.exit(3);`,
  );
  expect(code).toBe(3);
  // The last lines may overtake those that a thread is writing on a busy machine.
  const numbers = lines.map((line) => JSON.parse(line).nth).sort((one, other) => one - other);
  expect(numbers).toEqual(Array.from({ length: 500 }, (_, nth) => nth));
});

it('and so has one that dies of an error that nobody caught', async () => {
  const { lines } = await linesOf(
    `process.on('uncaughtException', (error) => { logger.error({ error }, 'uncaught'); process.exit(1); });
     logger.info('before'); throw new Error('last words');`,
  );
  expect(lines.map((line) => JSON.parse(line).msg)).toEqual(['before', 'uncaught']);
});

it('a line does not wait for others', async () => {
  const { lines } = await linesOf(`logger.info('alone'); setInterval(() => {}, 1000);`, /alone/);
  expect(lines).toHaveLength(1);
});

it('lines of one moment leave in one write', async () => {
  const { lines } = await linesOf(
    `import fs from 'node:fs'; import { syncBuiltinESMExports } from 'node:module';
     let writes = 0; const write = fs.write;
     fs.write = (...given) => { writes += 1; return write(...given); };
     for (let nth = 0; nth < 10; nth += 1) logger.info({ nth }, 'short');
     setTimeout(() => { logger.info({ writes }, 'counted'); process.exit(); }, 1000);`,
  );
  expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ msg: 'counted' });
  // The second finds nothing more to write.
  expect(JSON.parse(lines.at(-1) ?? '').writes).toBeLessThanOrEqual(2);
});

it('what a library prints, and what Node.js warns of, is a line of the log like any other', async () => {
  const words = fileURLToPath(new URL('../../src/observability/words-of-libraries.ts', import.meta.url));
  const { lines } = await linesOf(
    `const { logWordsOfLibraries } = await import(${JSON.stringify(words)}); logWordsOfLibraries(logger);
     console.warn('WARNING: %s', 'a body\\nthat was read'); console.info('NOTICE'); process.emitWarning('a listener too many');
     setTimeout(() => process.exit(0), 50);`,
  );
  const said = lines.map((line) => JSON.parse(line));
  expect(said.map(({ level, text, msg }) => [level, text, msg])).toEqual([
    ['warn', 'WARNING: a body\nthat was read', 'a library says'],
    ['info', 'NOTICE', 'a library says'],
    ['warn', 'Warning: a listener too many', 'a library says'],
  ]);
});

/** How a process ends whose lines go where nobody takes them; undefined where it does not. */
async function endWith(output: 'full' | 'gone', work: string): Promise<number | undefined> {
  const program = `import { createLogger } from ${JSON.stringify(logger)}; const logger = createLogger('info'); ${work}`;
  const full = openSync('/dev/full', 'w');
  const child = spawn(process.execPath, ['--input-type=module-typescript', '--eval', program], {
    stdio: ['ignore', output === 'full' ? full : 'pipe', 'inherit'],
    timeout: 30_000,
    killSignal: 'SIGKILL',
  });
  closeSync(full);
  if (output === 'gone') {
    child.stdout?.destroy();
  }
  const [code] = await once(child, 'exit');
  return code ?? undefined;
}

it.each(['full', 'gone'] as const)(
  'a process ends, and serves until then, where its log is a disk or a reader that is %s',
  async (output) => {
    const work = `for (let nth = 0; nth < 5000; nth += 1) logger.info({ nth, text: 'x'.repeat(200) }, 'a line of many');
      setTimeout(() => { logger.error('last words'); process.exit(3); }, 300);`;
    expect(await endWith(output, work)).toBe(3);
    expect(await endWith(output, `logger.info('the only words'); process.exit(4);`)).toBe(4);
  },
);

it('lines that were lost are counted once others can be written', async () => {
  const { lines } = await linesOf(
    `import fs from 'node:fs'; import { syncBuiltinESMExports } from 'node:module';
     const write = fs.write; let isFull = true;
     fs.write = (descriptor, bytes, done) => isFull ? setImmediate(done, Object.assign(new Error('full'), { code: 'ENOSPC' })) : write(descriptor, bytes, done);
     syncBuiltinESMExports();
     logger.info('first'); logger.info('second');
     setTimeout(() => { isFull = false; logger.info('third'); }, 500);
     setInterval(() => {}, 1000);`,
    /lost/,
  );
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { msg: 'third' },
    { level: 'warn', lines: 2, msg: 'lines of the log were lost' },
  ]);
});
