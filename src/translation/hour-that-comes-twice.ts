/** When clocks go back an hour comes twice, and what ends in the one is over in the other. */

const hourInMilliseconds = 60 * 60 * 1000;
/** Made once: to make one takes sixty times as long as to write. */
const onTheClock = new Intl.DateTimeFormat('hu', {
  timeZone: 'Europe/Budapest',
  hour: '2-digit',
  minute: '2-digit',
});

type Which = 'summer' | 'winter';

/** In words, which everybody knows, around the time. In Hungarian before it: `02:55-ig` keeps its suffix. */
const said = {
  hu: {
    summer: (time: string) => `nyári idő szerint ${time}`,
    winter: (time: string) => `téli idő szerint ${time}`,
  },
  en: {
    summer: (time: string) => `${time} (summer time)`,
    winter: (time: string) => `${time} (winter time)`,
  },
} satisfies Readonly<Record<string, Readonly<Record<Which, (time: string) => string>>>>;

/** In a text message, which in Hungarian is one part of 70 characters: there `Lejár: nyári 02:55.` says it. */
const saidBriefly = {
  ...said,
  hu: { summer: (time: string) => `nyári ${time}`, winter: (time: string) => `téli ${time}` },
};

/** In which languages times are told; a new one does not compile without its words. */
export type LanguageOfTimes = keyof typeof said;

/** A time of day, and which of the two it is in the hour that comes twice. */
export function sayWhichOfTwo(
  time: string,
  instant: Date,
  language: LanguageOfTimes,
  length: 'whole' | 'brief' = 'whole',
): string {
  const which = whichOfTwo(instant);
  return which ? (length === 'brief' ? saidBriefly : said)[language][which](time) : time;
}

function whichOfTwo(instant: Date): Which | undefined {
  const [before, shown, after] = [-1, 0, 1].map((hours) =>
    onTheClock.format(new Date(instant.getTime() + hours * hourInMilliseconds)),
  );
  return shown === after ? 'summer' : shown === before ? 'winter' : undefined;
}
