/** Kapu as an operator runs it, in the production profile at a port of loopback, with a Redis and citizens of its own. */
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { programOf, projectRoot } from '../../demo/launch/demo-commands.ts';
import { ensureSecretsFile } from '../../demo/launch/demo-files.ts';
import { startDemoProcess, untilItAnswers } from '../../demo/launch/demo-processes.ts';
import { type SampleCitizen, seedCitizens } from '../../demo/launch/seed.ts';
import { profileSchema } from '../../src/accounts/account.ts';
import { loadConfig } from '../../src/config.ts';
import { startLocalRedis } from '../../src/storage/connection/local-redis.ts';
import { bareEnvironment } from '../support/bare-environment.ts';
import { freePort } from '../support/free-port.ts';

export interface Citizen {
  readonly username: string;
  readonly password: string;
  /** Gives them an Ügyfélkapu+. @returns its key */
  enrol(): Promise<string>;
}

export interface Provider {
  readonly issuer: string;
  readonly port: number;
  /** By `kapu clients add`. @returns the secret that it prints; empty where there is none */
  register(metadataFile: string): Promise<string>;
  /** Somebody new, with a password only. */
  newCitizen(): Promise<Citizen>;
  /** How many token requests were granted so far. */
  tokensGranted(): number;
  stop(): Promise<void>;
}

export async function startProvider(directory: string, stopped: AbortSignal): Promise<Provider> {
  const port = await freePort();
  const issuer = `http://localhost:${port}`;
  const environment = bareEnvironment({
    ...prepare(directory),
    KAPU_ISSUER: issuer,
    KAPU_PORT: String(port),
  });
  const config = loadConfig(environment);
  const redis = await startLocalRedis(join(directory, 'redis'));
  const node = startDemoProcess({
    name: 'the provider',
    log: join(directory, 'kapu.log'),
    directory: projectRoot,
    script: [programOf('dist/main.js')],
    environment,
  });
  const stop = async () => {
    await node.stop();
    await redis.stop();
  };
  await untilItAnswers(node, `${issuer}/health/ready`, stopped).catch(async (error: unknown) => {
    await stop();
    throw error;
  });

  const seed = async (citizen: SampleCitizen) => {
    const [seeded] = await seedCitizens(config, redis.socket, [citizen], new Set(), new Date());
    return String(seeded?.totp_secret);
  };
  let citizens = 0;
  return {
    issuer,
    port,
    async register(metadataFile) {
      const command = [programOf('dist/cli/kapu.js'), 'clients', 'add', '--file', metadataFile];
      const { stdout } = await promisify(execFile)(process.execPath, command, { env: environment });
      return /^client_secret (\S+)$/m.exec(stdout)?.[1] ?? '';
    },
    async newCitizen() {
      citizens += 1;
      const citizen = sampleCitizen(citizens);
      await seed(citizen);
      const { profile, password } = citizen;
      return { username: profile.username, password, enrol: () => seed({ ...citizen, enrolled: true }) };
    },
    tokensGranted: () =>
      readFileSync(node.log, 'utf8')
        .split('\n')
        .filter((line) => line.includes('"path":"/token"') && line.includes('"status":200')).length,
    stop,
  };
}

/** The delivered configuration, with both ways in whatever the day, and relying parties on this machine. */
function prepare(directory: string): Record<string, string> {
  const configDirectory = join(directory, 'config');
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  cpSync(join(projectRoot, 'config'), configDirectory, { recursive: true });
  const change = (name: string, settings: object) =>
    writeFileSync(join(configDirectory, name), JSON.stringify(settings));
  change('outgoing.json', { private_hosts: ['localhost'], give_up_logouts_after_hours: 1 });
  change('grants.json', { device_flow: true, ciba: false });
  change('calendar.json', {
    time_zone: 'Europe/Budapest',
    announced_from: '2000-01-01T00:00',
    both_offered_from: '2000-01-02T00:00',
    application_only_from: '9000-01-01T00:00',
    closed_from: '9000-01-02T00:00',
    exceptions: [],
  });
  return {
    KAPU_HOST: '127.0.0.1',
    KAPU_DATA_DIR: directory,
    KAPU_CONFIG_DIR: configDirectory,
    KAPU_SECRETS_FILE: ensureSecretsFile(directory),
  };
}

function sampleCitizen(number: number): SampleCitizen {
  const profile = profileSchema.parse({
    username: `minta.${number}`,
    family_name: 'Minta',
    given_name: 'Anna',
    birth_family_name: 'Minta',
    birth_given_name: 'Anna',
    mothers_birth_name: 'Példa Mária',
    place_of_birth: 'Budapest',
    birthdate: `${1900 + number}-03-14`,
    email: `minta.${number}@minta.example`,
    email_verified: true,
  });
  return { profile, password: 'kilenc-zold-alma-reggel', enrolled: false, remark: '' };
}
