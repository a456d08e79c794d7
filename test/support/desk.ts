/** People who work at the desk, and their browsers. */
import type { Response } from 'supertest';
import { profileSchema } from '../../src/accounts/account.ts';
import { createAccountRecords } from '../../src/accounts/account-record.ts';
import { createRecorder } from '../../src/audit/audit-log.ts';
import { deskEvents } from '../../src/audit/events/desk-events.ts';
import { createDeskRequests, createEndings } from '../../src/composition/background.ts';
import type { DeskPolicy } from '../../src/configuration/policies.ts';
import type { RequestWorkflow } from '../../src/desk/dual-authorization/request-workflow.ts';
import type { DeskRole, HeldRole } from '../../src/desk/staff/role.ts';
import { createRoleStore, type RoleStore } from '../../src/desk/staff/role-store.ts';
import { createLogger } from '../../src/observability/logger.ts';
import { accountKey } from '../../src/storage/catalogue/account-keys.ts';
import { Browser, enrolThroughStores, givePassword, type Plus } from './citizen.ts';
import type { Clock } from './clock.ts';
import type { Citizenship, Installation } from './installation.ts';

export const deskOfTests: DeskPolicy = {
  offices: [
    { id: 'north', name: 'Északi kormányablak', 'name#en': 'Northern window' },
    { id: 'south', name: 'Déli kormányablak' },
  ],
  passkey_roles: [],
  look_ups_per_hour: 30,
  delay_hours: { with_contact: 24, without_contact: 72 },
  proposals_last_days: 7,
};

/** Somebody who has no account, as their passport and they themselves tell it. */
export const newcomer = {
  document: 'passport',
  document_number: 'BC123456',
  family_name: 'Új',
  given_name: 'Elemér',
  birth_family_name: 'Új',
  birth_given_name: 'Elemér',
  mothers_birth_name: 'Minta Ágnes',
  place_of_birth: 'Győr',
  birthdate: '1971-02-28',
  email: '',
};

export interface Staff extends Citizenship, Plus {
  readonly role: DeskRole;
  readonly office: string;
}

export function rolesOf({ nodes, sealer, config }: Installation): RoleStore {
  return createRoleStore(createRecorder(nodes[0].store, sealer), sealer, config.secrets.index_key);
}

export async function giveRole(
  kapu: Installation,
  accountId: string,
  role: DeskRole,
  office: string,
  status: HeldRole['status'] = 'active',
): Promise<void> {
  const held = { role, office, status, grantedAt: new Date().toISOString() };
  await rolesOf(kapu).put(accountId, held, deskEvents.roleChanged(accountId, role, office, status));
}

/** Each is a person of their own, by the data of their birth. */
let staffSoFar = 0;

export async function addStaff(
  kapu: Installation,
  clock: Clock,
  role: DeskRole,
  office = 'north',
): Promise<Staff> {
  staffSoFar += 1;
  const own = { birth_given_name: `Kolléga ${staffSoFar}`, birth_family_name: 'Munka' };
  const citizen = await kapu.addCitizen({ family_name: 'Munka', given_name: role, ...own });
  const plus = await enrolThroughStores(kapu, citizen.id, clock.now());
  await giveRole(kapu, citizen.id, role, office);
  return { ...citizen, ...plus, role, office };
}

/** @returns the browser at the desk, or on the operator's pages, and the page that it came to. */
export async function atTheDesk(
  kapu: Installation,
  clock: Clock,
  staff: Citizenship & Plus,
  browser: Browser = new Browser(kapu.issuer),
  home: '/desk' | '/operator' = '/desk',
): Promise<{ browser: Browser; page: Response }> {
  const codePage = await givePassword(browser, await browser.open(home), staff);
  const page = await browser.submit(codePage, '/code', { code: clock.freshCode(staff) });
  return { browser, page };
}

/** Somebody new, who comes to the desk at once. */
export async function comeToWork(
  kapu: Installation,
  clock: Clock,
  role: DeskRole,
): Promise<{ staff: Staff; browser: Browser }> {
  const staff = await addStaff(kapu, clock, role);
  return { staff, browser: (await atTheDesk(kapu, clock, staff)).browser };
}

export function requestWorkflowOf({ config, nodes }: Installation): RequestWorkflow {
  const { store, provider } = nodes[0];
  const nodeContext = { config, store, logger: createLogger('silent') };
  const endings = createEndings(nodeContext, (id) => provider.Client.find(id));
  return createDeskRequests(nodeContext, endings).workflow;
}

/** Does what is due, as the task of every node does. */
export function settleRequests(kapu: Installation, clock: Clock): Promise<void> {
  return requestWorkflowOf(kapu).settleDue(clock.now());
}

export function lookUp(
  browser: Browser,
  page: Response,
  username: string,
  more: Record<string, string> = {},
): Promise<Response> {
  return browser.submit(page, '/desk', { username, purpose: 'asked-in-person', note: '', ...more });
}

/** As a clerk types it. */
const seenDocument = { document: 'id-card', document_number: '123456 ab' };

/** Looks somebody up and says that their document was seen. @returns the page with the tasks. */
export async function openCase(browser: Browser, username: string): Promise<Response> {
  const found = await lookUp(browser, await browser.open('/desk'), username);
  const [, name = ''] = /action="(\/desk\/case\/[\w-]+)"/.exec(found.text) ?? [];
  return browser.submit(found, name, seenDocument);
}

/** The address of the open case. */
export function caseAddressOf(page: Response): string {
  return /\/desk\/case\/[\w-]+/.exec(page.text)?.[0] ?? '';
}

/** The printed code, in groups with hyphens. */
export function activationCodeOn(receipt: Response): string {
  const [, groups = ''] = /id="activation-code">([\s\S]*?)<\/p>/.exec(receipt.text) ?? [];
  return [...groups.matchAll(/<span>([^<]+)<\/span>/g)].map(([, group]) => group).join('-');
}

/** At home, with the receipt. */
export async function activate(
  browser: Browser,
  username: string,
  code: string,
  chosen: string,
): Promise<Response> {
  const start = await browser.open('/aktivalas');
  const page = await browser.submit(start, '/aktivalas', { username, activation_code: code });
  return browser.submit(page, '/jelszo', { new_password: chosen });
}

/** As its owner would: links that cancel go to confirmed addresses alone. */
export async function confirmAddress(
  { accounts, sealer, config, nodes }: Installation,
  username: string,
  isConfirmed = true,
): Promise<void> {
  const { sealProfile } = createAccountRecords(sealer, config.secrets);
  const id = (await accounts.findId(username)) ?? '';
  const profile = profileSchema.parse((await accounts.find(id))?.profile);
  await nodes[0].store.hset(
    accountKey(id),
    'profile',
    sealProfile(id, { ...profile, email_verified: isConfirmed }),
  );
}
