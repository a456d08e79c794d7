/**
 * Every change and every disclosure has its record: each command, each route that changes or discloses, each grant type and each event of the
 * engine has a row that names the events, or says why there is none. What is new has no row, and fails here.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Router } from '@koa/router';
import type { Command } from 'commander';
import { type EventName, eventNames } from '../../../src/audit/events/event-names.ts';
import { createProgram } from '../../../src/cli/program.ts';
import { conformanceProfile } from '../../support/conformance.ts';
import { deskOfTests } from '../../support/desk.ts';
import { type Installation, startInstallation } from '../../support/installation.ts';
import { makeWalletWorld } from '../../support/known-wallet.ts';
import { makeAttester, walletIssuerSettings } from '../../support/wallet-authorities.ts';
import { recordedByCommands } from './commands.ts';
import { recordedByEngineEvents, recordedByGrantTypes, recordedByTasks } from './engine.ts';
import { isException, type Recorded } from './recorded.ts';
import { downloads, recordedByRoutes } from './routes.ts';

const root = resolve(import.meta.dirname, '../../..');
const changing = ['POST', 'PUT', 'PATCH', 'DELETE'];
const routes: string[] = [];
let kapu: Installation;

interface Registering {
  register(...given: unknown[]): { readonly methods: readonly string[]; readonly path: unknown };
}

/** Everything is switched on: what a door is made of registers itself. */
beforeAll(async () => {
  const prototype = Router.prototype as unknown as Registering;
  const { register } = prototype;
  prototype.register = function (...given) {
    const layer = register.apply(this, given);
    const methods = layer.methods.filter((method) => changing.includes(method));
    routes.push(
      ...(typeof layer.path === 'string' ? methods.map((method) => `${method} ${layer.path}`) : []),
    );
    return layer;
  };
  const wallets = await makeWalletWorld();
  kapu = await startInstallation({
    config: {
      profile: conformanceProfile,
      desk: deskOfTests,
      operator: { enabled: true },
      grants: { device_flow: true, ciba: true },
      walletVerifier: wallets.settings,
      walletIssuer: await walletIssuerSettings(await makeAttester()),
    },
  });
  prototype.register = register;
});

afterAll(() => kapu.stop());

function filesIn(directory: string, ending: string): string[] {
  const names = readdirSync(directory, { recursive: true }).map(String);
  return names.filter((name) => name.endsWith(ending)).map((name) => join(directory, name));
}

function commandsIn(command: Command): string[] {
  return command.commands.flatMap((one) =>
    one.commands.length > 0 ? commandsIn(one).map((name) => `${one.name()} ${name}`) : [one.name()],
  );
}

describe('has its record, or a written reason why not:', () => {
  it('every command of kapu', async () => {
    expect(commandsIn(await createProgram()).sort()).toEqual(Object.keys(recordedByCommands).sort());
  });

  it('every route that changes something', () => {
    const rows = Object.keys(recordedByRoutes).filter((route) =>
      changing.includes(route.split(' ')[0] ?? ''),
    );
    expect(routes.length).toBeGreaterThan(50);
    expect([...new Set(routes)].sort()).toEqual(rows.sort());
  });

  it('every download', () => {
    const makers = filesIn(join(root, 'src'), '.ts').filter((file) =>
      /\.attachment\(/.test(readFileSync(file, 'utf8')),
    );
    expect(makers.map((file) => relative(root, file)).sort()).toEqual(Object.keys(downloads).sort());
    expect(Object.values(downloads).filter((row) => !(row in recordedByRoutes))).toEqual([]);
  });

  it('every grant type', async () => {
    const answer = await fetch(`${kapu.issuer}/.well-known/openid-configuration`);
    const { grant_types_supported: supported } = (await answer.json()) as { grant_types_supported: string[] };
    expect(supported.length).toBeGreaterThan(4);
    expect(supported.filter((type) => !(type in recordedByGrantTypes))).toEqual([]);
    // A file of the engine names its type, or calls it by the one name that it has.
    const registered = filesIn(join(root, 'node_modules/oidc-provider/lib/actions/grants'), '.js').flatMap(
      (file) => {
        const source = readFileSync(file, 'utf8');
        const [, type] =
          /const grantType = '([^']+)'/.exec(source) ?? /const gty = '([^']+)'/.exec(source) ?? [];
        return type ?? [];
      },
    );
    expect(registered.length).toBeGreaterThan(4);
    expect(Object.keys(recordedByGrantTypes)).toEqual(expect.arrayContaining(registered));
  });

  it('every event of the engine', () => {
    const source = filesIn(join(root, 'node_modules/oidc-provider/lib'), '.js')
      .map((file) => readFileSync(file, 'utf8'))
      .join('\n');
    const emitted = [...source.matchAll(/\.emit\('([\w.]+)'/g)].map(([, event]) => String(event));
    const named = emitted.filter((event) => !(event.endsWith('.error') && event !== 'backchannel.error'));
    const rows = Object.keys(recordedByEngineEvents).filter((event) => event !== '*.error');
    expect([...new Set(named)].sort()).toEqual(rows.sort());
  });
});

it('every row says why, or names an event; and no event is recorded by nothing', () => {
  const rows: Recorded[] = [
    recordedByCommands,
    recordedByRoutes,
    recordedByGrantTypes,
    recordedByEngineEvents,
  ].flatMap((table) => Object.values(table));
  const reasons = rows.filter(isException).map(({ nothing }) => nothing);
  expect(reasons.filter((reason) => reason.length < 12)).toEqual([]);
  const named = new Set<string>(
    [...rows.filter((row): row is readonly [EventName, ...EventName[]] => !isException(row)).flat()].concat(
      Object.keys(recordedByTasks) as EventName[],
    ),
  );
  expect(eventNames.filter((event) => !named.has(event))).toEqual([]);
});
