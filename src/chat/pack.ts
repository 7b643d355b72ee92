// Parts of an answer into messages that a platform takes, cut only between what belongs together. Pure; what a message is, and what fits, is
// the platform's.

import type { Part } from './layout.ts';

/**
 * Parts in as few messages as hold them, in order; a heading stays with what stands under it. `messageOf` makes one message of parts, `fits`
 * says whether it is within the platform's limits, `cut` cuts a line that is too long alone into pieces that join to it. At least one message.
 */
export function packParts<Message>(
  parts: readonly Part[],
  messageOf: (parts: readonly Part[]) => Message,
  fits: (message: Message) => boolean,
  cut: (text: string) => readonly string[],
): Message[] {
  const whole = messageOf(parts);
  if (fits(whole)) return [whole];
  const messages: Part[][] = [[]];
  for (const [n, part] of parts.flatMap((one) => splitLong(one, (some) => fits(messageOf(some)), cut)).entries()) {
    const current = messages.at(-1)!;
    if (n > 0 && !fits(messageOf([...current, part]))) {
      const headings: Part[] = [];
      while (current.length > 1 && current.at(-1)!.part === 'heading') headings.unshift(current.pop()!);
      messages.push([...headings, part]);
    } else current.push(part);
  }
  return messages.map(messageOf);
}

type Cut = (text: string) => readonly string[];

/** A part that no message holds, as several: between its lines, each with who says it; a line only where it alone is too long. */
function splitLong(part: Part, fits: (parts: readonly Part[]) => boolean, cut: Cut): Part[] {
  if (fits([part])) return [part];
  if (part.part === 'group') {
    const alone = part.lines.map((line): Part => ({ ...part, lines: [line] }));
    return alone.flatMap((one) => (fits([one]) ? [one] : splitLine(one, cut)));
  }
  if (part.part === 'small')
    return part.lines.flatMap((line) => cut(line).map((text): Part => ({ part: 'small', lines: [text] })));
  return cut(part.text).map((text): Part => ({ ...part, text }));
}

function splitLine(part: Part, cut: Cut): Part[] {
  if (part.part !== 'group') return [part];
  return part.lines.flatMap((line) => cut(line.text).map((text): Part => ({ ...part, lines: [{ ...line, text }] })));
}
