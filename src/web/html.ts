// Markup from templates: every value is escaped that is not markup itself. hono's, narrowed to what is there at once.

import { html as anyHtml, raw } from 'hono/html';

export type Html = ReturnType<typeof raw>;

/** A template of markup; values are strings, numbers, markup, arrays of these, or null and false for nothing. */
export function html(strings: TemplateStringsArray, ...values: readonly unknown[]): Html {
  const made = anyHtml(strings, ...values);
  if (made instanceof Promise) throw new TypeError('a template was given a promise: await it before');
  return made;
}

export function join(parts: readonly Html[]): Html {
  return raw(parts.join(''));
}

/** Markup that is made here, of nothing that a document says. */
export function markup(trusted: string): Html {
  return raw(trusted);
}
