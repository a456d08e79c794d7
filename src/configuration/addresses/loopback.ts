/** Names of this machine, as `URL.hostname` has them: what is sent there leaves it by no network. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
}

/** Where something on this machine is reached that listens on this address: on all of them, by loopback. */
export function reachableHost(listensOn: string): string {
  switch (listensOn) {
    case '0.0.0.0':
      return '127.0.0.1';
    case '::':
      return '::1';
    default:
      return listensOn;
  }
}
