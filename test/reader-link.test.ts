// Addresses of quotations in the reader.

import { describe, expect, it } from 'vitest';
import { documentPath, readerLink } from '../src/text/reader-link.ts';

describe('readerLink', () => {
  it.each([
    ['https://read.example', 'mcintyre-v-ohio', 120, 240, 'https://read.example/s/mcintyre-v-ohio#q=120-240'],
    ['https://read.example/', 'complaint', 90_000, 90_010, 'https://read.example/s/complaint?at=90000#q=90000-90010'],
    ['https://example.org/publius/', 'a/b c', 1, 2, 'https://example.org/publius/s/a/b%20c#q=1-2'],
    ['http://127.0.0.1:8117', 'x_(1)*é', 1, 2, 'http://127.0.0.1:8117/s/x%5F%281%29%2A%C3%A9#q=1-2'],
  ])('%s, %s, %i–%i', (base, document, start, end, link) => {
    expect(readerLink(base, { document, start, end })).toBe(link);
    expect(new URL(link).href).toBe(link);
  });

  it('takes any id', () => {
    expect(decodeURIComponent(documentPath('a\ud800b'))).toBe('a\ufffdb');
    expect(documentPath('<"?#%&\\>')).toBe('%3C%22%3F%23%25%26%5C%3E');
  });
});
