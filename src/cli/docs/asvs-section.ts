/** How we stand to OWASP ASVS 5.0: the sums, and each requirement. */
import { chapterNames, lines } from './asvs/chapters.ts';
import type { Evidence, Line } from './asvs/requirement.ts';
import { type Requirement, requirements } from './asvs/requirement-levels.ts';
import { code, table } from './markdown.ts';

const kinds = ['met', 'decided', 'not applicable', 'open'] as const satisfies readonly Line['kind'][];

export function asvsSumsSection(): string {
  const rows = Object.entries(chapterNames).map(([chapter, name]) =>
    sumsOf(`V${chapter} ${name}`, ofChapter(chapter)),
  );
  const atLevel = (levels: string, wanted: (level: number) => boolean) =>
    sumsOf(
      `*${levels}*`,
      requirements.filter(({ level }) => wanted(level)),
    );
  return table(
    ['', 'all', 'met', 'decided otherwise', 'does not apply', 'open'],
    [
      ...rows,
      atLevel('levels 1 and 2', (level) => level < 3),
      atLevel('level 3', (level) => level === 3),
      sumsOf('*all*', requirements),
    ],
  );
}

function sumsOf(name: string, some: readonly Requirement[]): string[] {
  const counts = kinds.map((kind) => some.filter(({ id }) => lines[id]?.kind === kind).length);
  return [name, some.length, ...counts].map(String);
}

function ofChapter(chapter: string): Requirement[] {
  return requirements.filter(({ id }) => id.startsWith(`${chapter}.`));
}

export function asvsSection(): string {
  return Object.entries(chapterNames)
    .map(([chapter, name]) => {
      const rows = ofChapter(chapter).map(({ id, level }) => rowOf(id, level));
      return `## V${chapter} ${name}\n\n${table(['', 'level', 'what is asked', 'how we stand to it'], rows)}`;
    })
    .join('\n\n');
}

function rowOf(id: string, level: number): string[] {
  const line = lines[id];
  return [id, String(level), line?.asks ?? '', line ? standingOf(line) : ''];
}

function standingOf(line: Line): string {
  switch (line.kind) {
    case 'met':
      return `met: ${line.shownBy.map(evidenceOf).join('; ')}`;
    case 'decided':
      return `**decided otherwise**: ${line.why} *The risk is borne by:* ${line.riskOf}.`;
    case 'not applicable':
      return `does not apply: ${line.why}`;
    case 'open':
      return `**open**: ${line.missing}`;
  }
}

/** Tests from `test/` on, documents as a link. */
function evidenceOf({ path, title }: Evidence): string {
  return path.startsWith('docs/')
    ? `[${title}](${path.slice('docs/'.length)}#${anchorOf(title)})`
    : `${code(path.slice('test/'.length))} “${title}”`;
}

/** As GitHub makes them of headings. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} -]/gu, '')
    .replaceAll(' ', '-');
}
