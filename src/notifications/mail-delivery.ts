/** Hands one message to the mail server and says what came of it. */
import nodemailer from 'nodemailer';
import { inSpan, type SpanWish } from '../tracing/tracing.ts';
import type { QueuedMail } from './message-queue.ts';
import { writeMessage } from './messages.ts';
import type { MailTemplates } from './templates.ts';

export interface MailServer {
  readonly smtpUrl: string;
  /** Whether a server that does not offer STARTTLS is told nothing. */
  readonly needsTls: boolean;
  readonly from: string;
  /** Where the citizen's own pages are. */
  readonly accountAddress: string;
  /** Absent: our own words. */
  readonly templates?: MailTemplates | undefined;
  /** After so long without a word the server is taken for gone. */
  readonly patienceInMilliseconds: number;
}

/** Reasons are of the protocol: what the server says besides may name the recipient, and is not told on. */
export type Delivery =
  | { kind: 'sent' }
  /** The server refuses this message for good. */
  | { kind: 'refused'; reason: string }
  /** The server, or the way to it, could not take this message now. */
  | { kind: 'postponed'; reason: string }
  /** The server takes nothing at all: the message was not tried. */
  | { kind: 'unreachable'; reason: string };

export interface MailDelivery {
  deliver(mail: string, message: QueuedMail): Promise<Delivery>;
  close(): void;
}

interface SmtpFault extends Error {
  readonly code?: string;
  /** What the server was answering: `CONN`, `AUTH PLAIN`, `MAIL FROM`, `RCPT TO`, `DATA`, or `API` where it was not asked. */
  readonly command?: string;
  readonly responseCode?: number;
  /** Of Node.js. */
  readonly syscall?: string;
}

export function createMailDelivery({
  smtpUrl,
  needsTls,
  from,
  accountAddress,
  templates,
  patienceInMilliseconds,
}: MailServer): MailDelivery {
  const transport = nodemailer.createTransport(withDemands(smtpUrl, needsTls, patienceInMilliseconds));
  const { hostname } = new URL(accountAddress);
  const sending = spanOf(new URL(smtpUrl));

  async function whyNotSent(fault: SmtpFault): Promise<Delivery> {
    const reason = [fault.code, fault.responseCode, fault.command].filter(Boolean).join(' ');
    if (isRefusal(fault)) {
      return { kind: 'refused', reason };
    }
    const isUp =
      wasReached(fault) && (isAboutTheMessage(fault) || (await transport.verify().catch(() => false)));
    return { kind: isUp ? 'postponed' : 'unreachable', reason };
  }

  return {
    async deliver(mail, { kind, to, name, locale, when, more }) {
      const details = { name, when: new Date(when), address: accountAddress, more };
      try {
        const message = writeMessage(kind, locale, details, templates);
        await inSpan(sending, () =>
          transport.sendMail({ from, to, messageId: `<${mail}.kapu@${hostname}>`, ...message }),
        );
        return { kind: 'sent' };
      } catch (fault) {
        return whyNotSent(fault as SmtpFault);
      }
    },

    close: () => transport.close(),
  };
}

function spanOf({ hostname, port, protocol }: URL): SpanWish {
  const usual = protocol === 'smtps:' ? 465 : 587;
  return {
    kind: 'client',
    name: 'send mail',
    attributes: {
      'network.protocol.name': 'smtp',
      'server.address': hostname,
      'server.port': Number(port || usual),
    },
  };
}

/** Whoever was not reached has not looked at the message, also where they can be reached again by now. */
function wasReached({ syscall, code }: SmtpFault): boolean {
  return syscall !== 'connect' && code !== 'EDNS';
}

function isAboutTheMessage({ command, responseCode }: SmtpFault): boolean {
  return responseCode !== 421 && (command === 'RCPT TO' || command === 'DATA');
}

/** A 5xx at the greeting, the sign-in or the sender is a matter of configuration: no message is given up for it. */
function isRefusal(fault: SmtpFault): boolean {
  const isImpossible = fault.command === 'API' && fault.code === 'EENVELOPE';
  return isImpossible || (isAboutTheMessage(fault) && (fault.responseCode ?? 0) >= 500);
}

function withDemands(smtpUrl: string, needsTls: boolean, milliseconds: number): string {
  const url = new URL(smtpUrl);
  if (needsTls && url.protocol === 'smtp:') {
    url.searchParams.set('requireTLS', 'true');
  }
  url.searchParams.set('connectionTimeout', String(Math.ceil(milliseconds / 2)));
  url.searchParams.set('greetingTimeout', String(milliseconds));
  url.searchParams.set('socketTimeout', String(milliseconds));
  return url.href;
}
