/**
 * Markdown as a tree: paragraphs, headings, lists, quotes, code, emphasis, links. What it does not know stays the text it is,
 * HTML among it.
 */

export type Inline =
  | string
  | { kind: 'strong' | 'em' | 'del'; children: Inline[] }
  | { kind: 'code'; text: string }
  | { kind: 'link'; address: string; children: Inline[] }
  | { kind: 'break' };

export type Block =
  | { kind: 'paragraph'; children: Inline[] }
  | { kind: 'heading'; level: number; children: Inline[] }
  | { kind: 'list'; isOrdered: boolean; items: Block[][] }
  | { kind: 'quote'; children: Block[] }
  | { kind: 'code'; text: string }
  | { kind: 'rule' };

/** How deep lists and quotes may lie in each other: a text may be anything. */
const DEEPEST = 8;

const ITEM = /^(\s{0,3})([-*+]|\d{1,9}[.)])\s+(.*)$/;

export const markdown = (text: string, depth = 0): Block[] => blocksOf(text.replace(/\r\n?/g, '\n').split('\n'), depth);

const blocksOf = (lines: string[], depth: number): Block[] => {
  const blocks: Block[] = [];
  let at = 0;
  const line = (): string => lines[at] ?? '';
  const isMore = (): boolean => at < lines.length;
  while (isMore()) {
    const heading = /^(#{1,6})\s+(.*?)\s*#*$/.exec(line());
    if (line().trim() === '') at += 1;
    else if (line().startsWith('```')) {
      const code: string[] = [];
      for (at += 1; isMore() && !line().startsWith('```'); at += 1) code.push(line());
      at += 1;
      blocks.push({ kind: 'code', text: code.join('\n') });
    } else if (heading !== null) {
      blocks.push({ kind: 'heading', level: heading[1]?.length ?? 1, children: inlines(heading[2] ?? '') });
      at += 1;
    } else if (/^\s{0,3}([-*_])(\s*\1){2,}\s*$/.test(line())) {
      blocks.push({ kind: 'rule' });
      at += 1;
    } else if (/^\s{0,3}>/.test(line()) && depth < DEEPEST) {
      const quoted: string[] = [];
      for (; isMore() && /^\s{0,3}>/.test(line()); at += 1) quoted.push(line().replace(/^\s{0,3}>\s?/, ''));
      blocks.push({ kind: 'quote', children: blocksOf(quoted, depth + 1) });
    } else if (ITEM.test(line()) && depth < DEEPEST) {
      const isOrdered = /^\s*\d/.test(line());
      const items: string[][] = [];
      for (; isMore() && line().trim() !== ''; at += 1) {
        const item = ITEM.exec(line());
        // What is further in belongs to the item above.
        if (item !== null) items.push([item[3] ?? '']);
        else items.at(-1)?.push(line().replace(/^\s{1,4}/, ''));
      }
      blocks.push({ kind: 'list', isOrdered, items: items.map((item) => blocksOf(item, depth + 1)) });
    } else {
      const paragraph: string[] = [];
      do {
        paragraph.push(line());
        at += 1;
      } while (isMore() && line().trim() !== '' && !/^(#{1,6}\s|```|\s{0,3}>)/.test(line()) && !ITEM.test(line()));
      blocks.push({ kind: 'paragraph', children: inlines(paragraph.join('\n').trim()) });
    }
  }
  return blocks;
};

/** What may stand in a line, the first that fits counts. */
const TOKENS = /\\([\\`*_{}[\]()#+\-.!~>])|(`+)([^`]+?)\2|\[([^\]]+)\]\(([^\s()]+)\)|<((?:https?:\/\/|mailto:)[^\s<>]+)>|\*\*(\S(?:.*?\S)?)\*\*|__(\S(?:.*?\S)?)__|~~(\S(?:.*?\S)?)~~|\*(\S(?:[^*]*?\S)?)\*|(?<!\w)_(\S(?:[^_]*?\S)?)_(?!\w)| {2,}\n/s;

export const inlines = (text: string): Inline[] => {
  const found: Inline[] = [];
  let rest = text;
  const push = (each: Inline) => {
    const last = found.at(-1);
    if (typeof each !== 'string' || typeof last !== 'string') found.push(each);
    else found[found.length - 1] = last + each;
  };
  for (let match = TOKENS.exec(rest); match !== null; match = TOKENS.exec(rest)) {
    if (match.index > 0) push(rest.slice(0, match.index));
    const [whole, escaped, , code, label, address, auto, strong, strongToo, del, em, emToo] = match;
    rest = rest.slice(match.index + whole.length);
    if (escaped !== undefined) push(escaped);
    else if (code !== undefined) push({ kind: 'code', text: code.trim() });
    else if (label !== undefined && address !== undefined) push({ kind: 'link', address, children: inlines(label) });
    else if (auto !== undefined) push({ kind: 'link', address: auto, children: [auto.replace(/^mailto:/, '')] });
    else if (del !== undefined) push({ kind: 'del', children: inlines(del) });
    else if ((strong ?? strongToo) !== undefined) push({ kind: 'strong', children: inlines(strong ?? strongToo ?? '') });
    else if ((em ?? emToo) !== undefined) push({ kind: 'em', children: inlines(em ?? emToo ?? '') });
    else push({ kind: 'break' });
  }
  if (rest !== '') push(rest);
  return found;
};
