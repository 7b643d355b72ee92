// Roman page numbers, to four hundred. Pure.

const STEPS: readonly (readonly [number, string])[] = [
  [100, 'c'],
  [90, 'xc'],
  [50, 'l'],
  [40, 'xl'],
  [10, 'x'],
  [9, 'ix'],
  [5, 'v'],
  [4, 'iv'],
  [1, 'i'],
];

export function toRoman(value: number): string {
  let rest = value;
  let text = '';
  for (const [step, letters] of STEPS) {
    while (rest >= step) {
      text += letters;
      rest -= step;
    }
  }
  return text;
}

/** 0 where the letters are no number ("ill", "civil"). */
export function fromRoman(text: string): number {
  const lower = text.toLowerCase();
  let at = 0;
  let value = 0;
  for (const [step, letters] of STEPS) {
    while (lower.startsWith(letters, at)) {
      value += step;
      at += letters.length;
    }
  }
  return at === lower.length && toRoman(value) === lower ? value : 0;
}
