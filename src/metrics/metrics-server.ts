/** Metrics on a port of their own, which is not the public one. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type ListeningAddress, listenAt } from '../configuration/addresses/listen-at.ts';
import { startMeasuring } from './open-telemetry.ts';
import { observeProcess } from './process-metrics.ts';

export interface MetricsServer {
  readonly port: number;
  stop(): Promise<void>;
}

const longestRequestInMilliseconds = 10_000;

/** Measures from now on. @throws ConfigurationError where nobody can listen at the address */
export async function startMetricsServer(address: ListeningAddress): Promise<MetricsServer> {
  const measuring = startMeasuring();
  const stopProcess = observeProcess();
  const server = createServer({ requestTimeout: longestRequestInMilliseconds }, (request, response) => {
    if (request.method === 'GET' && request.url === '/metrics') {
      measuring.answer(request, response);
    } else {
      response.writeHead(404).end();
    }
  });
  await listenAt(server, address, { host: 'KAPU_METRICS_HOST', port: 'KAPU_METRICS_PORT' });
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
