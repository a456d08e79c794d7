/** A mail server for the tests: speaks SMTP (RFC 5321) over TCP, and is as slow, refusing or absent as it is told to be. */

import type { AddressInfo } from 'node:net';
import { createServer, type Server, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';

export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly messageId: string;
  readonly at: number;
}

/** What the client says that the server is about to answer; at `text` the whole mail has come. */
export type Stage = 'connect' | 'sender' | 'recipient' | 'text';

export interface Answer {
  /** Else 220, 250 or 354 as the stage wants it. */
  readonly line?: string;
  readonly afterMilliseconds?: number;
}

export class MailServer {
  /** Every mail that came whole and was not refused, also when the answer reached nobody. */
  readonly taken: Mail[] = [];
  /** Connections that were made. */
  connections = 0;
  /** What the server does besides the usual. */
  behave: (stage: Stage, to: string) => Answer = () => ({});
  readonly #sockets = new Set<Socket>();
  #server: Server | undefined;
  #port = 0;

  /** Listens, after the first time on the same port. */
  async start(): Promise<void> {
    const server = createServer((socket) => void this.#serve(socket).catch(() => socket.destroy()));
    await new Promise<void>((resolve) => server.listen(this.#port, '127.0.0.1', resolve));
    this.#port = (server.address() as AddressInfo).port;
    this.#server = server;
  }

  /** From now on nobody answers; conversations are cut off. */
  async stop(): Promise<void> {
    for (const socket of this.#sockets) {
      socket.destroy();
    }
    await new Promise((resolve) => this.#server?.close(resolve));
  }

  get url(): string {
    return `smtp://127.0.0.1:${this.#port}`;
  }

  async #serve(socket: Socket): Promise<void> {
    this.connections += 1;
    this.#sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.#sockets.delete(socket));
    let to = '';
    const answer = async (stage: Stage, usual: string): Promise<boolean> => {
      const { line = usual, afterMilliseconds = 0 } = this.behave(stage, to);
      const isRefused = line !== usual;
      if (stage === 'text' && !isRefused) {
        this.taken.push({ to, ...headersOf(text), at: Date.now() });
      }
      await delay(afterMilliseconds);
      socket.write(`${line}\r\n`);
      return !isRefused;
    };
    let text: string[] = [];
    let isText = false;

    await answer('connect', '220 mail.test');
    for await (const line of createInterface({ input: socket })) {
      if (isText && line === '.') {
        isText = false;
        await answer('text', '250 taken');
      } else if (isText) {
        text.push(line);
      } else if (/^MAIL FROM:/i.test(line)) {
        await answer('sender', '250 sender');
      } else if (/^RCPT TO:/i.test(line)) {
        to = /<([^>]*)>/.exec(line)?.[1] ?? '';
        await answer('recipient', '250 recipient');
      } else if (/^DATA/i.test(line)) {
        text = [];
        isText = true;
        socket.write('354 go on\r\n');
      } else if (/^QUIT/i.test(line)) {
        socket.end('221 bye\r\n');
      } else {
        socket.write('250 mail.test\r\n');
      }
    }
  }
}

function headersOf(text: readonly string[]): Pick<Mail, 'subject' | 'messageId'> {
  const header = (name: string): string =>
    text
      .find((line) => line.toLowerCase().startsWith(`${name}:`))
      ?.slice(name.length + 1)
      .trim() ?? '';
  return { subject: header('subject'), messageId: header('message-id') };
}
