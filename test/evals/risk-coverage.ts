// Risk against coverage: answering only the most confident questions, how many of them are wrong?

export interface Point {
  /** Share of questions answered. */
  readonly coverage: number;
  /** Share of those that are not right. */
  readonly risk: number;
}

/** The curve from the most confident question to all of them. Equal scores come together. */
export function riskCoverage(rows: readonly { score: number; right: boolean }[]): Point[] {
  const sorted = [...rows].sort((a, b) => b.score - a.score);
  const points: Point[] = [];
  let wrong = 0;
  for (const [i, row] of sorted.entries()) {
    if (!row.right) wrong++;
    if (sorted[i + 1]?.score !== row.score) points.push({ coverage: (i + 1) / sorted.length, risk: wrong / (i + 1) });
  }
  return points;
}

/** Mean risk over coverage; lower is better. */
export function areaUnder(points: readonly Point[]): number {
  let area = 0;
  let before = 0;
  for (const { coverage, risk } of points) {
    area += (coverage - before) * risk;
    before = coverage;
  }
  return area;
}

/** Area under the ROC curve: the chance that a positive scores above a negative; ties count half. */
export function auroc(positives: readonly number[], negatives: readonly number[]): number {
  const all = [
    ...positives.map((score) => ({ score, positive: true })),
    ...negatives.map((score) => ({ score, positive: false })),
  ];
  all.sort((a, b) => a.score - b.score);
  let ranks = 0;
  for (let i = 0; i < all.length; ) {
    let j = i;
    while (j < all.length && all[j]!.score === all[i]!.score) j++;
    const rank = (i + 1 + j) / 2;
    ranks += rank * all.slice(i, j).filter(({ positive }) => positive).length;
    i = j;
  }
  return (ranks - (positives.length * (positives.length + 1)) / 2) / (positives.length * negatives.length || 1);
}

const WIDTH = 480;
const HEIGHT = 320;
const MARGIN = 64;

/** The curve as a picture that needs nothing else: axes, grid, line. Text inherits light or dark. */
export function toSvg(points: readonly Point[], title: string): string {
  const x = (coverage: number) => MARGIN + coverage * (WIDTH - 2 * MARGIN);
  const y = (risk: number) => HEIGHT - MARGIN - risk * (HEIGHT - 2 * MARGIN);
  const line = points.map(({ coverage, risk }) => `${x(coverage).toFixed(1)},${y(risk).toFixed(1)}`).join(' ');
  const ticks = [0, 0.25, 0.5, 0.75, 1].flatMap((t) => [
    `<line x1="${x(0)}" x2="${x(1)}" y1="${y(t)}" y2="${y(t)}" stroke="#8884"/>`,
    `<text x="${x(t)}" y="${HEIGHT - MARGIN + 18}" text-anchor="middle">${100 * t} %</text>`,
    `<text x="${MARGIN - 8}" y="${y(t) + 4}" text-anchor="end">${100 * t} %</text>`,
  ]);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12" fill="#777" role="img">
<title>${title}</title>
${ticks.join('\n')}
<text x="${WIDTH / 2}" y="${HEIGHT - 8}" text-anchor="middle">answered</text>
<text x="14" y="${HEIGHT / 2}" transform="rotate(-90 14 ${HEIGHT / 2})" text-anchor="middle">wrong among them</text>
<polyline points="${line}" fill="none" stroke="#c33" stroke-width="2"/>
</svg>
`;
}
