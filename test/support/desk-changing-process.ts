/** A node at whose desk people work as fast as they can, and that is killed meanwhile. See faults/desk.test.ts. */
import { randomInt } from 'node:crypto';
import { profileSchema } from '../../src/accounts/account.ts';
import { createAccountStore } from '../../src/accounts/account-store.ts';
import { createDeskChanges } from '../../src/accounts/desk/desk-changes-store.ts';
import { createActivationStore } from '../../src/accounts/recovery/activation-store.ts';
import { createRecorder } from '../../src/audit/audit-log.ts';
import { deskEvents } from '../../src/audit/events/desk-events.ts';
import type { SecurityEvent } from '../../src/audit/events/security-event.ts';
import { securityEvents } from '../../src/audit/events/security-events.ts';
import type { Secrets } from '../../src/configuration/secrets.ts';
import { createCaseStore } from '../../src/desk/cases/case-store.ts';
import { isOpen, proposalOf, propose, type RequestKind } from '../../src/desk/dual-authorization/request.ts';
import { createRequestStore, type StoredRequest } from '../../src/desk/dual-authorization/request-store.ts';
import { createRequestWorkflow } from '../../src/desk/dual-authorization/request-workflow.ts';
import type { DeskPerson } from '../../src/desk/staff/role.ts';
import { createRoleStore } from '../../src/desk/staff/role-store.ts';
import { createMessageQueue } from '../../src/notifications/message-queue.ts';
import { codeAttemptsKey, plusKey } from '../../src/storage/catalogue/account-keys.ts';
import { createSealer } from '../../src/storage/sealed.ts';
import { isHeld } from '../../src/totp/enrolment/enrolment.ts';
import { createEnrolmentStore, type StoredEnrolment } from '../../src/totp/enrolment/enrolment-store.ts';
import { createPairingStore } from '../../src/totp/enrolment/pairing-store.ts';
import { connectPatiently } from './redis.ts';
import { identifiedPerson, samplePerson } from './sample-profile.ts';
import { readTask } from './task-of-process.ts';

export interface DeskTask {
  readonly socket: string;
  readonly secrets: Secrets;
  readonly citizens: DeskCitizens;
  /** Key under which the number of the try stands that was prepared last for `unlocked`. */
  readonly preparedUnlock: string;
}

/** Account ids, by what is done to them. */
export interface DeskCitizens {
  /** Suspended, given back and activated. */
  readonly suspended: string;
  readonly reset: string;
  readonly renamed: string;
  readonly unlocked: string;
  readonly paired: string;
  readonly staff: string;
}

const { socket, secrets, citizens, preparedUnlock } = readTask<DeskTask>(process.argv[2]);
const store = await connectPatiently(socket);
const sealer = createSealer(secrets.sealing_keys);
const recorder = createRecorder(store, sealer);
const accounts = createAccountStore(store, sealer, secrets, recorder);
const activations = createActivationStore(store, sealer, secrets, recorder);
const changes = createDeskChanges(recorder, sealer, secrets);
const cases = createCaseStore(recorder, sealer);
const requests = createRequestStore(recorder, sealer, secrets);
const roles = createRoleStore(recorder, sealer, secrets.index_key);
const enrolments = createEnrolmentStore(store, sealer, secrets, recorder);
const pairings = createPairingStore(recorder, sealer, enrolments);
const workflow = createRequestWorkflow({
  issuer: 'https://kapu.example',
  policy: {
    offices: [],
    passkey_roles: [],
    look_ups_per_hour: 1,
    delay_hours: { with_contact: 0, without_contact: 0 },
    proposals_last_days: 7,
  },
  requests,
  accounts,
  messages: createMessageQueue(store, sealer),
  hasTexts: false,
});
const clerk: DeskPerson = {
  accountId: 'a clerk',
  staffNumber: '00000-00001',
  role: 'clerk',
  office: 'north',
};
const colleague: DeskPerson = {
  accountId: 'a colleague',
  staffNumber: '00000-00002',
  role: 'supervisor',
  office: 'north',
};

/** Each try has a number, which stands in the record as well as in what was changed. */
function numbered(event: SecurityEvent, number: number): SecurityEvent {
  return { ...event, details: { ...event.details, number: String(number) } };
}

const today = new Date().toISOString().slice(0, 10);

const newNumber = (): number => randomInt(2 ** 40);

function newProfile() {
  const username = `uj.${newNumber()}`;
  return profileSchema.parse({ ...samplePerson(username), email: undefined, email_verified: false });
}

async function register(): Promise<void> {
  const registered = (id: string) => deskEvents.registered(clerk, id, 'passport');
  const registrar = { clerkId: clerk.accountId, identification: identifiedPerson };
  await changes.register(newProfile(), 'unknown', registrar, new Date(), registered);
}

async function addAtTheTerminal(): Promise<void> {
  await accounts.add(newProfile(), 'any', new Date());
}

async function lookUp(): Promise<void> {
  const accountId = citizens.renamed;
  const opened = { clerkId: clerk.accountId, accountId, reason: 'theft' } as const;
  const viewed = deskEvents.dataViewed(clerk, accountId, 'theft', '');
  const name = await cases.open(clerk, opened, today, viewed);
  const checked = deskEvents.identityChecked(clerk, accountId, 'passport');
  await cases.noteDocument(name, opened, 'passport', checked);
}

async function rename(): Promise<void> {
  const account = await accounts.find(citizens.renamed);
  if (account) {
    const number = newNumber();
    const name = { family_name: `Név ${number}`, given_name: 'Új' };
    const event = numbered(deskEvents.nameChanged(clerk, account.id, 'passport'), number);
    await changes.rename(account, name, new Date(), event);
  }
}

async function unlock(): Promise<void> {
  const account = await accounts.find(citizens.unlocked);
  if (account) {
    const number = newNumber();
    await store.multi().set(codeAttemptsKey(account.id), number).set(preparedUnlock, number).exec();
    await changes.unlock(account, numbered(deskEvents.unlocked(clerk, account.id), number));
  }
}

async function pair(): Promise<void> {
  const id = citizens.paired;
  const now = new Date();
  const before = await enrolments.find(id);
  const readyAt = new Date(now.getTime() + 3_600_000);
  const { sessionsEndedAt = 0 } = (await accounts.find(id)) ?? {};
  await enrolments.start(
    { accountId: id, browser: 'any', sessionsEndedAt },
    before?.version ?? 0,
    now,
    readyAt,
  );
  const stored = await enrolments.find(id);
  if (stored && isHeld(stored.enrolment)) {
    await pairings.offer(id, stored as StoredEnrolment<typeof stored.enrolment>, now);
    const offered = await enrolments.find(id);
    const code = offered && isHeld(offered.enrolment) ? offered.enrolment.pairing?.code : undefined;
    await pairings.pass(
      id,
      code ?? '',
      clerk.accountId,
      now,
      deskEvents.enrolmentSupervised(clerk, id, 'passport'),
    );
  }
}

async function grantOrRevoke(): Promise<void> {
  const id = citizens.staff;
  if (randomInt(3) === 0) {
    await roles.revoke(id, deskEvents.roleRevoked(id));
    return;
  }
  const office = `office-${newNumber()}`;
  const held = { role: 'clerk', office, status: 'active', grantedAt: new Date().toISOString() } as const;
  await roles.put(id, held, deskEvents.roleChanged(id, 'clerk', office, 'active'));
}

async function moveOn(id: string, kind: RequestKind): Promise<void> {
  const now = new Date();
  const stored = await requests.find(id);
  const { request } = stored ?? {};
  const isWaiting = request?.state === 'done' && !request.isTold;
  if (stored && request?.state === 'proposed') {
    await decide(stored, now);
  } else if (stored && request && isOpen(request, now) && randomInt(5) === 0) {
    await workflow.cancelAtWindow(stored, colleague, 'passport', now);
  } else if (stored && request && (isOpen(request, now) || isWaiting)) {
    await workflow.goOn(id, now);
  } else {
    await beginAnew(id, kind, stored, now);
  }
}

async function decide(stored: StoredRequest, now: Date): Promise<void> {
  const { accountId, request } = stored;
  const at = now.toISOString();
  const by = colleague.accountId;
  const which = randomInt(10);
  if (which === 0) {
    const refused = { ...proposalOf(request), state: 'refused', refusedBy: by, refusedAt: at } as const;
    await requests.move(stored, refused, deskEvents.requestRefused(colleague, accountId, request.kind));
  } else if (which === 1) {
    await workflow.cancelAtWindow(stored, colleague, 'passport', now);
  } else {
    const approved = { ...proposalOf(request), state: 'approved', approvedBy: by, approvedAt: at } as const;
    await requests.move(stored, approved, deskEvents.requestApproved(colleague, accountId, request.kind));
  }
}

async function beginAnew(
  id: string,
  kind: RequestKind,
  replaced: StoredRequest | undefined,
  now: Date,
): Promise<void> {
  const account = await accounts.find(id);
  const number = newNumber();
  if (!account) {
    return;
  }
  if (kind === 'restore' && account.status === 'active') {
    const event = numbered(deskEvents.suspended(clerk, id, 'passport', 'any'), number);
    await changes.suspend(account, now, event);
  } else if (account.status === 'awaiting-activation') {
    const issued = await activations.issueCode(id, deskEvents.activationCodeIssued(clerk, id, 'passport'));
    const hash = activations.hashesOf(id, issued?.code ?? '');
    await activations.activate(
      id,
      hash,
      { hash: String(number), judged: 'alone' },
      numbered(securityEvents.accountActivated(id), number),
    );
  } else {
    await store.hset(plusKey(id), 'authenticator:any', 'sealed');
    const proposal = propose(kind, clerk, 'passport', 'any', 7, now);
    await requests.propose(id, replaced, proposal, deskEvents.requestProposed(clerk, id, proposal));
  }
}

const actions: (() => Promise<void>)[] = [
  register,
  addAtTheTerminal,
  lookUp,
  rename,
  unlock,
  pair,
  grantOrRevoke,
  () => moveOn(citizens.suspended, 'restore'),
  () => moveOn(citizens.reset, 'reset'),
  () => moveOn(citizens.suspended, 'restore'),
  () => moveOn(citizens.reset, 'reset'),
];

/** One after the other of each kind, so that `unlocked` has one try at a time; the kinds beside each other. */
async function workForEver(action: () => Promise<void>): Promise<never> {
  for (;;) {
    await action().catch(() => new Promise((resolve) => setTimeout(resolve, 5)));
  }
}

process.stdout.write('at work\n');
await Promise.all(actions.map(workForEver));
