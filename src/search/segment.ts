// A segment: an immutable inverted index over some documents, and their text. Everything is a typed array or a byte buffer,
// so that a saved segment is used as it was read. The index is a few segments and a list of documents that are gone (`index.ts`).

import type { Document, DocumentMeta, Passage } from '../answer/model.ts';
import { termsOf } from '../text/terms.ts';
import { Dictionary } from './dictionary.ts';
import { type TextStore, TextStoreBuilder } from './text-store.ts';

/** The arrays of a segment, by name; what the saved file holds besides dictionary, text and documents. */
export interface SegmentArrays {
  /** Per passage: its document (index into `documents`), its span, its sentences (CSR into the sentence arrays). */
  passageDocument: Uint32Array;
  passageStart: Uint32Array;
  passageEnd: Uint32Array;
  passageSentences: Uint32Array;
  /** Per passage: index into `contexts`. */
  passageContext: Uint32Array;
  /** Terms in the passage's sentences. */
  passageLength: Uint32Array;
  /** Per sentence: its span, and where its terms end in `terms` (they begin where the sentence before ends). */
  sentenceStart: Uint32Array;
  sentenceEnd: Uint32Array;
  sentenceTerms: Uint32Array;
  /** Forward index: term numbers in text order. */
  terms: Uint32Array;
  /** Inverted index, CSR by term number: passage, term frequency in its text, and in title (low 4 bits) and headings (high 4). */
  postings: Uint32Array;
  postingPassage: Uint32Array;
  postingText: Uint8Array;
  postingContext: Uint8Array;
  /** Per document: its first passage; one more entry at the end. */
  documentPassages: Uint32Array;
}

/** What passages share: document-independent parts of a Passage, and the headings' terms are indexed from it. */
export type Context = Pick<Passage, 'headings' | 'voice' | 'speaker' | 'pinpoint' | 'kind' | 'via'>;

export interface SegmentDocument {
  readonly meta: DocumentMeta;
  readonly hash: string;
}

export interface Segment extends SegmentArrays {
  readonly documents: readonly SegmentDocument[];
  readonly contexts: readonly Context[];
  readonly dictionary: Dictionary;
  readonly text: TextStore;
}

/** A passage of a segment, by number. */
export interface Place {
  readonly segment: Segment;
  readonly passage: number;
}

/** Builds a segment. `documents` must be sorted by id; passages keep their documents' order. */
export function buildSegment(documents: Iterable<Document>): Segment {
  const builder = new SegmentBuilder();
  for (const document of documents) builder.add(document);
  return builder.finish();
}

/** A growable Uint32Array. */
class Growable {
  private array = new Uint32Array(1024);
  length = 0;
  push(value: number): void {
    if (this.length === this.array.length) {
      const larger = new Uint32Array(this.array.length * 2);
      larger.set(this.array);
      this.array = larger;
    }
    this.array[this.length++] = value;
  }
  finish(): Uint32Array {
    return this.array.slice(0, this.length);
  }
}

class SegmentBuilder {
  private readonly numbers = new Map<string, number>();
  private readonly passageDocument = new Growable();
  private readonly passageStart = new Growable();
  private readonly passageEnd = new Growable();
  private readonly passageSentences = new Growable();
  private readonly passageContext = new Growable();
  private readonly passageLength = new Growable();
  private readonly sentenceStart = new Growable();
  private readonly sentenceEnd = new Growable();
  private readonly sentenceTerms = new Growable();
  private readonly terms = new Growable();
  private readonly documentPassages = new Growable();
  private readonly documents: SegmentDocument[] = [];
  private readonly contexts: Context[] = [];
  private readonly contextNumbers = new Map<string, number>();
  /** Per document: numbers of its title's terms; per context: numbers of its headings' terms. */
  private readonly titleTerms: number[][] = [];
  private readonly contextTerms: number[][] = [];
  private readonly texts = new TextStoreBuilder();

  add(document: Document): void {
    const { meta, hash, text, content, passages } = document;
    this.documentPassages.push(this.passageDocument.length);
    const number = this.documents.length;
    this.documents.push({ meta, hash });
    this.texts.add(text);
    this.titleTerms.push(this.numbersOf(titleText(meta)));
    for (const passage of passages) {
      this.passageDocument.push(number);
      this.passageStart.push(passage.span.start);
      this.passageEnd.push(passage.span.end);
      this.passageSentences.push(this.sentenceStart.length);
      this.passageContext.push(this.contextOf(passage));
      const before = this.terms.length;
      for (const { start, end } of passage.sentences) {
        this.sentenceStart.push(start);
        this.sentenceEnd.push(end);
        for (const term of termsOf(content.slice(start, end))) this.terms.push(this.numberOf(term));
        this.sentenceTerms.push(this.terms.length);
      }
      this.passageLength.push(this.terms.length - before);
    }
  }

  private contextOf(passage: Passage): number {
    const { headings, voice, speaker, pinpoint, kind, via } = passage;
    const context = JSON.parse(JSON.stringify({ headings, voice, speaker, pinpoint, kind, via })) as Context;
    const key = JSON.stringify(context);
    const known = this.contextNumbers.get(key);
    if (known !== undefined) return known;
    const number = this.contexts.length;
    this.contexts.push(context);
    this.contextNumbers.set(key, number);
    this.contextTerms.push(this.numbersOf(contextText(context)));
    return number;
  }

  private numbersOf(text: string): number[] {
    return termsOf(text).map((term) => this.numberOf(term));
  }

  private numberOf(term: string): number {
    const known = this.numbers.get(term);
    if (known !== undefined) return known;
    const number = this.numbers.size;
    this.numbers.set(term, number);
    return number;
  }

  finish(): Segment {
    this.documentPassages.push(this.passageDocument.length);
    this.passageSentences.push(this.sentenceStart.length);
    const { dictionary, order } = Dictionary.build(this.numbers.keys());
    const terms = this.terms.finish();
    for (let i = 0; i < terms.length; i++) terms[i] = order[terms[i]!]!;
    const arrays = {
      passageDocument: this.passageDocument.finish(),
      passageStart: this.passageStart.finish(),
      passageEnd: this.passageEnd.finish(),
      passageSentences: this.passageSentences.finish(),
      passageContext: this.passageContext.finish(),
      passageLength: this.passageLength.finish(),
      sentenceStart: this.sentenceStart.finish(),
      sentenceEnd: this.sentenceEnd.finish(),
      sentenceTerms: this.sentenceTerms.finish(),
      terms,
      documentPassages: this.documentPassages.finish(),
    };
    const renumber = (lists: number[][]) => lists.map((list) => list.map((number) => order[number]!));
    const inverted = invert(arrays, dictionary.size, renumber(this.titleTerms), renumber(this.contextTerms));
    return {
      ...arrays,
      ...inverted,
      documents: this.documents,
      contexts: this.contexts,
      dictionary,
      text: this.texts.finish(),
    };
  }
}

/** The text that a passage is found by besides its own: headings, speaker, pinpoint. */
export function contextText({ headings, speaker, pinpoint }: Context): string {
  return [...headings, speaker ?? '', pinpoint ?? ''].join('\n');
}

/** The text that a document is found by besides its passages: title, other names, citation, docket, court. */
export function titleText(meta: DocumentMeta): string {
  return [
    meta.title,
    meta.short ?? '',
    ...(meta.also ?? []),
    meta.citation ?? '',
    meta.docket ?? '',
    meta.court ?? '',
  ].join('\n');
}

type Forward = Pick<
  SegmentArrays,
  'passageDocument' | 'passageContext' | 'passageSentences' | 'sentenceTerms' | 'terms'
>;

/** Turns the forward index into postings: two passes over the passages, the first to count and the second to fill. */
function invert(forward: Forward, termCount: number, titleTerms: number[][], contextTerms: number[][]) {
  const postings = new Uint32Array(termCount + 1);
  const lastSeen = new Int32Array(termCount).fill(-1);
  eachOccurrence(forward, titleTerms, contextTerms, (passage, term) => {
    if (lastSeen[term] !== passage) {
      lastSeen[term] = passage;
      postings[term + 1]!++;
    }
  });
  for (let term = 0; term < termCount; term++) postings[term + 1]! += postings[term]!;
  const total = postings[termCount]!;
  const postingPassage = new Uint32Array(total);
  const postingText = new Uint8Array(total);
  const postingContext = new Uint8Array(total);
  const next = postings.slice(0, termCount);
  lastSeen.fill(-1);
  eachOccurrence(forward, titleTerms, contextTerms, (passage, term, field) => {
    if (lastSeen[term] !== passage) {
      lastSeen[term] = passage;
      postingPassage[next[term]!++] = passage;
    }
    const at = next[term]! - 1;
    if (field === 'text') postingText[at] = Math.min(255, postingText[at]! + 1);
    else if (field === 'title') postingContext[at] = bump(postingContext[at]!, 1, 0x0f);
    else postingContext[at] = bump(postingContext[at]!, 16, 0xf0);
  });
  return { postings, postingPassage, postingText, postingContext };
}

/** Adds one to a 4-bit counter inside a byte, unless it is full. */
function bump(byte: number, step: number, mask: number): number {
  return (byte & mask) === mask ? byte : byte + step;
}

function eachOccurrence(
  { passageDocument, passageContext, passageSentences, sentenceTerms, terms }: Forward,
  titleTerms: number[][],
  contextTerms: number[][],
  visit: (passage: number, term: number, field: 'text' | 'title' | 'context') => void,
): void {
  let at = 0;
  for (let passage = 0; passage < passageDocument.length; passage++) {
    const lastSentence = passageSentences[passage + 1]! - 1;
    const end = lastSentence < 0 ? 0 : sentenceTerms[lastSentence]!;
    for (; at < end; at++) visit(passage, terms[at]!, 'text');
    for (const term of titleTerms[passageDocument[passage]!]!) visit(passage, term, 'title');
    for (const term of contextTerms[passageContext[passage]!]!) visit(passage, term, 'context');
  }
}
