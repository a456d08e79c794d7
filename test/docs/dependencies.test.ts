/** What the product is built upon: listed, held to the lock file, and asked about (ASVS 5.0 15.1.2, 15.2.1). */
import { execFile, execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const root = resolve(import.meta.dirname, '../..');

interface Package {
  readonly version?: string;
}

const { packages } = JSON.parse(readFileSync(resolve(root, 'package-lock.json'), 'utf8')) as {
  packages: Record<string, Package>;
};
const { dependencies } = JSON.parse(readFileSync(resolve(root, 'package.json'), 'utf8')) as {
  dependencies: Record<string, string>;
};

it('the bill of materials names every package of the product, in the version of the lock file', () => {
  const printed = execFileSync(resolve(root, 'scripts/bill-of-materials'), {
    cwd: root,
    maxBuffer: 2 ** 26,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const { components } = JSON.parse(String(printed)) as {
    components: { group?: string; name: string; version: string }[];
  };
  const named = components.map(({ name, version }) => `${name} ${version}`);
  const ours = Object.keys(dependencies).map(
    (name) => `${name} ${packages[`node_modules/${name}`]?.version}`,
  );
  expect(ours.filter((one) => !named.includes(one))).toEqual([]);
  expect(named.filter((one) => /^(jest|knip|maildev) /.test(one))).toEqual([]);
});

it('dependencies are pinned: package.json names one version of each, which is that of the lock file', () => {
  const others = Object.entries(dependencies).filter(
    ([name, version]) => packages[`node_modules/${name}`]?.version !== version,
  );
  expect(others).toEqual([]);
});

/** A registry that answers so when it is asked for advisories. */
async function ask(status: number, advisories: object): Promise<{ code: number; said: string }> {
  const server = createServer((request, response) => {
    const isAsked = request.url?.includes('/advisories/bulk');
    request.resume().on('end', () => {
      response.writeHead(isAsked ? status : 404, { 'Content-Type': 'application/json' });
      response.end(JSON.stringify(isAsked ? advisories : {}));
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const env = {
    ...process.env,
    npm_config_registry: `http://127.0.0.1:${port}/`,
    npm_config_fetch_retries: '0',
  };
  try {
    return await new Promise((done) => {
      execFile(resolve(root, 'scripts/advisories'), { cwd: root, env }, (error, _, said) =>
        done({ code: error ? Number(error.code) : 0, said }),
      );
    });
  } finally {
    server.close();
  }
}

describe('scripts/advisories', () => {
  it('ends well where there are none', async () => {
    expect(await ask(200, {})).toMatchObject({ code: 0, said: expect.stringContaining('no advisories') });
  });

  it('fails on an open one, and names it', async () => {
    const advisory = {
      id: 1,
      url: 'https://advisories.example/1',
      title: 'Something',
      severity: 'high',
      vulnerable_versions: '<1000',
    };
    const { code, said } = await ask(200, { koa: [advisory] });
    expect([code, said]).toEqual([
      1,
      expect.stringContaining('high: koa: Something (https://advisories.example/1)'),
    ]);
  });

  it('says that nothing is known where the registry does not answer that', async () => {
    expect(await ask(405, { error: 'not here' })).toMatchObject({
      code: 2,
      said: expect.stringContaining('the registry does not answer'),
    });
  });
});
