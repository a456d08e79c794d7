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
import { type CancellationCodeShown, isOver, type KeyShown, type Proven } from '../totp/enrolment.ts';
import type { EnrolmentStore, StoredEnrolment } from '../totp/enrolment-store.ts';
import { inGroupsOfFour, matchCode, otpauthUri, parseCode } from '../totp/totp.ts';
import { type CodeRefusal, codeError } from '../web/code-error.ts';
import type { DeviceCookies } from '../web/device-cookie.ts';
import { checkFields, type Fields } from '../web/form.ts';
import { timeOfDay } from '../web/instants.ts';
import type { FormError, Page, Pages } from '../web/page.ts';
import { qrPath } from '../web/qr-code.ts';
import { seeOther } from '../web/redirect.ts';
import { goneSignal } from '../web/request-context.ts';

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
  finished(ctx: Context): Promise<void>;
}

export const enrolActions = ['start', 'prove', 'save', 'download', 'finish'] as const;
export type EnrolAction = (typeof enrolActions)[number];

export interface EnrolSteps {
  show(ctx: Context, door: EnrolDoor): Promise<void>;
  receive(ctx: Context, door: EnrolDoor, action: EnrolAction, fields: Fields): Promise<void>;
}

export interface EnrolParts {
  readonly serviceName: string;
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
    } else if (isIn(stored, 'key-shown')) {
      await showKey(ctx, door, stored.enrolment, []);
    } else if (isIn(stored, 'proven')) {
      await showPage(ctx, door, 'save', {
        title: 'enrol.save.title',
        data: { deviceName: stored.enrolment.name },
      });
    } else {
      await showLastFour(ctx, door, []);
    }
  }

  async function receive(ctx: Context, door: EnrolDoor, action: EnrolAction, fields: Fields): Promise<void> {
    const stored = await enrolments.find(door.account.id);
    if (action === 'start') {
      await start(ctx, door, stored);
    } else if (!stored || isOver(stored.enrolment, now())) {
      await showExpired(ctx, door, 409);
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

  async function start(ctx: Context, door: EnrolDoor, stored: StoredEnrolment | undefined): Promise<void> {
    if (!stored || isOver(stored.enrolment, now())) {
      await enrolments.start(door.account.id, stored?.version ?? 0, now());
      parts.audit.enrolmentStarted(door.account.id);
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
    const outcome = await enrolments.activate(door.account.id, stored, now());
    if (outcome !== 'activated') {
      seeOther(ctx, door.address);
      return;
    }
    parts.audit.plusActivated(door.account.id);
    await parts.messages.tell(recipientOf(door.account), 'plus-activated', now());
    await door.finished(ctx);
  }

  function showStart(ctx: Context, door: EnrolDoor): Promise<void> {
    return showPage(ctx, door, 'start', { title: 'enrol.start.title' });
  }

  function showExpired(ctx: Context, door: EnrolDoor, status: number): Promise<void> {
    return showPage(ctx, door, 'expired', { title: 'enrol.expired.title', status });
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
