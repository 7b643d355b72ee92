// Two word lists compared: how many words are the same in the same order. Prints nothing.

/** Words in common, in order (longest common subsequence), over the longer list; and the first differences, for people. */
export function compareWords(
  expected: readonly string[],
  got: readonly string[],
): { share: number; differences: string[] } {
  const table = Array.from({ length: expected.length + 1 }, () => new Uint16Array(got.length + 1));
  for (let i = expected.length - 1; i >= 0; i--)
    for (let j = got.length - 1; j >= 0; j--)
      table[i]![j] =
        expected[i] === got[j] ? table[i + 1]![j + 1]! + 1 : Math.max(table[i + 1]![j]!, table[i]![j + 1]!);
  const differences: string[] = [];
  let [i, j] = [0, 0];
  while (i < expected.length || j < got.length) {
    if (i < expected.length && j < got.length && expected[i] === got[j]) [i, j] = [i + 1, j + 1];
    else if (j >= got.length || (i < expected.length && table[i + 1]![j]! >= table[i]![j + 1]!))
      differences.push(`−${expected[i++]}`);
    else differences.push(`+${got[j++]}`);
  }
  return { share: table[0]![0]! / Math.max(1, expected.length, got.length), differences };
}
