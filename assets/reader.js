// @ts-check
// What a page of the reader can do beyond showing itself: marks words by the place in the address, says who says them, copies citations,
// steps from quotation to quotation. Without it a link still opens at its sentence, which the style sheet marks. Makes no markup of any text.

/** @typedef {{ start: number, end: number }} Span */
/** @typedef {{ plain: string, legal: string, markdown: string, selector: string }} Citations */
/** @typedef {{ knowledge: string, start: number, end: number, voice: string, kind: string, who: string, document: string, status: string, shown: string[], citations: Citations }} Quotation */

(() => {
  const search = /** @type {HTMLInputElement | null} */ (document.getElementById('search'));
  const main = document.getElementById('main');
  const panel = document.getElementById('panel');
  const keys = /** @type {HTMLDialogElement | null} */ (document.getElementById('keys'));

  const useKeys = /** @type {HTMLInputElement | null} */ (document.getElementById('use-keys'));
  const showKeys = document.getElementById('show-keys');
  /** Whoever dictates, or types by accident, can turn the keys off; that alone is remembered. */
  const KEYS_OFF = 'publius-keys-off';
  const keysOff = () => {
    try {
      return localStorage.getItem(KEYS_OFF) !== null;
    } catch {
      return false; // storage is not allowed
    }
  };
  if (useKeys && showKeys) {
    useKeys.checked = !keysOff();
    showKeys.hidden = false;
    showKeys.addEventListener('click', () => keys?.showModal());
    useKeys.addEventListener('change', () => {
      try {
        if (useKeys.checked) localStorage.removeItem(KEYS_OFF);
        else localStorage.setItem(KEYS_OFF, '1');
      } catch {
        useKeys.checked = true;
      }
    });
  }

  document.addEventListener('keydown', (event) => {
    const target = /** @type {Element | null} */ (event.target instanceof Element ? event.target : null);
    if (event.ctrlKey || event.metaKey || event.altKey || target?.closest('input, textarea, select, dialog')) return;
    if (event.key !== 'Escape' && keysOff()) return;
    if (event.key === '/') {
      event.preventDefault();
      search?.focus();
      search?.select();
    } else if (event.key === 'j') step(1);
    else if (event.key === 'k') step(-1);
    else if (event.key === '?') keys?.showModal();
    else if (event.key === 'Escape') unmark(true);
  });

  if (!main || !panel || main.dataset.document === undefined) return;
  const { document: id = '', version = '', path = '', quote = '' } = main.dataset;
  /** @type {Citations | null} */
  let citations = null;
  /** @type {Span | null} */
  let marked = null;
  let asked = 0;

  /** @param {string} text @returns {Span | null} */
  function spanIn(text) {
    const match = /^q=(\d{1,9})-(\d{1,9})$/.exec(text);
    const span = match ? { start: Number(match[1]), end: Number(match[2]) } : null;
    return span && span.start < span.end ? span : null;
  }

  /** The place in the address. */
  function wanted() {
    try {
      return spanIn(decodeURIComponent(location.hash.slice(1)));
    } catch {
      return null;
    }
  }

  /** @returns {{ element: HTMLElement, span: Span }[]} */
  function sentences() {
    const found = [];
    for (const element of /** @type {NodeListOf<HTMLElement>} */ (
      document.querySelectorAll('#text :is(span, tr)[id^="q="]')
    )) {
      const span = spanIn(element.id);
      if (span) found.push({ element, span });
    }
    return found;
  }

  /**
   * Which characters of a sentence's text `span` covers. data-m has, where the text differs from its source, "index in the text:offset in the
   * source" at each break; empty where that is not known, and then it is the whole sentence.
   * @param {HTMLElement} element @param {Span} sentence @param {Span} span @returns {Span}
   */
  function covered(element, sentence, span) {
    const length = element.textContent?.length ?? 0;
    const map = element.dataset.m;
    const [from, to] = [span.start - sentence.start, span.end - sentence.start];
    const whole = sentence.end - sentence.start;
    if (map === '' || (from <= 0 && to >= whole)) return { start: 0, end: length };
    const runs = (map ?? '')
      .split(',')
      .filter((run) => run !== '')
      .map((run) => run.split(':').map(Number));
    if (runs[0]?.[0] !== 0) runs.unshift([0, 0]);
    /** @param {number} offset */
    const indexOf = (offset) => {
      for (let i = runs.length - 1; i >= 0; i--) {
        const [index = 0, source = 0] = runs[i] ?? [];
        if (source > offset) continue;
        return Math.min(index + offset - source, runs[i + 1]?.[0] ?? length);
      }
      return 0;
    };
    return { start: from <= 0 ? 0 : indexOf(from), end: to >= whole ? length : indexOf(to) };
  }

  /** Puts the characters `from` to `to` of an element's text into <mark>. @param {HTMLElement} sentence @param {Span} range */
  function wrap(sentence, { start, end }) {
    const walker = document.createTreeWalker(sentence, NodeFilter.SHOW_TEXT);
    /** @type {Text[]} */
    const texts = [];
    while (walker.nextNode()) texts.push(/** @type {Text} */ (walker.currentNode));
    let at = 0;
    for (const text of texts) {
      const length = text.data.length;
      const [from, to] = [Math.max(start - at, 0), Math.min(end - at, length)];
      at += length;
      if (from >= to || text.parentElement?.closest('.vh')) continue;
      const middle = from > 0 ? text.splitText(from) : text;
      if (to - from < middle.data.length) middle.splitText(to - from);
      const element = document.createElement('mark');
      middle.replaceWith(element);
      element.append(middle);
    }
  }

  /** @param {boolean} andAddress */
  function unmark(andAddress) {
    clear();
    marked = null;
    citations = null;
    asked++;
    if (panel) panel.hidden = true;
    document.body.classList.remove('marking');
    if (andAddress && location.hash !== '') {
      history.replaceState(null, '', location.pathname + location.search);
      for (const element of document.querySelectorAll(':target')) if (element instanceof HTMLElement) element.blur();
    }
  }

  function show() {
    const span = wanted();
    unmark(false);
    if (!span) return;
    if (!mark(span)) {
      elsewhere(span);
      return;
    }
    marked = span;
    document.body.classList.add('marking');
    document.querySelector('mark')?.scrollIntoView({ block: 'center' });
    tell(span);
  }

  /** @param {Span} span @returns {boolean} whether any of it is on this page */
  function mark(span) {
    const inside = sentences().filter((sentence) => sentence.span.start < span.end && sentence.span.end > span.start);
    for (const { element, span: sentence } of inside) wrap(element, covered(element, sentence, span));
    return inside.length > 0;
  }

  function clear() {
    for (const old of document.querySelectorAll('mark')) {
      const parent = old.parentNode;
      old.replaceWith(...old.childNodes);
      parent?.normalize();
    }
  }

  /** The words are in another part: it is asked for once. @param {Span} span */
  function elsewhere(span) {
    const at = String(span.start);
    if (new URLSearchParams(location.search).get('at') === at) return;
    location.replace(`${path}?at=${at}${location.hash}`);
  }

  /** Asks who says the marked words; the answer is shown only if those are the words. @param {Span} span */
  async function tell(span) {
    const number = ++asked;
    try {
      const body = new URLSearchParams({ document: id, start: String(span.start), end: String(span.end) });
      const response = await fetch(quote, { method: 'POST', body, credentials: 'omit' });
      if (number !== asked) return;
      const quotation = /** @type {Quotation} */ (await response.json());
      if (number !== asked) return;
      if (response.ok && (quotation.start < span.start || quotation.end > span.end)) {
        clear();
        mark(quotation);
      }
      const shown = Array.from(document.querySelectorAll('mark'), (piece) => piece.textContent ?? '').join('');
      if (!response.ok) say('', 'Nothing can be quoted there.', '', '');
      else if (quotation.knowledge !== version || !isSame(shown, quotation.shown)) {
        say('', 'This source has changed since the page was loaded: load it again.', '', '');
      } else {
        citations = quotation.citations;
        say(quotation.kind, quotation.who, quotation.document, quotation.status);
      }
    } catch {
      if (number === asked)
        say('', 'The reader does not answer, so who says this is not known here. Load the page again.', '', '');
    }
  }

  /** Aside from white space between sentences, and marks of emphasis that go from one into the next. @param {string} shown @param {string[]} words */
  function isSame(shown, words) {
    return shown.replace(/[\s·*_`\\]+/g, '') === words.join('').replace(/[\s·*_`\\]+/g, '');
  }

  /** @param {string} kind @param {string} who @param {string} name @param {string} status */
  function say(kind, who, name, status) {
    put('panel-kind', kind);
    put('panel-who', who);
    put('panel-document', name);
    put('panel-status', status);
    put('said', '');
    for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (document.querySelectorAll('[data-copy]')))
      button.disabled = !citations;
    if (panel) panel.hidden = false;
  }

  /** @param {string} name @param {string} text */
  function put(name, text) {
    const element = document.getElementById(name);
    if (!element) return;
    element.textContent = text;
    element.hidden = text === '' && name !== 'said';
  }

  /** To the next (1) or previous (-1) quotation; at the end of a part, to the part beyond. @param {1 | -1} by */
  function step(by) {
    const units = Array.from(
      /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('#text [data-q]')),
      (unit) => unit.dataset.q ?? '',
    );
    const spans = units.map((unit) => spanIn(`q=${unit}`)).filter((span) => span !== null);
    const from = marked ?? seen(spans);
    const next =
      by === 1
        ? spans.find(({ start }) => start > (from?.start ?? -1))
        : spans.findLast(({ end }) => end <= (from?.start ?? Number.MAX_SAFE_INTEGER));
    if (next) location.replace(`#q=${next.start}-${next.end}`);
    else {
      const link = /** @type {HTMLAnchorElement | null} */ (
        document.querySelector(by === 1 ? 'a[rel="next"]' : 'a[rel="prev"]')
      );
      if (link) location.assign(link.href);
      else put('said', by === 1 ? 'That was the last quotation.' : 'That was the first quotation.');
    }
  }

  /** Where nothing is marked yet: the last quotation above what is on the screen. @param {Span[]} spans */
  function seen(spans) {
    let above = null;
    for (const span of spans) {
      const unit = document.querySelector(`[data-q="${span.start}-${span.end}"]`);
      if (unit && unit.getBoundingClientRect().bottom < 0) above = span;
    }
    return above;
  }

  /** @param {string} text */
  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      // No clipboard outside https and localhost: the old way.
    }
    const field = document.createElement('textarea');
    field.value = text;
    document.body.append(field);
    field.select();
    const isCopied = document.execCommand('copy');
    field.remove();
    return isCopied;
  }

  panel.addEventListener('click', async (event) => {
    const button = event.target instanceof Element ? event.target.closest('button') : null;
    if (!button) return;
    const form = /** @type {keyof Citations | undefined} */ (button.dataset.copy);
    if (form !== undefined && citations) {
      const name = button.textContent ?? '';
      const isCopied = await copy(citations[form]);
      button.focus();
      put('said', isCopied ? `Copied: ${name}` : 'The browser does not let pages copy: mark the text yourself.');
    } else if (button.id === 'next') step(1);
    else if (button.id === 'previous') step(-1);
    else if (button.id === 'close') unmark(true);
  });

  addEventListener('hashchange', show);
  show();
})();
