/**
 * What is demanded of Redis, of the secrets beside it and of this machine's clock, in one list. It is asked at the start of a node and
 * of every command, by `kapu config check`, and by `/health/ready` (decision 43). Nothing is written.
 */
import type { Secrets } from '../../configuration/secrets.ts';
import { ConfigurationError } from '../../errors.ts';
import { installationKey } from '../catalogue/operator-keys.ts';
import { whereRedisIs } from '../connection/redis-address.ts';
import {
  clockInWords,
  createPlainStoreClock,
  isTooFarOff,
  learnStoreTime,
  measureClock,
  mostSecondsOff,
  storeTime,
} from '../store-clock.ts';
import type { RedisUser } from './acl-rules.ts';
import { type AskedRedis, askRedis, Unreachable, unlessForbidden } from './asked-redis.ts';
import { type Check, type Finding, wrong } from './finding.ts';
import { type Fields, secretsFindings } from './fingerprints.ts';
import { installationFinding, type Outside } from './installation-check.ts';
import { excessCheck, permissionCheck, restoreCheck } from './permission-check.ts';
import { kindOfServer, type ServerSubject, serverChecks } from './server-checks.ts';

export interface Demands extends Outside {
  /** As `KAPU_REDIS_URL` has it, or the socket of the managed server. */
  readonly address: string;
  readonly secrets: Secrets;
  /** As whom: a command, unless it is said. */
  readonly user?: RedisUser;
}

export interface Verified {
  readonly findings: readonly Finding[];
  /** False where it could not be asked, or not to the end. */
  readonly isReached: boolean;
  /** What the store knows of its installation: nothing before the first start, or where it could not be asked. */
  readonly known: Fields;
}

type Subject = ServerSubject & { readonly user: RedisUser };

/** @param isAgain for a node that runs already: what cannot have changed is not asked again */
export async function verifyStore(demands: Demands, isAgain = false): Promise<Verified> {
  try {
    return await askRedis(demands.address, (asked) =>
      verify(demands, { ...asked, address: demands.address, user: demands.user ?? 'command', isAgain }),
    );
  } catch (error) {
    return { findings: [whyNotAsked(error)], isReached: false, known: {} };
  }
}

/** For a restore: nothing is demanded but that this user may do it, and that a replica hears of it where there is to be one. */
export async function verifyForRestore(address: string): Promise<readonly Finding[]> {
  try {
    return await askRedis(address, async (asked) => {
      const found = [await restoreCheck.check(asked), followed(address, asked)];
      return found.filter((finding) => finding !== undefined);
    });
  } catch (error) {
    return [whyNotAsked(error)];
  }
}

/** In a group nothing counts as restored before a replica has it (decision 32). */
function followed(address: string, { info }: AskedRedis): Finding | undefined {
  const isGroup = whereRedisIs(address).sentinels !== undefined;
  const isFollowed = [...(info?.values() ?? [])].some((value) => /(^|,)state=online(,|$)/.test(value));
  return !isGroup || info === undefined || isFollowed
    ? undefined
    : wrong(
        'no replica follows the master of this group, and a restore is done when a replica has it; start one, wait until INFO replication at the master says state=online, and restore again',
      );
}

/** @throws ConfigurationError of an address that is none */
function whyNotAsked(error: unknown): Finding {
  if (error instanceof ConfigurationError) {
    throw error;
  }
  const { message } = error as Error;
  return wrong(error instanceof Unreachable ? message : `Redis did not answer as it should: ${message}`);
}

async function verify(demands: Demands, subject: Subject): Promise<Verified> {
  const { redis, isAgain } = subject;
  const findings: Finding[] = [];
  const other = await kindOfServer(subject);
  if (other) {
    // It would answer nothing else as Redis does.
    return { findings: [other], isReached: true, known: {} };
  }
  for (const { check } of allChecks.filter(({ isAskedAgain }) => isAskedAgain || !isAgain)) {
    const finding = await check(subject);
    findings.push(...(finding ? [finding] : []));
  }
  const kept: Fields = (await unlessForbidden(redis.hgetall(installationKey()))) ?? {};
  const now = (await unlessForbidden(learnStoreTime(createPlainStoreClock(redis)))) ?? storeTime();
  const isEmpty = (await unlessForbidden(redis.dbsize())) === 0;
  const installation = installationFinding(demands, kept.id, isEmpty);
  // Of another installation, other secrets are right.
  const ofSecrets = installation ? [installation] : secretsFindings(demands.secrets, kept, now);
  return { findings: [...findings, ...ofSecrets], isReached: true, known: kept };
}

const clockCheck: Check<ServerSubject> = {
  what: 'clock',
  // Readiness asks by itself.
  isAskedAgain: false,
  async check({ redis }) {
    const parts = { storeClock: createPlainStoreClock(redis), now: () => new Date() };
    const secondsAhead = await measureClock(parts);
    return isTooFarOff(secondsAhead)
      ? wrong(
          `the clock of this machine is ${clockInWords(secondsAhead)}; a node serves nobody above ${mostSecondsOff} s: synchronise both (NTP)`,
        )
      : undefined;
  },
};

const allChecks: readonly Check<Subject>[] = [...serverChecks, clockCheck, permissionCheck, excessCheck];
