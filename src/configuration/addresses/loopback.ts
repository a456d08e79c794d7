/** Names of this machine, as `URL.hostname` has them: what is sent there leaves it by no network. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
}
