/**
 * Applying for an Ügyfélkapu+, page by page, in the order and words of the real service. Two doors lead here: the citizen's
 * own pages, and a sign-in whose relying party asks for more than a password. The state of the application alone decides
 * which page is shown; nothing exists until *Befejezés*.
 */
import type { Context } from 'koa';
import { z } from 'zod';
import { type Account, recipientOf } from '../accounts/account.ts';
import { longestPassword, type VerifyPassword } from '../accounts/verify-password.ts';
import type { AuditEvents } from '../audit/audit-events.ts';
import type { MessageQueue } from '../notifications/message-queue.ts';
import {
  type CancellationCodeShown,
  type ContactCodeSent,
  type Enrolment,
  isOver,
  type KeyShown,
  mostAuthenticators,
  mostWrongContactCodes,
  type Proven,
  type Waiting,
} from '../totp/enrolment.ts';
import {
  type Applicant,
  type EnrolmentStore,
  isOwnApplication,
  type StoredEnrolment,
} from '../totp/enrolment-store.ts';
import type { ObjectionStore } from '../totp/objection-store.ts';
import { inGroupsOfFour, matchCode, otpauthUri, parseCode } from '../totp/totp.ts';
import { type CodeRefusal, codeError } from '../web/code-error.ts';
import type { DeviceCookies } from '../web/device-cookie.ts';
import { checkFields, type Fields } from '../web/form.ts';
import type { FormTokens } from '../web/form-token.ts';
import { dateInWords, timeOfDay } from '../web/instants.ts';
import { languageOf } from '../web/language.ts';
import type { FormError, Page, Pages } from '../web/page.ts';
import { qrPath } from '../web/qr-code.ts';
import { seeOther } from '../web/redirect.ts';
import { goneSignal } from '../web/request-context.ts';
import type { Shield } from './shield.ts';

/** Where the citizen came in, and where they go on afterwards. */
export interface EnrolDoor {
  readonly account: Account;
  /** The page's own address. */
  readonly address: string;
  /** The forms post below it: `<formAddress>/<action>`. */
  readonly formAddress: string;
  /** Leaves without an Ügyfélkapu+. */
  readonly leave: { readonly address: string; readonly isForm: boolean };
  readonly page: Pick<Page, 'serviceName' | 'signedInAs'>;
  /** `shielded` for the first authenticator; `proven` where a code was given just now, for a further one. */
  readonly applicant: 'shielded' | 'proven';
  finished(ctx: Context): Promise<void>;
}

export const enrolActions = [
  'start',
  'confirm',
  'resend',
  'abandon',
  'prove',
  'save',
  'download',
  'finish',
] as const;
export type EnrolAction = (typeof enrolActions)[number];

export interface EnrolSteps {
  show(ctx: Context, door: EnrolDoor): Promise<void>;
  receive(ctx: Context, door: EnrolDoor, action: EnrolAction, fields: Fields): Promise<void>;
}

export interface EnrolParts {
  readonly serviceName: string;
  readonly issuer: string;
  readonly shield: Shield;
  readonly objections: ObjectionStore;
  readonly formTokens: FormTokens;
  readonly enrolments: EnrolmentStore;
  readonly verifyPassword: VerifyPassword;
  readonly messages: MessageQueue;
  readonly devices: DeviceCookies;
  readonly audit: AuditEvents;
  readonly pages: Pages;
  readonly now: () => Date;
}

const proofSchema = z.object({
  device_name: z.string().trim().max(40, 'enrol.device.too-long').default(''),
  password: z.string().min(1, 'password.empty').max(longestPassword, 'password.too-long').default(''),
  code: z.string().max(64, 'code.format').default(''),
});

const contactCodeSchema = z.object({
  contact_code: z.string().trim().min(1, 'contact-code.empty').max(64, 'contact-code.format').default(''),
});

const lastFourSchema = z.object({
  last_four: z.string().trim().min(1, 'enrol.last-four.empty').max(64).default(''),
});

export function createEnrolSteps(parts: EnrolParts): EnrolSteps {
  const { enrolments, pages, now } = parts;

  async function show(ctx: Context, door: EnrolDoor): Promise<void> {
    const stored = await enrolments.find(door.account.id);
    if (!stored) {
      await showStart(ctx, door);
    } else if (isOver(stored.enrolment, now())) {
      await showExpired(ctx, door, 200);
    } else if (!isOwnApplication(stored.enrolment, applicantOf(ctx, door))) {
      await showElsewhere(ctx, door, stored.enrolment);
    } else if (isIn(stored, 'contact-code-sent')) {
      await showContactCode(ctx, door, stored.enrolment, []);
    } else if (isIn(stored, 'waiting')) {
      await showWaiting(ctx, door, stored);
    } else if (isIn(stored, 'key-shown')) {
      await showKey(ctx, door, stored.enrolment, []);
    } else if (isIn(stored, 'proven')) {
      const data = { deviceName: stored.enrolment.name };
      await showPage(ctx, door, 'save', { title: 'enrol.save.title', data });
    } else {
      await showLastFour(ctx, door, []);
    }
  }

  async function receive(ctx: Context, door: EnrolDoor, action: EnrolAction, fields: Fields): Promise<void> {
    const stored = await enrolments.find(door.account.id);
    const isOwn = stored && isOwnApplication(stored.enrolment, applicantOf(ctx, door));
    if (action === 'start') {
      await start(ctx, door, stored, isOwn === true);
    } else if (action === 'abandon') {
      await enrolments.abandon(door.account.id);
      seeOther(ctx, door.address);
    } else if (!stored || isOver(stored.enrolment, now())) {
      await showExpired(ctx, door, 409);
    } else if (!isOwn) {
      await showElsewhere(ctx, door, stored.enrolment);
    } else if (action === 'confirm' && isIn(stored, 'contact-code-sent')) {
      await confirmContact(ctx, door, stored, fields);
    } else if (action === 'resend' && isIn(stored, 'contact-code-sent')) {
      await resend(ctx, door, stored);
    } else if (action === 'prove' && isIn(stored, 'key-shown')) {
      await prove(ctx, door, stored, fields);
    } else if (action === 'save' && isIn(stored, 'proven', 'cancellation-code-shown')) {
      await revealCancellationCode(ctx, door, stored);
    } else if (action === 'download' && isIn(stored, 'cancellation-code-shown')) {
      downloadCancellationCode(ctx, door, stored.enrolment, fields);
    } else if (action === 'finish' && isIn(stored, 'cancellation-code-shown')) {
      await finish(ctx, door, stored, fields);
    } else {
      // Another tab or a double click was faster: show where the application stands.
      seeOther(ctx, door.address);
    }
  }

  function applicantOf(ctx: Context, { account }: EnrolDoor): Applicant {
    return { accountId: account.id, browser: parts.formTokens.browserOf(ctx) };
  }

  /** A running application of this browser goes on; one of another browser is replaced, and its key is worth nothing. */
  async function start(
    ctx: Context,
    door: EnrolDoor,
    stored: StoredEnrolment | undefined,
    isOwn: boolean,
  ): Promise<void> {
    if (stored && isOwn && !isOver(stored.enrolment, now())) {
      seeOther(ctx, door.address);
      return;
    }
    const { accountId, browser } = applicantOf(ctx, door);
    const version = stored?.version ?? 0;
    if (door.applicant === 'proven') {
      await enrolments.start({ accountId, browser }, version, now());
    } else {
      const outcome = await parts.shield.begin(door.account, browser, version, now());
      if (outcome === 'too-many-messages') {
        await showPage(ctx, door, 'too-many-messages', {
          title: 'enrol.too-many-messages.title',
          status: 429,
        });
        return;
      }
    }
    parts.audit.enrolmentStarted(accountId);
    seeOther(ctx, door.address);
  }

  async function confirmContact(
    ctx: Context,
    door: EnrolDoor,
    stored: StoredEnrolment<ContactCodeSent>,
    fields: Fields,
  ): Promise<void> {
    const checked = checkFields(contactCodeSchema, fields);
    if ('errors' in checked) {
      await showContactCode(ctx, door, stored.enrolment, checked.errors as FormError[]);
      return;
    }
    const { contact_code } = checked.value;
    const outcome = await enrolments.checkContactCode(door.account.id, stored, contact_code, now());
    const triesLeft = mostWrongContactCodes - stored.enrolment.wrongCodes - 1;
    if (outcome === 'wrong' && triesLeft > 0) {
      const error: FormError = {
        field: 'contact_code',
        message: 'contact-code.wrong',
        values: { left: triesLeft },
      };
      await showContactCode(ctx, door, stored.enrolment, [error]);
      return;
    }
    seeOther(ctx, door.address);
  }

  async function resend(
    ctx: Context,
    door: EnrolDoor,
    stored: StoredEnrolment<ContactCodeSent>,
  ): Promise<void> {
    const outcome = await parts.shield.sendAgain(door.account, stored, now());
    if (outcome === 'too-many-messages') {
      const error: FormError = { field: '', message: 'contact-code.too-soon' };
      await showContactCode(ctx, door, stored.enrolment, [error], 429);
      return;
    }
    seeOther(ctx, door.address);
  }

  async function prove(
    ctx: Context,
    door: EnrolDoor,
    stored: StoredEnrolment<KeyShown>,
    fields: Fields,
  ): Promise<void> {
    const checked = checkFields(proofSchema, fields);
    const { errors, step } =
      'errors' in checked
        ? { errors: checked.errors as FormError[], step: undefined }
        : await checkProof(ctx, door, stored.enrolment, checked.value);
    if (step === undefined || 'errors' in checked) {
      await showKey(ctx, door, stored.enrolment, errors, fields.device_name);
      return;
    }
    const name = checked.value.device_name || pages.translatorFor(ctx)('enrol.device.default');
    await enrolments.prove(door.account.id, stored, name, step);
    seeOther(ctx, door.address);
  }

  /** Password and code are both looked at, so that one look at the page mends both. */
  async function checkProof(
    ctx: Context,
    { account }: EnrolDoor,
    { secretKey }: KeyShown,
    { password, code }: z.output<typeof proofSchema>,
  ): Promise<{ errors: FormError[]; step: number | undefined }> {
    const { username } = account.profile;
    const guesser = parts.devices.guesserOf(ctx, username);
    const verdict = await parts.verifyPassword(username, password, guesser, now(), goneSignal(ctx));
    const proof = proveCode(secretKey, code, now());
    const errors: FormError[] = [];
    if (verdict.kind === 'wrong') {
      errors.push({ field: 'password', message: 'password.wrong-again' });
    } else if (verdict.kind === 'locked') {
      errors.push({
        field: 'password',
        message: 'password.locked',
        values: { until: timeOfDay(verdict.until) },
      });
    }
    if ('refusal' in proof) {
      errors.push(codeError('code', proof.refusal));
    }
    return { errors, step: errors.length === 0 && 'step' in proof ? proof.step : undefined };
  }

  async function revealCancellationCode(
    ctx: Context,
    door: EnrolDoor,
    stored: StoredEnrolment<Proven | CancellationCodeShown>,
  ): Promise<void> {
    const code = await enrolments.showCancellationCode(door.account.id, stored);
    if (code === undefined) {
      seeOther(ctx, door.address);
      return;
    }
    const data = { cancellationCode: code, groups: code.split('-') };
    await showPage(ctx, door, 'cancellation-code', { title: 'enrol.cancellation-code.title', data });
  }

  /** Sends back the code that the page itself holds, as a file: works without scripts, and we keep nothing. */
  function downloadCancellationCode(
    ctx: Context,
    door: EnrolDoor,
    enrolment: CancellationCodeShown,
    fields: Fields,
  ): void {
    const code = fields.cancellation_code ?? '';
    if (!enrolments.knowsCancellationCode(door.account.id, enrolment, code)) {
      seeOther(ctx, door.address);
      return;
    }
    const t = pages.translatorFor(ctx);
    ctx.attachment('torlokod.txt');
    ctx.type = 'text/plain; charset=utf-8';
    ctx.body = `${t('enrol.file.heading', { service: parts.serviceName })}\r\n\r\n${code}\r\n\r\n${t('enrol.file.explanation')}\r\n`;
  }

  async function finish(
    ctx: Context,
    door: EnrolDoor,
    stored: StoredEnrolment<CancellationCodeShown>,
    fields: Fields,
  ): Promise<void> {
    const checked = checkFields(lastFourSchema, fields);
    if ('errors' in checked) {
      await showLastFour(ctx, door, checked.errors as FormError[]);
      return;
    }
    if (!enrolments.knowsLastFour(door.account.id, stored.enrolment, checked.value.last_four)) {
      await showLastFour(ctx, door, [{ field: 'last_four', message: 'enrol.last-four.wrong' }]);
      return;
    }
    const most = door.applicant === 'proven' ? mostAuthenticators : 1;
    const outcome = await enrolments.activate(door.account.id, stored, most, now());
    if (outcome !== 'activated') {
      seeOther(ctx, door.address);
      return;
    }
    parts.audit.plusActivated(door.account.id);
    await tellOwner(door.account, stored.enrolment.authenticatorId);
    await door.finished(ctx);
  }

  /** At once, with the link by which the owner stops what they did not ask for. */
  async function tellOwner(account: Account, authenticatorId: string): Promise<void> {
    const token = await parts.objections.prepare({ accountId: account.id, authenticatorId });
    const objection = `${parts.issuer}/nem-en-voltam/${token}`;
    await parts.messages.tell(recipientOf(account), 'plus-activated', now(), { objection });
  }

  function showStart(ctx: Context, door: EnrolDoor): Promise<void> {
    return showPage(ctx, door, 'start', { title: 'enrol.start.title' });
  }

  function showExpired(ctx: Context, door: EnrolDoor, status: number): Promise<void> {
    return showPage(ctx, door, 'expired', { title: 'enrol.expired.title', status });
  }

  /** The application runs in another browser: its key is shown there alone. */
  function showElsewhere(ctx: Context, door: EnrolDoor, { state }: Enrolment): Promise<void> {
    const data = { isWaiting: state === 'waiting' };
    return showPage(ctx, door, 'elsewhere', { title: 'enrol.elsewhere.title', data });
  }

  function showContactCode(
    ctx: Context,
    door: EnrolDoor,
    { sessionIdentifier }: ContactCodeSent,
    errors: FormError[],
    status = errors.length > 0 ? 422 : 200,
  ): Promise<void> {
    const data = { sessionIdentifier, contact: concealed(door.account.profile.email ?? '') };
    return showPage(ctx, door, 'contact-code', { title: 'contact-code.title', status, errors, data });
  }

  async function showWaiting(ctx: Context, door: EnrolDoor, stored: StoredEnrolment<Waiting>): Promise<void> {
    const readyAt = new Date(stored.enrolment.readyAt);
    if (now() >= readyAt) {
      await enrolments.endWait(door.account.id, stored, now());
      await show(ctx, door);
      return;
    }
    const data = { day: dateInWords(readyAt, languageOf(ctx)), time: timeOfDay(readyAt) };
    await showPage(ctx, door, 'waiting', { title: 'enrol.waiting.title', data });
  }

  function showKey(
    ctx: Context,
    door: EnrolDoor,
    { secretKey, expiresAt }: KeyShown,
    errors: FormError[],
    deviceName = '',
  ): Promise<void> {
    const uri = otpauthUri(parts.serviceName, door.account.profile.username, secretKey);
    const data = {
      qr: qrPath(uri),
      otpauth: uri,
      keyGroups: inGroupsOfFour(secretKey),
      accountName: door.account.profile.username,
      deviceName,
      expiresAt: timeOfDay(new Date(expiresAt)),
    };
    const status = errors.length > 0 ? 422 : 200;
    return showPage(ctx, door, 'key', { title: 'enrol.key.title', status, errors, data });
  }

  function showLastFour(ctx: Context, door: EnrolDoor, errors: FormError[]): Promise<void> {
    const status = errors.length > 0 ? 422 : 200;
    return showPage(ctx, door, 'last-four', { title: 'enrol.last-four.title', status, errors });
  }

  function showPage(ctx: Context, door: EnrolDoor, view: string, page: Page): Promise<void> {
    const data = { formAddress: door.formAddress, leave: door.leave, ...page.data };
    return pages.show(ctx, `enrolling/${view}`, { ...page, ...door.page, data });
  }

  return { show, receive };
}

/** Enough of an address for its owner to know it: `a•••@minta.example`. */
function concealed(email: string): string {
  return email.replace(/^(.)[^@]*/u, '$1•••');
}

/** The key is on the page, so there is nothing to guess: a stray clock may be named at once. */
function proveCode(secretKey: string, typed: string, now: Date): { step: number } | { refusal: CodeRefusal } {
  if (typed.trim() === '') {
    return { refusal: { kind: 'empty' } };
  }
  const code = parseCode(typed);
  if (code === undefined) {
    return { refusal: { kind: 'format' } };
  }
  const match = matchCode(secretKey, code, now);
  switch (match.kind) {
    case 'current':
      return { step: match.step };
    case 'just-expired':
      return { refusal: { kind: 'just-expired' } };
    case 'clock':
      return { refusal: { kind: 'clock', minutes: match.minutes } };
    case 'none':
      return { refusal: { kind: 'wrong-for-key' } };
  }
}

function isIn<State extends StoredEnrolment['enrolment']['state']>(
  stored: StoredEnrolment,
  ...states: State[]
): stored is StoredEnrolment<Extract<StoredEnrolment['enrolment'], { state: State }>> {
  return (states as string[]).includes(stored.enrolment.state);
}
