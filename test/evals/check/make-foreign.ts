// Makers of quotations that are not the source's at all, not the named speaker's, or too short to tell.

import { pick } from '../../bench/random.ts';
import { inventSentence, inventShort } from './invented.ts';
import { drawSpoken } from './make-fair.ts';
import { wrongName } from './names.ts';
import { cutPiece } from './places.ts';
import { dress } from './prose.ts';
import { caseOf, type Maker, sharesRun } from './tools.ts';

export const wrongSpeaker: Maker = (random, material) => {
  const piece = drawSpoken(random, material);
  if (!piece) return null;
  const who = wrongName(random, material.sources, material.sources.standsIn(piece.text), [
    ...material.speakers.values(),
  ]);
  if (/Constitution|U\.S\.C\./.test(piece.place.speaker ?? '') && who.includes(' v. ')) return null; // opinions quote the law
  const why = `given to ${who}; it is ${piece.place.speaker}'s`;
  return caseOf(dress(random, piece.text, { who }), piece, { accepts: ['misattributed'], why });
};

/** A plain document says nobody's name, but it is not the other document that the draft names. */
export const wrongDocument: Maker = (random, material) => {
  const piece = cutPiece(random, pick(random, material.sources.verbatim), 6, 40);
  if (!piece || piece.place.speaker !== null || material.speakers.size === 0) return null;
  const who = `the ${pick(random, [...material.speakers.values()]).work}`;
  const why = `given to ${who}; it stands in "${piece.place.document}"`;
  return caseOf(dress(random, piece.text, { who }), piece, { accepts: ['misattributed'], why });
};

/** A digest's own sentence stands in the knowledge, but nobody said it. */
export const digestOfNobody: Maker = (random, { sources }) => {
  if (sources.digests.length === 0) return null;
  const piece = cutPiece(random, pick(random, sources.digests), 8, 40);
  if (!piece || sources.excerpts.some(({ text }) => text.includes(piece.text))) return null;
  const why = "a digest's own sentence, nobody named: its words stand there, and are nobody's";
  const dressed = dress(random, piece.text, random() < 0.5 ? 'nobody' : 'vaguely');
  return caseOf(dressed, piece, { accepts: ['exact', 'misattributed'], why });
};

export const digestOfSomebody: Maker = (random, { sources, speakers }) => {
  if (sources.digests.length === 0) return null;
  const piece = cutPiece(random, pick(random, sources.digests), 8, 40);
  if (!piece || sources.excerpts.some(({ text }) => text.includes(piece.text))) return null;
  const who = wrongName(random, sources, sources.standsIn(piece.text), [...speakers.values()]);
  const why = `a digest's own sentence given to ${who}`;
  return caseOf(dress(random, piece.text, { who }), piece, { accepts: ['misattributed'], why });
};

export const invented: Maker = (random, material) => {
  const sentence = inventSentence(random);
  if (sharesRun(sentence, 4, material)) return null;
  const naming =
    random() < 0.5 ? 'nobody' : { who: pick(random, ['the complaint', 'the ACLU', 'Senator Ron Wyden', 'David Kaye']) };
  return caseOf(dress(random, sentence, naming), null, { accepts: ['not-found'], why: 'invented' });
};

export const leftOut: Maker = (random, material) => {
  if (material.heldOut.length === 0) return null;
  const sentence = pick(random, material.heldOut);
  const words = sentence.split(' ').length;
  const clean =
    /^[\p{L}\p{N}][^"“”«»‘[\]…]*[.!?]$/u.test(sentence) && !/\.\.|(?<!\p{L})['’]|['’](?!\p{L})/u.test(sentence);
  if (!clean || words < 8 || words > 50 || sharesRun(sentence, 5, material)) return null;
  const dressed = dress(random, sentence, random() < 0.6 ? 'nobody' : 'vaguely');
  return caseOf(dressed, null, {
    accepts: ['not-found'],
    why: 'a sentence of an article that is not among the sources',
  });
};

export const tooShort: Maker = (random) => {
  const short = inventShort(random);
  return caseOf({ ...short, alone: true }, null, {
    accepts: ['too-short'],
    why: 'one or two words, or none that means anything',
  });
};
