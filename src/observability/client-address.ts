/** The address of whoever sent a request, in the one form that limits count and the audit log names. */
import { isIP } from 'node:net';

/**
 * @param forwarded what the proxy says, where one is believed: also with a port, as some application gateways write it
 * @param ofSocket who the connection is with; counts where the proxy says nothing, or nonsense
 */
export function clientAddress(forwarded: string | undefined, ofSocket: string | undefined): string {
  return addressIn(forwarded ?? '') ?? addressIn(ofSocket ?? '') ?? '';
}

/** `192.0.2.7`, `192.0.2.7:51234`, `2001:db8::7`, `[2001:db8::7]`, `[2001:db8::7]:51234`; undefined for everything else. */
function addressIn(written: string): string | undefined {
  const [, six, four] = /^\[([^\]]+)\](?::\d{1,5})?$|^([\d.]+):\d{1,5}$/.exec(written) ?? [];
  const address = six ?? four ?? written;
  switch (isIP(address)) {
    case 4:
      return address;
    case 6:
      return fourIn(shortest(address));
    default:
      return undefined;
  }
}

/** As RFC 5952 writes it, without the zone, which is the machine's own matter. */
function shortest(address: string): string {
  const [plain = ''] = address.split('%');
  return new URL(`http://[${plain}]`).hostname.slice(1, -1);
}

/** An IPv4 address that a socket of both kinds calls `::ffff:192.0.2.7`. */
function fourIn(address: string): string {
  const [, high, low] = /^::ffff:([\da-f]{1,4}):([\da-f]{1,4})$/.exec(address) ?? [];
  return high === undefined || low === undefined
    ? address
    : [high, low]
        .flatMap((group) => [Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 255])
        .join('.');
}
