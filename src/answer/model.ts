// The core's words. Types only, and the closed lists behind them; design: ARCHITECTURE.md, "The core's words".

import type { Span } from '../text/span.ts';

/** What kind of statement a source makes. Decides the word that introduces it (alleged, held, provides, reported …). */
export const KINDS = [
  'filing',
  'opinion',
  'statute',
  'constitution',
  'regulation',
  'reporting',
  'statement',
  'guide',
] as const;
export type Kind = (typeof KINDS)[number];

/** Whose words a sentence is made of: the source's own, or ours about the source. Only the first are ever shown as quotations. */
export type Voice = 'source' | 'digest';

/** What is known of a document besides its text (front matter; for plain files `id`, `title` and perhaps `date` only). */
export interface DocumentMeta {
  readonly id: string;
  readonly title: string;
  /** At most 40 characters, for the small line under a quotation. */
  readonly short?: string;
  /** Other names people use for the matter; searched like the title. */
  readonly also?: readonly string[];
  /** Absent on plain files, whose kind nobody has said. */
  readonly kind?: Kind;
  /** ISO 8601 date, year-month or year. */
  readonly date?: string;
  readonly court?: string;
  readonly citation?: string;
  readonly docket?: string;
  /** What became of the matter, one line; shown as a notice. */
  readonly status?: string;
  readonly speaker?: string;
  readonly url?: string;
  /** digest: our words, block quotes alone are the source's. verbatim: all of it is the source's. */
  readonly text: 'digest' | 'verbatim';
  readonly rights?: string;
  /** Heading of the section that lists who can help; on one guide document. */
  readonly help?: string;
  /** Footnote definitions by label: what was checked and where. */
  readonly footnotes?: Readonly<Record<string, Footnote>>;
  readonly format: 'markdown' | 'plain';
}

export interface Footnote {
  /** Author, outlet, date as written. */
  readonly text: string;
  readonly url: string | null;
}

/** A paragraph, list item, table row or block quote of a document. */
export interface Passage {
  readonly span: Span;
  /** Headings above it, outermost first, the document's title left out. */
  readonly headings: readonly string[];
  readonly voice: Voice;
  readonly sentences: readonly Span[];
  /** From a block quote's attribution line; undefined where the document does not say. */
  readonly speaker?: string;
  readonly pinpoint?: string;
  /** Where the attribution line names another kind than the document's. */
  readonly kind?: Kind;
  /** "quoted by The Intercept": who printed the words that are quoted here. */
  readonly via?: string;
}

/** A document as loaded: `text` never changes afterwards, and every span is of it. */
export interface Document {
  readonly meta: DocumentMeta;
  /** The whole file, decoded without its byte order mark and normalised to NFC, front matter included, so that offsets can be checked against the file. */
  readonly text: string;
  /** SHA-256 of the file's bytes, hex. */
  readonly hash: string;
  readonly passages: readonly Passage[];
  /** Text that sentences are scanned in: `text` with markup that is not content blanked, same length. */
  readonly content: string;
}

/** A sentence that may be shown, with what the search knows of it. */
export interface Candidate {
  /** `<passage>.s<n>`: the id that a composer names. */
  readonly id: string;
  readonly span: Span;
  /** The exact characters. */
  readonly text: string;
  /** As it is shown: without Markdown marks, white space collapsed. */
  readonly shown: string;
  /** Bit `i` is set when concept `i` of the question stands in this sentence, be it by a synonym. */
  readonly matched: number;
  /** Of those, the ones that stand there in the asker's own term. */
  readonly exact: number;
}

/** A passage found for a question. Everything the composer needs comes with it. */
export interface Found {
  /** `p<n>`, n the rank in this result from 1. */
  readonly id: string;
  readonly document: DocumentMeta;
  readonly passage: Passage;
  readonly text: string;
  readonly score: number;
  /** Bits of the question's concepts that stand in the passage, its headings or its document's title. */
  readonly matched: number;
  /** Of those, the ones in the title or headings. */
  readonly matchedContext: number;
  /** Of those, the ones in the headings over it. */
  readonly matchedHeadings: number;
  readonly sentences: readonly Candidate[];
  /** Where the passage is a block quote: the digest sentence before it that introduces it. */
  readonly intro: Neighbour | null;
  /** Where the passage's last sentence introduces a block quote: that block quote. */
  readonly quoted: Neighbour | null;
  /** Where the passage is a list item, or the paragraph before a list: that paragraph's last sentence, then every item. */
  readonly list: () => readonly Neighbour[] | null;
  /** Whether it is the first passage of its document, which says what the rest is about. */
  readonly first: boolean;
}

/** A passage that belongs to a found one, with ids `<found>.i<n>` (intro), `.q<n>` (quoted) or `.l<item>.<n>` (list). */
export interface Neighbour {
  readonly passage: Passage;
  readonly sentences: readonly Candidate[];
}

/** A unit of meaning that the question asks for: a word, name, citation or number, with what else counts as finding it. */
export interface Concept {
  /** As the asker wrote it. */
  readonly surface: string;
  /** Inverse document frequency in the whole collection, ≥ 0; a term the collection lacks has the highest. */
  readonly idf: number;
  /** Whether any document holds it (after correction of typos). */
  readonly known: boolean;
  /** name: capitalised, a handle, a citation or a docket. number: a number or year. */
  readonly type: 'word' | 'name' | 'number';
  /** The spelling that was searched instead, when the collection does not know the asker's. */
  readonly corrected?: string;
  /** True for words that stood only in the thread's earlier question. */
  readonly fromHistory?: boolean;
  /** What finding it is worth beside a word of this question: 1, or less where it is from the thread. */
  readonly weight: number;
}

/** What a retriever returns. */
export interface Retrieval {
  readonly concepts: readonly Concept[];
  /** Best first. */
  readonly found: readonly Found[];
  /** The highest score a passage could reach for this question, unknown concepts counted at the highest idf. */
  readonly attainable: number;
}

/** A question with the thread's earlier ones, oldest first. No asker, no place, no time. */
export interface Question {
  readonly text: string;
  readonly history: readonly string[];
  /** Other ways to search for it; they find passages, and say nothing of how well those answer. */
  readonly phrasings?: readonly string[];
  /** Where the sentences stand that the thread has been shown already; "and then?" asks for others. */
  readonly shown?: readonly Pick<Quote, 'document' | 'start'>[];
}

/** What a composer proposes. Untrusted: `verify.ts` and `grounding.ts` decide what of it is shown. */
export interface Draft {
  readonly statements: readonly DraftStatement[];
  /** Set where a composer that reads finds that the passages do not answer the question. */
  readonly abstains?: boolean;
}

export interface DraftStatement {
  /** A sentence of the composer's own; absent where the quotes speak for themselves. */
  readonly text?: string;
  readonly quotes: readonly DraftQuote[];
}

export interface DraftQuote {
  /** Id of a candidate sentence. */
  readonly id: string;
  /** A phrase inside it, when not the whole sentence is meant; must verify. */
  readonly phrase?: string;
}

declare const verified: unique symbol;

/** A checked quotation. Only `verify.ts` can make one; what it shows is always the slice of the source. */
export interface Quote {
  readonly [verified]: true;
  /** The exact slice of the document's text. */
  readonly exact: string;
  /** Up to 32 characters before and after, for a W3C TextQuoteSelector. */
  readonly prefix: string;
  readonly suffix: string;
  readonly document: string;
  readonly start: number;
  readonly end: number;
  readonly voice: Voice;
  readonly kind: Kind | null;
  readonly status: string | null;
  readonly date: string | null;
  readonly speaker: string | null;
  readonly pinpoint: string | null;
  readonly via: string | null;
  readonly url: string | null;
  readonly title: string;
  readonly short: string;
  readonly court: string | null;
  /** `exact` as it is shown: without Markdown marks, white space collapsed, never another letter. */
  readonly shown: string;
  /** Where a digest sentence's facts were checked: its footnotes. */
  readonly checked: readonly Footnote[];
}

export interface Statement {
  readonly text: string;
  readonly quotes: readonly Quote[];
  /** True where `text` is a composer's own sentence, grounded in the quotes; else it is made of the quotes themselves. */
  readonly prose: boolean;
}

/** Why a drafted statement is not shown: its quotation failed in `verify.ts`, or its own words did in `grounding.ts`. */
export type DropCode =
  | Rejection
  | 'unknown-id'
  | 'no-quote'
  | 'too-many'
  | 'too-long'
  | 'word-cap'
  | 'link'
  | 'quotation-marks'
  | 'number'
  | 'date'
  | 'name'
  | 'voice'
  | 'event'
  | 'negation'
  | 'caution'
  | 'roles'
  | 'overreach'
  | 'unsupported';

/** Why a quotation was refused. */
export type Rejection =
  | 'unknown-document'
  | 'span-outside-document'
  | 'empty'
  | 'not-in-span'
  | 'parts-not-in-order'
  | 'ellipsis-omits-nothing'
  | 'ellipsis-hides-negation'
  | 'bracket-without-word'
  | 'bracket-hides-negation';

/** A statement that a composer drafted and nobody is shown, for whoever looks after the composer. */
export interface Dropped {
  readonly text: string;
  readonly code: DropCode;
  /** True where the sentences that it cites are shown instead of it. */
  readonly replaced?: true;
}

/** Why a composer gave nothing. Wording at the edge. */
export type ComposerFault =
  | 'time-out'
  | 'rate-limited'
  | 'unavailable'
  | 'rejected'
  | 'broken-off'
  | 'unreadable'
  | 'too-long'
  | 'empty'
  | 'refused'
  | 'filtered'
  | 'busy'
  | 'resting';

/** Why there is no answer. Wording at the edge. */
export type NotFoundReason =
  | 'empty-question'
  | 'question-too-long'
  | 'not-in-sources'
  | 'off-topic'
  | 'legal-advice'
  | 'identify-person'
  | 'evade'
  | 'small-talk'
  /** A summary of a thread in which nothing was asked that the sources deal with. */
  | 'no-thread';

export interface Answer {
  readonly status: 'answered' | 'not-found';
  readonly reason?: NotFoundReason;
  /** 0 to 1: how strongly the sources' words support that they answer this question. */
  readonly confidence: number;
  readonly statements: readonly Statement[];
  /** When not found: the nearest quotations. */
  readonly nearest: readonly Quote[];
  /** When not found: what the nearest documents are about (their titles). */
  readonly covers: readonly string[];
  /** Who can help, from the guide document; only with the reasons that call for it. */
  readonly help: readonly Quote[];
  readonly notices: readonly Notice[];
  /** What a composer drafted that did not hold. */
  readonly dropped: readonly Dropped[];
}

/** What happens on the way to an answer. The last step is the answer, which alone counts: statements before it may be taken back. */
export type Step =
  | { readonly step: 'rewriting' }
  | { readonly step: 'composing' }
  | { readonly step: 'statement'; readonly statement: Statement }
  | { readonly step: 'answer'; readonly answer: Answer };

/** Why a writer's draft is not the answer: it failed, nothing of it held, or what held is beside the question. */
export type Unworded = ComposerFault | 'nothing-held' | 'beside-the-question';

/** Small print that belongs to an answer. Wording at the edge. */
export type Notice =
  | { readonly code: 'status'; readonly document: string; readonly short: string; readonly status: string }
  | { readonly code: 'corrected'; readonly from: string; readonly to: string }
  | { readonly code: 'follow-up'; readonly earlier: string }
  | { readonly code: 'missing'; readonly words: readonly string[] }
  /** The thread's question as it was understood. */
  | { readonly code: 'rewritten'; readonly as: string }
  /** Who worded the statements, or chose them where none is in words of its own. */
  | { readonly code: 'worded' | 'chosen'; readonly by: string }
  /** Who was to word them, and why the keyless answer stands instead. */
  | { readonly code: 'not-worded'; readonly by: string; readonly why: Unworded }
  /** Who read the passages and found no answer in them. */
  | { readonly code: 'abstained'; readonly by: string }
  /** The source that the words of a summary's topic were taken to mean. */
  | { readonly code: 'meant'; readonly document: string; readonly title: string }
  /** A thread's summary: how many of its questions to Publius it was made from. Publius has read nothing else there. */
  | { readonly code: 'thread'; readonly questions: number }
  /** A long document of which not every passage was looked at. */
  | { readonly code: 'cut'; readonly short: string; readonly passages: number; readonly of: number };
