/** What the product is built upon: listed, held to the lock file, and asked about (ASVS 5.0 15.1.2, 15.2.1). */
import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';

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

interface Ending {
  readonly code: number;
  readonly said: string;
}

type Answer = { readonly status: number; readonly body: object };

/** Runs a script with a registry that answers so. */
async function runWith(
  answerTo: (path: string) => Answer,
  script: string,
  ...args: readonly string[]
): Promise<Ending> {
  const server = createServer((request, response) => {
    const { status, body } = answerTo(request.url ?? '');
    request.resume().on('end', () => {
      response.writeHead(status, { 'Content-Type': 'application/json' });
      response.end(JSON.stringify(body));
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const cache = mkdtempSync(join(tmpdir(), 'kapu-npm-'));
  const env = {
    npm_config_registry: `http://127.0.0.1:${port}/`,
    npm_config_fetch_retries: '0',
    npm_config_cache: cache,
  };
  try {
    return await run(script, args, env);
  } finally {
    server.close();
    rmSync(cache, { recursive: true, force: true });
  }
}

function run(script: string, args: readonly string[], env: Record<string, string> = {}): Promise<Ending> {
  return new Promise((done) => {
    const options = { cwd: root, env: { ...process.env, ...env } };
    execFile(resolve(root, script), args, options, (error, _, said) =>
      done({ code: error ? Number(error.code) : 0, said }),
    );
  });
}

/** A registry that answers so when it is asked for advisories. */
function ask(status: number, advisories: object): Promise<Ending> {
  return runWith(
    (path) => (path.includes('/advisories/bulk') ? { status, body: advisories } : { status: 404, body: {} }),
    'scripts/advisories',
  );
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

describe('scripts/advisories, with a copy of the OSV database', () => {
  const koa = dependencies.koa as string;
  const [major = 0, minor = 0] = koa.split('.').map(Number);
  const now = new Date().toISOString();

  /** As OSV Schema 1.7 has it, as GitHub's advisories come. */
  function advisory(events: readonly object[], more: object = {}): object {
    return {
      schema_version: '1.7.0',
      id: 'GHSA-xxxx-xxxx-xxxx',
      modified: now,
      published: now,
      summary: 'Something',
      affected: [{ package: { ecosystem: 'npm', name: 'koa' }, ranges: [{ type: 'SEMVER', events }] }],
      database_specific: { severity: 'HIGH', cwe_ids: [] },
      ...more,
    };
  }

  async function look(...advisories: readonly object[]): Promise<Ending> {
    const database = mkdtempSync(join(tmpdir(), 'kapu-osv-'));
    for (const [at, one] of advisories.entries()) {
      writeFileSync(join(database, `GHSA-${at}.json`), JSON.stringify(one));
    }
    try {
      return await run('scripts/advisories', ['--database', database]);
    } finally {
      rmSync(database, { recursive: true, force: true });
    }
  }

  it.each([
    ['never fixed', [{ introduced: '0' }]],
    ['fixed in a later version', [{ introduced: '0' }, { fixed: `${major}.${minor}.999` }]],
    ['of which this is the last', [{ introduced: '0' }, { last_affected: koa }]],
    [
      'that came back',
      [{ introduced: '0' }, { fixed: '1.0.0' }, { introduced: `${major}.0.0-alpha.1` }, { fixed: '999.0.0' }],
    ],
  ])('fails on one %s, and names it', async (_, events) => {
    expect(await look(advisory(events))).toEqual({
      code: 1,
      said: `kapu: high: koa ${koa}: Something (GHSA-xxxx-xxxx-xxxx)\n`,
    });
  });

  it('ends well where those that there are do not touch us', async () => {
    const ofOthers = { package: { ecosystem: 'PyPI', name: 'koa' }, ranges: [], versions: [koa] };
    const outcome = await look(
      advisory([{ introduced: '0' }, { fixed: koa }]),
      advisory([{ introduced: `${major}.${minor}.999` }]),
      advisory([{ introduced: '0' }], { withdrawn: now }),
      advisory([], { affected: [ofOthers] }),
    );
    expect(outcome).toEqual({ code: 0, said: 'kapu: no advisories among 4\n' });
  });

  it('says that nothing is known where the copy is empty, or of last month', async () => {
    expect(await look()).toMatchObject({ code: 2, said: expect.stringContaining('holds no advisories') });
    const modified = new Date(Date.now() - 30 * 86_400_000).toISOString();
    expect(await look(advisory([], { modified }))).toMatchObject({
      code: 2,
      said: expect.stringContaining('is 30 days old'),
    });
  });
});

describe('scripts/outdated', () => {
  const daysAgo = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString();
  const directory = mkdtempSync(join(tmpdir(), 'kapu-outdated-'));
  const file = join(directory, 'package.json');
  writeFileSync(
    file,
    JSON.stringify({ dependencies: { one: '1.9.0' }, optionalDependencies: { '@of/two': '2.0.0' } }),
  );

  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  /** A registry that tells of a package, `one` or `@of/two`, how many days ago each version was released. */
  function look(released: Readonly<Record<string, Readonly<Record<string, number>>>>): Promise<Ending> {
    return runWith(
      (path) => {
        const name = decodeURIComponent(path.slice(1));
        const days = Object.entries(released[name] ?? {});
        const time = Object.fromEntries(days.map(([version, ago]) => [version, daysAgo(ago)]));
        const versions = Object.fromEntries(days.map(([version]) => [version, { name, version }]));
        const latest = days.at(-1)?.[0];
        return days.length > 0
          ? { status: 200, body: { name, 'dist-tags': { latest }, versions, time } }
          : { status: 405, body: {} };
      },
      'scripts/outdated',
      file,
    );
  }

  it('ends well where what came later is young, or only tries something out', async () => {
    const outcome = await look({
      one: { '1.9.0': 200, '2.0.0-beta.1': 150, '1.10.0': 89 },
      '@of/two': { '1.8.0': 900, '2.0.0': 600, '1.8.1': 500 },
    });
    expect(outcome).toEqual({ code: 0, said: 'kapu: everything is young enough\n' });
  });

  it('fails on what was not updated within ninety days, and on what nobody looks after', async () => {
    const outcome = await look({
      one: { '1.9.0': 300, '1.10.0': 91, '1.11.0': 10 },
      '@of/two': { '2.0.0': 731 },
    });
    expect(outcome).toEqual({
      code: 1,
      said:
        'kapu: one 1.9.0: 1.10.0 has been out for 91 days, 90 are allowed\n' +
        'kapu: @of/two: has had no release for 731 days, 730 are allowed\n',
    });
  });

  it('says that nothing is known where the registry does not answer that', async () => {
    const { code, said } = await look({});
    expect([code, said]).toEqual([
      2,
      expect.stringMatching(/the registry does not say when .* was released/),
    ]);
  });
});
