/**
 * What a wallet costs, in raw ES256 verifications of this very machine: a request begun (a fresh key, written to Redis) and signed, and a
 * presentation judged in full, with certificate and status list at hand as after the first one. CPU of this process, one at a time.
 */
import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportPKCS8 } from 'jose';
import { createRecorder } from '../../src/audit/audit-log.ts';
import { createLogger } from '../../src/observability/logger.ts';
import { startLocalRedis } from '../../src/storage/connection/local-redis.ts';
import { connectToRedis } from '../../src/storage/redis.ts';
import { createSealer } from '../../src/storage/sealed.ts';
import { createTrust } from '../../src/wallet/certificates/trust-anchors.ts';
import { queriesFor } from '../../src/wallet/presentations/credential-query.ts';
import { createPresentationStore } from '../../src/wallet/presentations/presentation-store.ts';
import { createWalletRequests } from '../../src/wallet/presentations/request-object.ts';
import { createRequestSigner } from '../../src/wallet/presentations/request-signer.ts';
import { createVerifyVpToken } from '../../src/wallet/presentations/verify-vp-token.ts';
import { createStatusCheck } from '../../src/wallet/verification/credential-status.ts';
import { type RequestObject, Wallet } from '../support/wallet.ts';
import { Authority, issue, personClaims, StatusServer, walletSettings } from '../support/wallet-authority.ts';
import { row } from './report.ts';

export interface WalletFigures {
  readonly ratios: { readonly presentationToVerify: number; readonly requestToVerify: number };
  /** CPU in milliseconds. */
  readonly verify: number;
  readonly presentation: number;
  readonly request: number;
}

const times = 600;
const issuer = 'http://localhost:3000';

export async function measureWallet(undoLater: (undo: () => unknown) => void): Promise<WalletFigures> {
  const { judgeOnce, requestOnce, verifyOnce } = await prepare(undoLater);
  for (const once of [judgeOnce, requestOnce, verifyOnce]) {
    await cpuOf(once, times);
  }
  const before = await cpuOf(verifyOnce, times);
  const presentation = await cpuOf(judgeOnce, times);
  const request = await cpuOf(requestOnce, times);
  const verified = (before + (await cpuOf(verifyOnce, times))) / 2;
  return {
    ratios: { presentationToVerify: presentation / verified, requestToVerify: request / verified },
    verify: verified,
    presentation,
    request,
  };
}

async function prepare(undoLater: (undo: () => unknown) => void) {
  const [requests, state] = [await Authority.create('Requests'), await Authority.create('State')];
  const credentialIssuer = await state.leaf('issuer.example');
  const lists = await StatusServer.start(credentialIssuer);
  undoLater(() => lists.stop());
  const settings = await walletSettings(await requests.leaf('localhost'), state.root.pem);
  const trust = createTrust(settings.sources);
  const signer = createRequestSigner(settings, issuer);
  const queries = queriesFor(settings.sources);
  const judge = createVerifyVpToken({
    trust,
    statusLists: createStatusCheck(trust, (address, asked) => fetch(address, asked), issuer),
    queries,
    clientId: signer.clientId,
    policy: settings,
  });
  const walletRequests = createWalletRequests({ issuer, walletAddress: 'openid4vp://', signer, queries });
  const presentations = await startPresentations(undoLater);
  const service = { hu: 'Minta', en: 'Sample' };
  const asked = { flow: 'cross-device', uid: 'uid', browser: 'browser', service } as const;

  const wallet = await Wallet.create([requests.root.pem]);
  wallet.credential = await issue(credentialIssuer, {
    claims: { ...personClaims, personal_administrative_number: '1' },
    holderKey: wallet.publicKey,
    open: { status: { status_list: { idx: 1, uri: lists.freshList() } } },
  });
  const presentation = await presentations.begin(asked, new Date());
  const signed = await walletRequests.write(presentation, {}, new Date());
  const request = JSON.parse(
    Buffer.from(signed.split('.')[1] ?? '', 'base64url').toString(),
  ) as RequestObject;
  const answer = { vp_token: { pid: [await wallet.present(request)] } };

  const key = createPrivateKey(await exportPKCS8(credentialIssuer.keys.privateKey));
  const text = Buffer.alloc(600, 'a');
  const signature = sign('sha256', text, { key, dsaEncoding: 'ieee-p1363' });
  const publicKey = createPublicKey(key);

  return {
    judgeOnce: () => judge(answer, presentation, new Date()),
    requestOnce: async () =>
      walletRequests.write(await presentations.begin(asked, new Date()), { nonce: 'x' }, new Date()),
    verifyOnce: async () => verify('sha256', text, { key: publicKey, dsaEncoding: 'ieee-p1363' }, signature),
  };
}

async function startPresentations(undoLater: (undo: () => unknown) => void) {
  const directory = mkdtempSync(join(tmpdir(), 'kapu-bench-wallet-'));
  undoLater(() => rmSync(directory, { recursive: true, force: true }));
  const redis = await startLocalRedis(directory);
  undoLater(() => redis.stop());
  const store = await connectToRedis(redis.socket, createLogger('silent'));
  undoLater(() => store.disconnect());
  const sealer = createSealer([{ kid: 'b', key: Buffer.alloc(32, 1) }]);
  return createPresentationStore(createRecorder(store, sealer), sealer);
}

/** Milliseconds of CPU, of all threads of this process, for one. */
async function cpuOf(once: () => Promise<unknown>, count: number): Promise<number> {
  const before = process.cpuUsage();
  for (let time = 0; time < count; time += 1) {
    await once();
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / count;
}

export function walletInWords({ ratios, verify: verified, presentation, request }: WalletFigures): string {
  const milliseconds = (value: number): string => `${value.toFixed(3)} ms`;
  return `
Wallet: ratios
${row('CPU of a presentation ÷ of a raw ES256 verify', ratios.presentationToVerify.toFixed(1))}
${row('CPU of a request ÷ of a raw ES256 verify', ratios.requestToVerify.toFixed(1))}

Wallet, CPU of one
${row('raw ES256 verify', milliseconds(verified))}
${row('presentation: two signatures, disclosures, status', milliseconds(presentation))}
${row('request: fresh key, Redis, signature', milliseconds(request))}
`;
}
