/**
 * A Sentinel that answers as the protocol demands, and exactly when the test wants: what a real one does at an instant that nobody can
 * choose. Behind it is a real master.
 */
import { createServer, type Server, type Socket } from 'node:net';

export interface FakeSentinel {
  readonly port: number;
  /** From now on nobody is told where the master is; they wait. */
  hold(): void;
  /** How many wait. */
  waiting(): number;
  /** How many listen for another master. */
  listening(): number;
  /** Tells all who listen that this is the master of the group now. */
  tellOfSwitch(port: number, group?: string): void;
  /** Answers those who wait, and from now on everybody. */
  release(): void;
  stop(): void;
}

export async function startFakeSentinel(groupName: string, masterPort: number): Promise<FakeSentinel> {
  const listening = new Set<Socket>();
  const connected = new Set<Socket>();
  let held: Socket[] | undefined;
  const answer = array(['127.0.0.1', String(masterPort)]);

  function reply(socket: Socket, [name = '', what = '']: readonly string[]): void {
    if (name.toUpperCase() === 'HELLO') {
      socket.write('-NOPROTO unsupported protocol version\r\n');
    } else if (name.toUpperCase() === 'SUBSCRIBE') {
      listening.add(socket);
      socket.write(`*3\r\n${bulk('subscribe')}${bulk(what)}:1\r\n`);
    } else if (what.toLowerCase() === 'get-master-addr-by-name') {
      held ? held.push(socket) : socket.write(answer);
    } else {
      socket.write(name.toUpperCase() === 'SENTINEL' ? array([]) : '+OK\r\n');
    }
  }

  const server = createServer((socket) => {
    connected.add(socket);
    let unread = '';
    socket.on('error', () => {});
    socket.on('close', () => {
      connected.delete(socket);
      listening.delete(socket);
    });
    socket.on('data', (data) => {
      const { commands, rest } = parse(unread + data);
      unread = rest;
      for (const command of commands) {
        reply(socket, command);
      }
    });
  });

  return {
    port: await listenOn(server),
    hold: () => {
      held = [];
    },
    waiting: () => held?.filter((socket) => !socket.destroyed).length ?? 0,

    listening: () => listening.size,

    tellOfSwitch(port, group = groupName) {
      for (const socket of listening) {
        const news = `${group} 127.0.0.1 1 127.0.0.1 ${port}`;
        socket.write(array(['message', '+switch-master', news]));
      }
    },

    release() {
      for (const socket of held ?? []) {
        socket.write(answer);
      }
      held = undefined;
    },

    stop() {
      server.close();
      for (const socket of connected) {
        socket.destroy();
      }
    },
  };
}

/** A port where whoever connects is never answered: a Sentinel that is held still. */
export async function startSilentSentinel(): Promise<{ port: number; stop: () => void }> {
  const connected = new Set<Socket>();
  const server = createServer((socket) => {
    connected.add(socket);
    socket.on('error', () => {});
  });
  return {
    port: await listenOn(server),
    stop() {
      server.close();
      for (const socket of connected) {
        socket.destroy();
      }
    },
  };
}

async function listenOn(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return typeof address === 'object' ? Number(address?.port) : 0;
}

/** Whole commands of RESP, each an array of bulk strings without line breaks, and what has not come whole. */
function parse(text: string): { commands: string[][]; rest: string } {
  const commands: string[][] = [];
  let rest = text;
  for (;;) {
    const many = Number(/^\*(\d+)\r\n/.exec(rest)?.[1]);
    const whole = many && new RegExp(`^\\*\\d+\\r\\n(?:\\$\\d+\\r\\n[^\\r]*\\r\\n){${many}}`).exec(rest)?.[0];
    if (!whole) {
      return { commands, rest };
    }
    commands.push([...whole.matchAll(/\$\d+\r\n([^\r]*)\r\n/g)].map(([, word]) => word ?? ''));
    rest = rest.slice(whole.length);
  }
}

function bulk(text: string): string {
  return `$${Buffer.byteLength(text)}\r\n${text}\r\n`;
}

function array(texts: readonly string[]): string {
  return `*${texts.length}\r\n${texts.map(bulk).join('')}`;
}
