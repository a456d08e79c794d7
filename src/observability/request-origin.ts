/** What the request under way came from, in coarse form: the browser and its system, as a person would name them, and the network. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { isIP } from 'node:net';
import bowser from 'bowser';

/** As the request itself says. */
interface Sender {
  /** As it is in the answer and in every line of the log about it. */
  readonly requestId: string;
  readonly userAgent: string;
  /** In its one form (client-address.ts). */
  readonly address: string;
}

export interface Origin {
  /** For example `Firefox, Windows`; empty where there is no request, or nothing is known of its browser. */
  readonly device: string;
  /** The network, not the machine: `192.0.2.0/24`, `2001:db8:1::/48`; empty where there is no request. */
  readonly network: string;
  /** The id of the request; absent where there is none. */
  readonly request?: string | undefined;
}

const sender = new AsyncLocalStorage<Sender>();
/** Longer ones are made up; reading them would only cost time. */
const longestRead = 300;

/** Runs a request of somebody. */
export function withSender<Result>(from: Sender, work: () => Result): Result {
  return sender.run(from, work);
}

export function originOfRequest(): Origin {
  const from = sender.getStore();
  const request = from ? { request: from.requestId } : {};
  return { device: deviceOfRequest(), network: networkOf(from?.address ?? ''), ...request };
}

export function deviceOfRequest(): string {
  return deviceNamed(sender.getStore()?.userAgent ?? '');
}

/** The names that people know. Anything else would be a thief's words on the owner's pages. */
const knownNames = new Set(Object.values({ ...bowser.BROWSER_MAP, ...bowser.OS_MAP }));

/** Millions have the same few browsers, and finding out which one takes long. */
const mostRemembered = 500;
const remembered = new Map<string, string>();

/** What a browser says of itself is a claim: shown to its owner as text, and never decided on. */
function deviceNamed(sent: string): string {
  const read = sent.slice(0, longestRead) || ' ';
  const known = remembered.get(read);
  if (known !== undefined) {
    return known;
  }
  const { browser, os } = bowser.parse(read);
  const named = [browser.name, os.name].filter((name) => name && knownNames.has(name)).join(', ');
  if (remembered.size >= mostRemembered) {
    remembered.clear();
  }
  remembered.set(read, named);
  return named;
}

function networkOf(address: string): string {
  switch (isIP(address)) {
    case 4:
      return `${address.split('.').slice(0, 3).join('.')}.0/24`;
    case 6:
      return `${firstGroups(address, 3).join(':')}::/48`;
    default:
      return '';
  }
}

/** The first groups of an IPv6 address, of which `::` may leave some out. */
function firstGroups(address: string, many: number): string[] {
  const [before = '', after] = address.split('::');
  const head = before === '' ? [] : before.split(':');
  const tail = after ? after.split(':') : [];
  const omitted = after === undefined ? 0 : Math.max(0, 8 - head.length - tail.length);
  return [...head, ...Array.from({ length: omitted }, () => '0'), ...tail]
    .slice(0, many)
    .map((group) => Number.parseInt(group, 16).toString(16));
}
