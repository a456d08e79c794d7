/** Throughput and latency against load, of two versions, as an SVG that needs nothing else. Pure. */

export interface AtLoad {
  readonly atOnce: number;
  readonly perSecond: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p95: number;
}

interface Line {
  readonly name: string;
  readonly color: string;
  readonly dashes?: string;
  readonly values: readonly number[];
}

const panel = { width: 380, height: 240, left: 60, top: 50 };
const size = { width: 940, height: 360 };
const [dark, light] = ['#1d4f91', '#b3541e'];

/** Both measured at the same loads. */
export function drawLoads(ours: readonly AtLoad[], other: readonly AtLoad[]): string {
  const loads = ours.map(({ atOnce }) => atOnce);
  const of = (version: readonly AtLoad[], figure: keyof AtLoad): number[] =>
    version.map((measured) => measured[figure]);
  const throughput: Line[] = [
    { name: 'this version', color: dark, values: of(ours, 'perSecond') },
    { name: 'the other', color: light, values: of(other, 'perSecond') },
  ];
  const latency: Line[] = [
    { name: 'this version, p95', color: dark, values: of(ours, 'p95') },
    { name: 'this version, p50', color: dark, dashes: '5 4', values: of(ours, 'p50') },
    { name: 'the other, p95', color: light, values: of(other, 'p95') },
    { name: 'the other, p50', color: light, dashes: '5 4', values: of(other, 'p50') },
  ];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.width} ${size.height}" role="img" aria-labelledby="title" font-family="sans-serif" font-size="12">`,
    '<title id="title">Sign-ins a second, and milliseconds of one, by how many there are at once</title>',
    `<rect width="${size.width}" height="${size.height}" fill="#fff"/>`,
    drawPanel('Sign-ins a second', loads, throughput, panel.left),
    drawPanel('Milliseconds of one sign-in', loads, latency, panel.left + panel.width + 100),
    '</svg>\n',
  ].join('\n');
}

function drawPanel(title: string, loads: readonly number[], lines: readonly Line[], left: number): string {
  const most = roundUp(Math.max(...lines.flatMap(({ values }) => values)));
  const x = (index: number): number => left + (panel.width * index) / Math.max(1, loads.length - 1);
  const y = (value: number): number => panel.top + panel.height * (1 - value / most);
  const bottom = panel.top + panel.height;
  const marks = [0, 0.25, 0.5, 0.75, 1].map((share) => share * most);
  return [
    `<text x="${left}" y="24" font-size="14" font-weight="bold">${title}</text>`,
    ...marks.flatMap((mark) => [
      `<line x1="${left}" x2="${left + panel.width}" y1="${y(mark)}" y2="${y(mark)}" stroke="#ddd"/>`,
      `<text x="${left - 8}" y="${y(mark) + 4}" text-anchor="end">${mark}</text>`,
    ]),
    ...loads.map(
      (load, index) => `<text x="${x(index)}" y="${bottom + 18}" text-anchor="middle">${load}</text>`,
    ),
    `<text x="${left + panel.width / 2}" y="${bottom + 36}" text-anchor="middle">at once</text>`,
    ...lines.flatMap(({ name, color, dashes, values }, index) => [
      `<polyline fill="none" stroke="${color}" stroke-width="2"${dashes ? ` stroke-dasharray="${dashes}"` : ''} points="${values.map((value, place) => `${x(place).toFixed(1)},${y(value).toFixed(1)}`).join(' ')}"/>`,
      `<text x="${left + 10 + (index % 2) * 150}" y="${bottom + 54 + Math.floor(index / 2) * 14}" fill="${color}">${dashes ? '- -' : '—'} ${name}</text>`,
    ]),
  ].join('\n');
}

/** To one digit and a half: 1, 2, 4, 6, 8 of a power of ten. */
export function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [1, 2, 4, 6, 8, 10].find((times) => times * power >= value) ?? 10;
  return step * power;
}
