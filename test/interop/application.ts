/** An application behind a proxy that signs citizens in: says what it was told of them in headers. */
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { decodeJwt } from 'jose';

export interface Application {
  readonly port: number;
  stop(): Promise<void>;
}

export async function startApplication(): Promise<Application> {
  const server = createServer(({ headers }, response) => {
    response.setHeader('Content-Type', 'application/json').end(JSON.stringify(toldIn(headers)));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async stop() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

/** By an ID token (oauth2-proxy), or claim by claim (mod_auth_openidc). */
function toldIn(headers: IncomingHttpHeaders): Record<string, unknown> {
  const [, idToken] = /^Bearer (\S+\.\S+\.\S+)$/.exec(headers.authorization ?? '') ?? [];
  const accessToken = headers['x-forwarded-access-token'] ?? headers.oidc_access_token;
  const { sub, acr } = idToken
    ? decodeJwt(idToken)
    : { sub: headers.oidc_claim_sub, acr: headers.oidc_claim_acr };
  return { sub, acr, accessToken };
}
