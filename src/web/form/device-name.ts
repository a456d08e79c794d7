/** What citizens call a device. It goes into an e-mail of ours: no addresses, and no marks that change how it reads. */
export function withoutAddresses(deviceName: string): string {
  return deviceName.replace(/[^\p{L}\p{M}\p{N}'’()+&,#-]+/gu, ' ').trim();
}
