// Whether a quotation is put together from different places: nearly all of its words stand somewhere in runs, but not in one stretch.

import type { Span } from '../text/span.ts';
import type { Token } from './alignment.ts';

/** A run of the quotation's words that stands word for word in the text of that number, with its range there. */
export interface Stitch {
  readonly text: number;
  readonly span: Span;
  /** First word of the quotation, and how many. */
  readonly from: number;
  readonly length: number;
}

/** A text that runs are looked for in; its words, and how much of the quotation it holds by itself. */
interface Cloth {
  readonly words: readonly Token[];
  readonly similarity: number;
}

/** Shorter runs stand everywhere, and so do runs of fewer telling words. */
const RUN_MIN_WORDS = 4;
const RUN_MIN_TELLING = 2;
/** Words of the quotation that may be in no run: "and", "that", one that was changed at the seam. */
const LOOSE_MAX_SHARE = 0.15;

/** The parts of a stitched quotation in its order, or null where it is none. Of the texts the first holding a run longest is its place. */
export function stitchesOf(
  words: readonly Token[],
  weights: readonly number[],
  texts: readonly Cloth[],
): Stitch[] | null {
  const stitches: Stitch[] = [];
  let loose = 0;
  for (let at = 0; at < words.length; ) {
    const last = stitches.at(-1);
    const run = longestRun(words, at, texts, last?.text);
    const telling = weights.slice(at, at + run.length).filter((weight) => weight > 0).length;
    if (run.length < RUN_MIN_WORDS || telling < RUN_MIN_TELLING) {
      loose++;
      at++;
      continue;
    }
    stitches.push(run);
    at += run.length;
  }
  const parts = joined(stitches);
  return parts.length > 1 && loose <= Math.max(1, Math.floor(words.length * LOOSE_MAX_SHARE)) ? parts : null;
}

function longestRun(
  words: readonly Token[],
  from: number,
  texts: readonly Cloth[],
  preferred: number | undefined,
): Stitch {
  let best: Stitch = { text: 0, span: { start: 0, end: 0 }, from, length: 0 };
  for (const [n, { words: own }] of texts.entries()) {
    for (let start = 0; start < own.length; start++) {
      let length = 0;
      while (from + length < words.length && own[start + length]?.key === words[from + length]!.key) length++;
      if (length > best.length || (length === best.length && n === preferred && best.text !== preferred))
        best = {
          text: n,
          span: { start: own[start]!.start, end: own[start + Math.max(1, length) - 1]!.end },
          from,
          length,
        };
    }
  }
  return best;
}

/** Runs of one text that follow each other in its order are one part with something left out or changed between them: no stitch. */
function joined(stitches: readonly Stitch[]): Stitch[] {
  const parts: Stitch[] = [];
  for (const stitch of stitches) {
    const last = parts.at(-1);
    if (last && last.text === stitch.text && stitch.span.start >= last.span.start)
      parts[parts.length - 1] = {
        ...last,
        span: { start: last.span.start, end: Math.max(last.span.end, stitch.span.end) },
        length: stitch.from + stitch.length - last.from,
      };
    else parts.push(stitch);
  }
  return parts;
}
