/**
 * How soon somebody would guess a password: zxcvbn's estimate, with English and Hungarian words and with what is known of the
 * citizen. Its advice comes as our own names, which the pages have sentences for.
 *
 * The estimate is work. Its cost grows with the square of the length and with every letter that might stand for
 * another ("p@ssw0rd"); 256 hostile characters would take seconds as it comes. So only a beginning is looked at, and few such
 * substitutions are tried: about ten milliseconds at worst (test/accounts/password/password-rules.test.ts). What is hard to guess in its
 * beginning stays so.
 */
import { hungarianWords } from './hungarian-password-words.ts';

export interface PasswordStrength {
  /** 0 at once, 1 within a million guesses, 2 within a hundred millions, 3 within ten thousand millions, 4 beyond. */
  readonly score: number;
  readonly weakness: Weakness;
  readonly advice: readonly Advice[];
}

export type EstimatePasswordStrength = (
  password: string,
  personalWords: readonly string[],
) => PasswordStrength;

const charactersEstimated = 40;
const substitutionsTried = 2;

const weaknesses = {
  straightRow: 'keyboard',
  keyPattern: 'keyboard',
  simpleRepeat: 'repeated',
  extendedRepeat: 'repeated',
  sequences: 'sequence',
  recentYears: 'date',
  dates: 'date',
  topTen: 'common',
  topHundred: 'common',
  common: 'common',
  similarToCommon: 'common',
  wordByItself: 'word',
  namesByThemselves: 'name',
  commonNames: 'name',
  userInputs: 'personal',
  pwned: 'common',
} as const;

const advices = {
  l33t: 'substitutions',
  reverseWords: 'reversed',
  allUppercase: 'capitals',
  capitalization: 'capitals',
  dates: 'dates',
  recentYears: 'dates',
  associatedYears: 'dates',
  sequences: 'sequences',
  repeated: 'repeated',
  longerKeyboardPattern: 'words',
  anotherWord: 'another-word',
  useWords: 'words',
  noNeed: 'words',
  pwned: 'words',
} as const;

export type Weakness = (typeof weaknesses)[keyof typeof weaknesses] | 'guessable';
export type Advice = (typeof advices)[keyof typeof advices];

/** Loads the dictionaries: about 60 MB and half a second. */
export async function loadStrengthEstimate(): Promise<EstimatePasswordStrength> {
  // By their default: they are CommonJS, and of such a package the built product finds nothing by its name.
  const [{ default: core }, { default: common }, { default: english }] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
    import('@zxcvbn-ts/language-en'),
  ]);
  const zxcvbn = new core.ZxcvbnFactory({
    dictionary: { ...common.dictionary, ...english.dictionary, 'commonWords-hu': [...hungarianWords] },
    graphs: common.adjacencyGraphs,
    l33tMaxSubstitutions: substitutionsTried,
    maxLength: charactersEstimated,
  });
  return (password, personalWords) => {
    const { score, feedback } = zxcvbn.check(password, [...personalWords]);
    const known = feedback.suggestions.map((suggestion) => advices[suggestion as keyof typeof advices]);
    return {
      score,
      weakness: weaknesses[feedback.warning as keyof typeof weaknesses] ?? 'guessable',
      advice: [...new Set(known.filter((advice) => advice !== undefined))],
    };
  };
}

/** The passwords that are used most, as they come with the estimate. Lower case. */
export async function loadMostUsedPasswords(): Promise<ReadonlySet<string>> {
  const { default: common } = await import('@zxcvbn-ts/language-common');
  return new Set(common.dictionary['passwords-common'].map((password) => password.toLowerCase()));
}
