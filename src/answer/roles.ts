// Who did it to whom: whether a sentence gives an act to somebody other than the sentences that it cites do. Reads word order only:
// names before an act are who did it, unless "was … by" turns it round. Where either side names nobody, it says nothing.

import { clausesOf, readNames } from '../text/claims.ts';
import { scanUnits, type Unit } from '../text/terms.ts';

/** Past tenses of acts that have somebody who does them; a present tense is too often a noun ("orders", "posts"). */
const ACTED =
  /^(?:sued|filed|withdrew|withdrawn|dismissed|faxed|sent|issued|signed|served|subpoenaed|demanded|ordered|ruled|reversed|affirmed|upheld|struck|quashed|granted|denied|rejected|refused|voted|wrote|written|joined|dissented|represented|reported|published|argued|alleged|announced|notified|told|disclosed|won|lost|paid|settled|appealed|challenged|opposed|criticised|criticized|accused|created|enforced|enjoined|blocked|vacated|remanded|concurred|quoted|oversaw|investigated|asked|warned|adopted|named|identified|rescinded|dropped|said|held|cited)$/;
const BE = new Set('is are was were be been being got gets'.split(' '));
/** Words between an act and its "by". */
const BY_WITHIN = 4;

interface Role {
  readonly act: string;
  /** Words of the names that did it, lower case. */
  readonly by: ReadonlySet<string>;
}

/** Whether `text` gives an act to names that none of the sentences gives it to, though they give it to others. */
export function rolesContradict(text: string, sentences: readonly string[]): boolean {
  const sources = sentences.flatMap(rolesOf);
  return rolesOf(text).some(({ act, by }) => {
    const same = sources.filter((role) => role.act === act);
    return same.length > 0 && same.every((role) => ![...by].some((name) => role.by.has(name)));
  });
}

function rolesOf(sentence: string): Role[] {
  return clausesOf(sentence).flatMap((clause) => {
    const units = scanUnits(clause);
    const names = readNames(clause).flatMap(({ units: run }) => run.map(({ start }) => start));
    const isName = ({ start, stems }: Unit) => names.includes(start) && stems.length > 0;
    return units.flatMap((unit, n): Role[] => {
      const [act] = unit.stems;
      if (act === undefined || !ACTED.test(unit.word) || isName(unit)) return [];
      const passive = units.slice(Math.max(0, n - 3), n).some(({ word }) => BE.has(word));
      const by = passive ? units.slice(n + 1, n + 1 + BY_WITHIN).findIndex(({ word }) => word === 'by') : -1;
      if (passive && by < 0) return [];
      const doers = passive ? runAfter(units, n + 2 + by, isName) : units.slice(0, n).filter(isName);
      return doers.length === 0 ? [] : [{ act, by: new Set(doers.flatMap(keysOf)) }];
    });
  });
}

/** The names that stand from `from` on before anything else does. */
function runAfter(units: readonly Unit[], from: number, isName: (unit: Unit) => boolean): Unit[] {
  const after = units.slice(from);
  const first = after.findIndex(isName);
  if (first < 0 || first > 1) return [];
  const rest = after.slice(first);
  const end = rest.findIndex((unit) => !isName(unit));
  return end < 0 ? rest : rest.slice(0, end);
}

function keysOf({ stems, compounds }: Unit): readonly string[] {
  return [...stems, ...compounds];
}
