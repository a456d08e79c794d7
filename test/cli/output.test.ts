import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { writeEnvironmentFile } from '../../demo/launch/demo-files.ts';
import { bareEnvironment } from '../support/bare-environment.ts';
import { chainEverything } from '../support/chain.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import { environmentOf, runKapu } from '../support/operator.ts';

let kapu: Installation;

beforeAll(async () => {
  kapu = await startInstallation();
  await kapu.addCitizen({ username: 'minta.anna' });
});

afterAll(() => kapu.stop());

it('ends without a word when whoever reads has seen enough, and closes behind it', async () => {
  await runKapu(kapu.config, 'accounts', 'show', 'minta.anna');
  await chainEverything(kapu.nodes[0].store, kapu.sealer);
  const program = resolve('src/cli/kapu.ts');
  const inShell = promisify(execFile)(
    'bash',
    ['--norc', '-c', `"${process.execPath}" "${program}" audit tail | true; echo "$PIPESTATUS"`],
    { env: bareEnvironment(environmentOf(kapu.config)) },
  );
  expect(await inShell).toEqual({ stdout: '141\n', stderr: '' });
});

it('says which version it is', async () => {
  const { version } = (await import('../../package.json', { with: { type: 'json' } })).default;
  expect(await runKapu(kapu.config, '--version')).toMatchObject({ code: 0, stdout: `kapu ${version}\n` });
});

describe('scripts/kapu where no installation is named', () => {
  const run = (directory: string, ...command: string[]) =>
    promisify(execFile)(resolve('scripts/kapu'), command, {
      env: bareEnvironment({ KAPU_DATA_DIR: directory }),
    });

  it('says all that is missing, and what it is', async () => {
    await expect(run(kapu.redisDirectory, 'accounts', 'list')).rejects.toMatchObject({
      code: 1,
      stderr:
        'kapu: KAPU_ISSUER is missing: the address of the service, e.g. https://kapu.example\n' +
        'kapu: KAPU_SECRETS_FILE is missing: the file of its keys and peppers; kapu config new-secrets makes them\n',
    });
  });

  it('is the command line of the demo', async () => {
    const { dataDirectory } = kapu.config;
    writeEnvironmentFile(dataDirectory, { ...environmentOf(kapu.config), KAPU_LOG_LEVEL: '' });
    const { stdout, stderr } = await run(dataDirectory, 'accounts', 'list');
    expect(stdout).toContain('minta.anna');
    expect(stderr).toBe(`kapu: on the demo in ${dataDirectory}/\n`);
  });
});
