/** When clocks go back an hour comes twice, and what ends in the one is over in the other. */

const hourInMilliseconds = 60 * 60 * 1000;
const country = { timeZone: 'Europe/Budapest' } as const;
/** Made once: to make one takes sixty times as long as to write. */
const onTheClock = new Intl.DateTimeFormat('hu', { ...country, hour: '2-digit', minute: '2-digit' });
const nameOfTime = new Intl.DateTimeFormat('hu', { ...country, timeZoneName: 'short' });

/** What stands behind a time of day: which of the two it is, e.g. ` (CEST)`; nothing in any other hour of the year. */
export function whichOfTwo(instant: Date): string {
  const [before, shown, after] = [-1, 0, 1].map((hours) =>
    onTheClock.format(new Date(instant.getTime() + hours * hourInMilliseconds)),
  );
  return shown === before || shown === after ? ` (${nameOfTime.format(instant).split(' ').at(-1)})` : '';
}
