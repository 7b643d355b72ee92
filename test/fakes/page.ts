// A page as a browser would read it, for tests: parse5's tree, with the few questions that tests ask of it.

import { type DefaultTreeAdapterTypes, parse } from 'parse5';

type Node = DefaultTreeAdapterTypes.Node;
export type Element = DefaultTreeAdapterTypes.Element;

export interface ReadPage {
  readonly elements: readonly Element[];
  readonly byId: ReadonlyMap<string, Element>;
  /** Faults of the markup that the parser had to mend. */
  readonly faults: readonly string[];
}

export function readPage(html: string): ReadPage {
  const faults: string[] = [];
  const elements: Element[] = [];
  const visit = (node: Node): void => {
    if ('tagName' in node) elements.push(node);
    if ('childNodes' in node) for (const child of node.childNodes) visit(child);
  };
  visit(parse(html, { onParseError: ({ code }) => faults.push(code) }));
  const ids = elements.flatMap((element) => {
    const id = attribute(element, 'id');
    return id === null ? [] : [[id, element] as const];
  });
  const byId = new Map(ids);
  if (byId.size !== ids.length) faults.push('duplicate-id');
  return { elements, byId, faults };
}

export function attribute(element: Element, name: string): string | null {
  return element.attrs.find((attr) => attr.name === name)?.value ?? null;
}

export function textContent(node: Node): string {
  if ('value' in node && node.nodeName === '#text') return node.value;
  return 'childNodes' in node ? node.childNodes.map(textContent).join('') : '';
}
