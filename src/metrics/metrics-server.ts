/** Metrics on a port of their own, which is not the public one. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ConfigurationError } from '../errors.ts';
import { startMeasuring } from './open-telemetry.ts';
import { observeProcess } from './process-metrics.ts';

export interface MetricsSettings {
  readonly host: string;
  readonly port: number;
}

export interface MetricsServer {
  readonly port: number;
  stop(): Promise<void>;
}

const longestRequestInMilliseconds = 10_000;

/** Measures from now on. @throws ConfigurationError when the port is taken */
export async function startMetricsServer({ host, port }: MetricsSettings): Promise<MetricsServer> {
  const measuring = startMeasuring();
  const stopProcess = observeProcess();
  const server = createServer({ requestTimeout: longestRequestInMilliseconds }, (request, response) => {
    if (request.method === 'GET' && request.url === '/metrics') {
      measuring.answer(request, response);
    } else {
      response.writeHead(404).end();
    }
  });
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch {
    throw new ConfigurationError(`port ${port} on ${host} is taken; set KAPU_METRICS_PORT to another`);
  }
  return {
    port: (server.address() as AddressInfo).port,
    async stop() {
      server.closeAllConnections();
      server.close();
      stopProcess();
      await measuring.stop();
    },
  };
}
