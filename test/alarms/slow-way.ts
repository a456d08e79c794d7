/** The way to Redis: a proxy of TCP that holds back what Redis answers. */
import { connect, createServer, type Socket } from 'node:net';

export interface SlowWay {
  readonly port: number;
  millisecondsLate: number;
  stop(): Promise<void>;
  start(): Promise<void>;
}

export async function layWay(port: number, to: number): Promise<SlowWay> {
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(to, '127.0.0.1');
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('close', () => {
        sockets.delete(socket);
        near.destroy();
        far.destroy();
      });
      socket.on('error', () => socket.destroy());
    }
    near.on('data', (chunk) => far.write(chunk));
    far.on('data', (chunk) => setTimeout(() => near.destroyed || near.write(chunk), way.millisecondsLate));
  });
  const way: SlowWay = {
    port,
    millisecondsLate: 0,
    start: () => new Promise((resolve) => server.listen(port, '127.0.0.1', resolve)),
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) {
        socket.destroy();
      }
      await closed;
    },
  };
  await way.start();
  return way;
}
