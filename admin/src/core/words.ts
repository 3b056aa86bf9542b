/** The code of a rule as people read it: the labels of attributes instead of paths, words instead of signs. */

import type { Catalog } from './config';
import type { Input } from './pages';

export interface Words {
  empty: string;
  notEmpty: string;
  and: string;
  or: string;
  not: string;
  /** `Unit Price of the Product`. */
  of: (name: string, parent: string) => string;
}

const plain = (name: string): string => name.replaceAll('_', '').toLowerCase();

/** What a path of the code, such as `d.product.unit_price`, is called. */
const nameOf = (path: string, catalog: Catalog, inputs: Input[], words: Words): string | undefined => {
  const steps = path.split('.').slice(1);
  const input = inputs.find(
    ({ way, attribute }) => way.length === steps.length - 1 && [...way, attribute].every((name, index) => plain(name) === plain(steps[index] ?? '')),
  );
  if (input === undefined) return undefined;
  const resource = catalog.config.resources.find(({ type }) => type === input.resource);
  const label = resource?.attributes.find(({ name }) => name === input.attribute)?.label ?? input.attribute;
  return input.way.length === 0 ? label : words.of(label, resource?.label ?? input.resource);
};

/** The code in words, as far as they are known; the rest as it is written. */
export const inWords = (code: string, catalog: Catalog, inputs: Input[], words: Words): string =>
  code
    .replace(/\bdec!\(([^)]*)\)/g, '$1')
    // Not the name of a method that is called.
    .replace(/\b[a-z_]\w*(?:\.[a-z_]\w*)+(?!\w|\()/g, (path) => nameOf(path, catalog, inputs, words) ?? path)
    .replaceAll('.is_none()', ` ${words.empty}`)
    .replaceAll('.is_some()', ` ${words.notEmpty}`)
    .replaceAll('&&', words.and)
    .replaceAll('||', words.or)
    .replace(/!(?![=(])\s*/g, `${words.not} `)
    .replace(/\*/g, '×')
    .replace(/\s+/g, ' ')
    .trim();
