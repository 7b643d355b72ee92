// The gate for a composer's own sentences: whatever in one can be checked is looked for in the sentences that it cites, and a sentence
// with anything that they do not bear is dropped, whole, with a code. It reads words, not meaning: what it lets through is shown above
// the cited sentences, never instead of them.

import { plainText } from '../text/markdown.ts';
import { scanUnits } from '../text/terms.ts';
import { isMisplaced } from './anchors.ts';
import { type Evidence, evidenceOf, isDenial, type Prose, proseOf, type Support } from './grounding-evidence.ts';
import { datesMissing, namesMissing, numbersMissing, quotesWrongly } from './grounding-facts.ts';
import {
  contradicts,
  eventsMissing,
  isUnsupported,
  losesCaution,
  overreaches,
  speaksForItself,
} from './grounding-sense.ts';
import type { DropCode, Quote } from './model.ts';
import { rolesContradict } from './roles.ts';

/** More characters are no sentence. */
const PROSE_MAX_CHARS = 600;
const PROSE_MAX_WORDS = 60;

export type Grounded = { readonly text: string } | { readonly code: DropCode };

/**
 * Checks one sentence of a composer's own (Markdown marks are taken off) against the quotes that it cites. `question`: names and numbers that a
 * denial may repeat. Returns the sentence to show, with its attribution added where it rests on a filing's words alone.
 */
export function ground(
  text: string,
  quotes: readonly Quote[],
  supports: readonly Support[],
  question: string,
): Grounded {
  if (text.length > PROSE_MAX_CHARS || text.split(/\s+/).length > PROSE_MAX_WORDS) return { code: 'too-long' };
  const evidence = evidenceOf(quotes, supports);
  if (linksOut(text, evidence)) return { code: 'link' };
  const prose = proseOf(withoutParticle(plainText(text, 'markdown')));
  if (!/\p{L}{2}/u.test(prose.text)) return { code: 'unsupported' };
  for (const [code, fails] of CHECKS) if (fails(prose, evidence, question)) return { code };
  return { text: withAttribution(prose.text, quotes) };
}

const LINK = /https?:|www\.|[<>]|\[[^\]]*\]\(|@(?:everyone|here|channel)\b/i;
const HOST =
  /(?<![\p{L}\d])[\p{L}\d-]+(?:\.[\p{L}\d-]+)*\.(?:com|org|net|io|gov|edu|info|co|dev|app|me|ly|ru|xyz|uk|eu)(?![\p{L}\d])/giu;

/** Links, markup and live mentions have no place in a sentence, nor has a site that the evidence does not name. */
function linksOut(text: string, { all }: Evidence): boolean {
  return LINK.test(text) || [...text.matchAll(HOST)].some(([host]) => !all.toLowerCase().includes(host.toLowerCase()));
}

/** What is asked of every sentence, cheap and plain checks first. */
const CHECKS: readonly (readonly [DropCode, (prose: Prose, evidence: Evidence, question: string) => boolean])[] = [
  ['quotation-marks', quotesWrongly],
  ['voice', speaksForItself],
  ['date', datesMissing],
  ['number', numbersMissing],
  ['name', namesMissing],
  ['event', eventsMissing],
  ['negation', contradicts],
  ['roles', ({ text }, { sentences }) => rolesContradict(text, sentences) || isMisplaced(text, sentences)],
  ['caution', losesCaution],
  ['overreach', overreaches],
  ['unsupported', isUnsupported],
];

/** An answer's "Yes" or "No" belongs to the question, not to the sources; "No" stays where the sentence denies something too. */
function withoutParticle(text: string): string {
  const [, particle, rest] = /^(yes|no)\s*[,:;.–—-]\s*(.+)$/is.exec(text) ?? [];
  if (particle === undefined || rest === undefined) return text;
  if (particle.toLowerCase() === 'no' && isDenial(scanUnits(rest))) return text;
  return rest[0]!.toUpperCase() + rest.slice(1);
}

const SAYS_WHO =
  /\b(?:alleg|argu|claim|contend|assert|complain|said|says|saying|state[sd]|according|plead|maintain|submit|propos|petition|wrote|call(?:s|ed) )/i;

/** A filing's words are a party's: where the prose rests on them alone and does not say so, it is said in front. */
function withAttribution(text: string, quotes: readonly Quote[]): string {
  const filing = quotes.every(({ kind, voice }) => kind === 'filing' && voice === 'source');
  if (!filing || SAYS_WHO.test(text)) return text;
  return `Alleged in ${quotes[0]!.short}: ${text}`;
}
