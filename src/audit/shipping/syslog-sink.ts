/**
 * Ships to a collector that speaks syslog: RFC 5424 over TLS (RFC 5425), or over TCP on this machine; octet-counted (RFC 6587 §3.4.1). TCP tells only that the other machine's
 * kernel took the bytes: what a collector loses that dies at that moment is found by the gap in the numbers.
 */
import { once } from 'node:events';
import { createConnection, isIP, type Socket } from 'node:net';
import { hostname } from 'node:os';
import { connect as connectTls } from 'node:tls';
import type { CollectorTls } from '../../configuration/connections/collector-tls.ts';
import type { Sink } from './shipper.ts';

/** Facility 13, log audit; severity 6, informational. */
const priority = 13 * 8 + 6;
const givenUpAfterMilliseconds = 5000;

/** @param tls undefined: not encrypted */
export function createSyslogSink(host: string, port: number, tls?: CollectorTls): Sink {
  let connection: Socket | undefined;

  async function connect(): Promise<Socket> {
    if (connection && !connection.destroyed) {
      return connection;
    }
    const socket = tls
      ? connectTls({ host, port, minVersion: 'TLSv1.2', ...(isIP(host) ? {} : { servername: host }), ...tls })
      : createConnection({ host, port });
    socket.setTimeout(givenUpAfterMilliseconds, () => socket.destroy(new Error('the collector is silent')));
    socket.on('error', () => {});
    await once(socket, tls ? 'secureConnect' : 'connect');
    // A collector says nothing: what it sends is read and thrown away, so that its end is noticed.
    socket.setTimeout(0).resume();
    connection = socket;
    return socket;
  }

  return {
    async write(_month, lines) {
      const socket = await connect();
      const bytes = Buffer.concat(lines.map(frameOf));
      await new Promise<void>((resolve, reject) => {
        socket.once('close', () => reject(new Error('the collector has closed the connection')));
        socket.write(bytes, (error) => (error ? reject(error) : resolve()));
      });
      socket.removeAllListeners('close');
    },

    async close() {
      connection?.end();
      connection = undefined;
    },
  };
}

function frameOf(line: string): Buffer {
  const message = Buffer.from(
    `<${priority}>1 ${new Date().toISOString()} ${hostname() || '-'} kapu ${process.pid} audit - ${line}`,
  );
  return Buffer.concat([Buffer.from(`${message.length} `), message]);
}
