/** A mail server with a mailbox to look into: maildev, run as a program. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from './free-port.ts';

export interface Letter {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly to: readonly { readonly address: string }[];
}

export interface Mailbox {
  readonly smtpUrl: string;
  /** Waits for a letter to this address. */
  letterTo(address: string): Promise<Letter>;
  stop(): Promise<void>;
}

export async function startMailbox(): Promise<Mailbox> {
  const [smtp, web] = [await freePort(), await freePort()];
  const program = resolve('node_modules/maildev/bin/maildev');
  const ports = ['--smtp', String(smtp), '--web', String(web), '--ip', '127.0.0.1'];
  const child = spawn(process.execPath, [program, ...ports, '--silent'], { stdio: 'ignore' });
  const letters = async (): Promise<Letter[]> => {
    const answer = await fetch(`http://127.0.0.1:${web}/email`);
    return (await answer.json()) as Letter[];
  };
  await eventually(letters, () => true);
  return {
    smtpUrl: `smtp://127.0.0.1:${smtp}`,
    letterTo: async (address) => {
      const isTo = ({ to }: Letter): boolean => to.some((recipient) => recipient.address === address);
      const received = await eventually(letters, (all) => all.some(isTo));
      return received.find(isTo) as Letter;
    },
    async stop() {
      child.kill();
      await once(child, 'exit');
    },
  };
}

async function eventually<Value>(
  look: () => Promise<Value>,
  isThere: (value: Value) => boolean,
): Promise<Value> {
  for (let tries = 0; tries < 200; tries += 1) {
    const value = await look().catch(() => undefined);
    if (value !== undefined && isThere(value)) {
      return value;
    }
    await delay(100);
  }
  throw new Error('the mailbox did not show it in time');
}
