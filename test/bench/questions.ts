/** What is asked with the access tokens of people who signed in: who they are, and what a token is worth; beside the bare engine. */
import { createCitizens } from './citizens.ts';
import { atOnce, grantsToRefresh } from './experiments.ts';
import { type OnStop, type Served, startInstallation } from './installation.ts';
import { type Measurement, measure, quantile } from './measure.ts';
import type { RelyingParty, Tokens } from './relying-party.ts';
import { row } from './report.ts';
import { signIn } from './sign-in.ts';

type Question = 'askUserinfo' | 'introspect';

interface Compared {
  /** Of each round: ours ÷ those of the bare engine, a second. */
  readonly ratios: readonly number[];
  readonly perSecond: number;
  readonly barePerSecond: number;
  /** Milliseconds of the provider for one. */
  readonly cpu: number;
  readonly cpuOfBare: number;
}

export type QuestionFigures = Readonly<Record<Question, Compared>>;

const rounds = 5;
const warmUpInSeconds = 3;

export async function measureQuestions(
  onStop: OnStop,
  signal: AbortSignal,
  seconds: number,
): Promise<QuestionFigures> {
  const installation = await startInstallation(onStop, signal);
  const { config, store, kapu, bare, redisPid } = installation;
  const citizens = await createCitizens(config, store);
  await citizens.prepare(grantsToRefresh);
  const ours = await tokensOf(() => signIn(kapu.relyingParty, citizens.next(), citizens.password));
  const bares = await tokensOf(() => bare.relyingParty.signIn('bare', (browser, path) => browser.get(path)));

  const ask = (question: Question, { process: { pid }, relyingParty }: Served, tokens: readonly Tokens[]) => {
    const next = inTurn(relyingParty, question, tokens);
    const processes = { provider: pid, redis: redisPid };
    return (length: number): Promise<Measurement> =>
      measure(next, { atOnce, seconds: length, signal, processes });
  };
  const compare = async (question: Question): Promise<Compared> => {
    const [askUs, askBare] = [ask(question, kapu, ours), ask(question, bare, bares)];
    await askUs(warmUpInSeconds);
    await askBare(warmUpInSeconds);
    const measured: [Measurement, Measurement][] = [];
    for (let round = 0; round < rounds; round += 1) {
      measured.push([await askUs(seconds), await askBare(seconds)]);
    }
    const median = (of: (pair: [Measurement, Measurement]) => number): number =>
      quantile(measured.map(of), 0.5);
    return {
      ratios: measured.map(([one, other]) => one.perSecond / other.perSecond),
      perSecond: median(([one]) => one.perSecond),
      barePerSecond: median(([, other]) => other.perSecond),
      cpu: median(([one]) => one.cpu.provider ?? Number.NaN),
      cpuOfBare: median(([, other]) => other.cpu.provider ?? Number.NaN),
    };
  };

  try {
    return { askUserinfo: await compare('askUserinfo'), introspect: await compare('introspect') };
  } catch (error) {
    throw await installation.explain(error);
  }
}

async function tokensOf(signInAnyone: () => Promise<Tokens>): Promise<Tokens[]> {
  const tokens: Tokens[] = [];
  while (tokens.length < grantsToRefresh) {
    tokens.push(await signInAnyone());
  }
  return tokens;
}

function inTurn(
  relyingParty: RelyingParty,
  question: Question,
  tokens: readonly Tokens[],
): () => Promise<void> {
  let turn = 0;
  return () => {
    turn += 1;
    return relyingParty[question](tokens[turn % tokens.length] as Tokens);
  };
}

export function questionsInWords(figures: QuestionFigures): string {
  const inRows = (name: string, { ratios, perSecond, barePerSecond, cpu, cpuOfBare }: Compared): string[] => [
    row(
      `${name} ÷ those of the bare engine in memory`,
      `${quantile(ratios, 0.5).toFixed(2)} (${ratios.map((ratio) => ratio.toFixed(2)).join(', ')})`,
    ),
    row(`${name} a second`, `${perSecond.toFixed(0)} (bare: ${barePerSecond.toFixed(0)})`),
    row('CPU of the provider', `${cpu.toFixed(2)} ms (bare: ${cpuOfBare.toFixed(2)} ms)`),
  ];
  return [
    `\nAsked with an access token, ${atOnce} at once`,
    ...inRows('userinfo', figures.askUserinfo),
    ...inRows('introspections', figures.introspect),
    '',
  ].join('\n');
}
