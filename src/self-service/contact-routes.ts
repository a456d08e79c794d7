/** Changing the e-mail address or the telephone number, confirmed from both sides. */
import { Router } from '@koa/router';
import type { Context, Middleware } from 'koa';
import { z } from 'zod';
import { type Account, recipientOf } from '../accounts/account.ts';
import {
  type ContactChange,
  contactOf,
  faultOfNewContact,
  oldSideOf,
  parseContact,
} from '../accounts/contact-change.ts';
import type { ContactChangeStore, ContactCodes, WantedContact } from '../accounts/contact-change-store.ts';
import type { CodeChannel } from '../assurance/one-time-codes.ts';
import { securityEvents } from '../audit/security-events.ts';
import type { MessageQueue } from '../notifications/message-queue.ts';
import { sentCodeField } from '../one-time-codes/sent-code.ts';
import type { Crowd } from '../throttle/crowd.ts';
import { concealedEmail, concealedPhone } from '../web/concealed.ts';
import type { DeviceCookies } from '../web/device-cookie.ts';
import { checkFields, type Fields, type ReadForm } from '../web/form.ts';
import type { FormTokens } from '../web/form-token.ts';
import type { FormError, Pages } from '../web/page.ts';
import { seeOther } from '../web/redirect.ts';
import { leadToPage } from './form-address.ts';
import type { OwnPages, SignedIn } from './signed-in.ts';

export interface ContactParts {
  readonly ownPages: OwnPages;
  readonly changes: ContactChangeStore;
  /** Where this deployment can send codes. */
  readonly sendable: readonly CodeChannel[];
  readonly messages: MessageQueue;
  readonly crowd: Crowd;
  readonly formTokens: FormTokens;
  readonly devices: DeviceCookies;
  readonly pages: Pages;
  readonly readForm: ReadForm;
  readonly now: () => Date;
}

const home = '/fiok';
const prefix = `${home}/elerhetoseg`;
/** The pages of the two contacts. */
const pageOfChannel = { email: 'email', sms: 'telefon' } as const;

/** Longer than any address; what is cut off was none. */
const longestTyped = 300;

const codesSchema = z.object({
  new_code: sentCodeField('contact-code.format', 'contact-code.empty'),
  old_code: sentCodeField('contact-code.format'),
});

export function contactRoutes(parts: ContactParts): Middleware {
  const { ownPages, changes, messages, pages, readForm, now } = parts;
  const router = new Router({ prefix });

  for (const channel of parts.sendable) {
    const address = `${prefix}/${pageOfChannel[channel]}`;
    const path = `/${pageOfChannel[channel]}`;

    router.get(path, async (ctx) => {
      await ownPages.whenProven(ctx, address, async (signedIn) => {
        const change = await findChange(ctx, signedIn, channel);
        await (change ? showCodes(ctx, signedIn, change) : showForm(ctx, signedIn, channel));
      });
    });

    router.post(path, async (ctx) => {
      const fields = await readForm(ctx);
      await ownPages.whenProven(ctx, address, (signedIn) => begin(ctx, signedIn, channel, fields));
    });

    router.post(`${path}/megerosites`, async (ctx) => {
      const fields = await readForm(ctx);
      await ownPages.whenProven(ctx, address, (signedIn) => confirm(ctx, signedIn, channel, fields));
    });

    router.get(`${path}/:form`, (ctx) => leadToPage(ctx, address));

    router.post(`${path}/elvetes`, async (ctx) => {
      await readForm(ctx);
      await ownPages.whenProven(ctx, address, async ({ account }) => {
        await changes.abandon(account.id);
        seeOther(ctx, home);
      });
    });
  }

  async function findChange(
    ctx: Context,
    { account }: SignedIn,
    channel: CodeChannel,
  ): Promise<ContactChange | undefined> {
    const change = await changes.find(account.id, parts.formTokens.browserOf(ctx), now());
    return change?.channel === channel ? change : undefined;
  }

  async function begin(
    ctx: Context,
    signedIn: SignedIn,
    channel: CodeChannel,
    fields: Fields,
  ): Promise<void> {
    const { account } = signedIn;
    const typed = (fields.contact ?? '').slice(0, longestTyped);
    const value = parseContact(channel, typed);
    if (value === undefined) {
      await refuse(typed.trim() === '' ? `contact.${channel}.empty` : `contact.${channel}.format`);
      return;
    }
    const old = oldSideOf(account.profile, channel, parts.sendable);
    const fault = faultOfNewContact(account, channel, value, old);
    if (fault) {
      await refuse(`contact.${fault}`);
      return;
    }
    const who = parts.devices.codeGuesserOf(ctx, account.profile.username);
    if (!(await parts.crowd.mayWriteTo(account.id, who))) {
      await refuse('contact.too-many', 429);
      return;
    }
    const wanted = { channel, value, old };
    const codes = await changes.begin(account.id, parts.formTokens.browserOf(ctx), wanted, now());
    if (codes === 'too-soon') {
      await refuse('contact-code.too-soon', 429);
      return;
    }
    if (codes) {
      await sendCodes(account, wanted, codes);
    }
    seeOther(ctx, ctx.path);

    function refuse(message: FormError['message'], status = 422): Promise<void> {
      return showForm(ctx, signedIn, channel, [{ field: 'contact', message }], status, typed);
    }
  }

  /** The message to the old side names what the new one will be, so that its owner knows what is going on. */
  async function sendCodes(
    account: Account,
    { channel, value, old }: WantedContact,
    { sessionIdentifier, newCode, oldCode, expiresAt }: ContactCodes,
  ): Promise<void> {
    await send(account, channel, value, 'contact-code-new', { code: newCode, sessionIdentifier }, expiresAt);
    const oldValue = old && contactOf(account.profile, old);
    if (old && oldValue && oldCode) {
      const values = { code: oldCode, sessionIdentifier, contact: concealed(channel, value) };
      await send(account, old, oldValue, 'contact-code-old', values, expiresAt);
    }
  }

  async function send(
    account: Account,
    channel: CodeChannel,
    to: string,
    kind: 'contact-code-new' | 'contact-code-old',
    values: Record<string, string>,
    expiresAt: Date,
  ): Promise<void> {
    const recipient = recipientOf(account);
    await (channel === 'sms'
      ? messages.text({ phone: to, locale: recipient.locale }, kind, values, expiresAt)
      : messages.tell({ ...recipient, email: to }, kind, now(), values, expiresAt));
  }

  async function confirm(
    ctx: Context,
    signedIn: SignedIn,
    channel: CodeChannel,
    fields: Fields,
  ): Promise<void> {
    const { account } = signedIn;
    const change = await findChange(ctx, signedIn, channel);
    if (!change) {
      seeOther(ctx, `${prefix}/${pageOfChannel[channel]}`);
      return;
    }
    const checked = checkFields(codesSchema, fields);
    if ('errors' in checked) {
      await showCodes(ctx, signedIn, change, checked.errors as FormError[]);
      return;
    }
    const { new_code: newCode, old_code: oldCode } = checked.value;
    const browser = parts.formTokens.browserOf(ctx);
    const outcome = await changes.confirm(
      account.id,
      browser,
      { newCode, oldCode },
      now(),
      securityEvents.contactChanged(account.id, channel),
    );
    switch (outcome.kind) {
      case 'changed':
        await tellBothSides(account, change);
        seeOther(ctx, `${home}?elerhetoseg`);
        return;
      case 'wrong': {
        const values = { left: outcome.triesLeft };
        const wrong = [!outcome.newCode && 'new_code', !outcome.oldCode && 'old_code'].filter(
          (field) => field !== false,
        );
        const errors = wrong.map((field): FormError => ({ field, message: 'contact-code.wrong', values }));
        await (outcome.triesLeft > 0
          ? showCodes(ctx, signedIn, change, errors)
          : startAgain(ctx, signedIn, channel));
        return;
      }
      case 'moved':
        seeOther(ctx, `${prefix}/${pageOfChannel[channel]}`);
    }
  }

  function startAgain(ctx: Context, signedIn: SignedIn, channel: CodeChannel): Promise<void> {
    return showForm(ctx, signedIn, channel, [{ field: 'contact', message: 'contact.worn-out' }]);
  }

  async function tellBothSides(account: Account, { channel, value }: ContactChange): Promise<void> {
    const recipient = recipientOf(account);
    const values = { contact: concealed(channel, value) };
    await messages.tell(recipient, 'contact-changed', now(), values);
    if (channel === 'email' && value !== recipient.email) {
      await messages.tell({ ...recipient, email: value }, 'contact-changed', now(), values);
    }
  }

  async function showForm(
    ctx: Context,
    { account }: SignedIn,
    channel: CodeChannel,
    errors: FormError[] = [],
    status = errors.length > 0 ? 422 : 200,
    typed = '',
  ): Promise<void> {
    const old = oldSideOf(account.profile, channel, parts.sendable);
    const data = {
      address: `${prefix}/${pageOfChannel[channel]}`,
      channel,
      typed,
      current: contactOf(account.profile, channel) ?? '',
      oldSide: old && concealed(old, contactOf(account.profile, old) ?? ''),
    };
    await pages.show(ctx, 'self-service/contact', {
      title: `contact.${channel}.title`,
      status,
      errors,
      signedInAs: account.profile.username,
      data,
    });
  }

  async function showCodes(
    ctx: Context,
    { account }: SignedIn,
    { channel, value, old, sessionIdentifier }: ContactChange,
    errors: FormError[] = [],
  ): Promise<void> {
    const data = {
      address: `${prefix}/${pageOfChannel[channel]}`,
      sessionIdentifier,
      value,
      oldSide: old && concealed(old.channel, contactOf(account.profile, old.channel) ?? ''),
    };
    await pages.show(ctx, 'self-service/contact-codes', {
      title: 'contact.codes.title',
      status: errors.length > 0 ? 422 : 200,
      errors,
      signedInAs: account.profile.username,
      data,
    });
  }

  return router.routes() as unknown as Middleware;
}

function concealed(channel: CodeChannel, value: string): string {
  return channel === 'email' ? concealedEmail(value) : concealedPhone(value);
}
