/** The code of a rule as people read it: the labels of attributes instead of paths, words instead of signs. */

import type { Catalog } from './config';

export interface Words {
  empty: string;
  notEmpty: string;
  and: string;
  or: string;
  not: string;
  /** `Unit Price of the Product`. */
  of: (name: string, parent: string) => string;
  /** `Salary before the change`. */
  before: (name: string) => string;
}

const plain = (name: string): string => name.replaceAll('_', '').toLowerCase();

/** What a path of the code, such as `d.product.unit_price`, is called, where `d` is a row of the type. */
const nameOf = (path: string, catalog: Catalog, type: string, words: Words): string | undefined => {
  const [variable, ...steps] = path.split('.');
  const last = plain(steps.pop() ?? '');
  let resource = catalog.config.resources.find((each) => each.type === type);
  for (const step of steps) {
    const relationship = resource?.relationships.find((each) => each.to === 'one' && plain(each.name) === plain(step));
    resource = relationship === undefined ? undefined : catalog.find(relationship.resource);
  }
  const attribute = resource?.attributes.find(({ name }) => plain(name) === last);
  if (resource === undefined || attribute === undefined) return undefined;
  const name = steps.length === 0 ? attribute.label : words.of(attribute.label, resource.label);
  return variable === 'old' ? words.before(name) : name;
};

/** The code about rows of the type in words, as far as they are known; the rest as it is written. */
export const inWords = (code: string, catalog: Catalog, type: string, words: Words): string =>
  code
    .replace(/\bdec!\(([^)]*)\)/g, '$1')
    // Not the name of a method that is called.
    .replace(/\b[a-z_]\w*(?:\.[a-z_]\w*)+(?!\w|\()/g, (path) => nameOf(path, catalog, type, words) ?? path)
    .replaceAll('.is_none()', ` ${words.empty}`)
    .replaceAll('.is_some()', ` ${words.notEmpty}`)
    .replaceAll('&&', words.and)
    .replaceAll('||', words.or)
    .replaceAll('!=', '≠')
    .replaceAll('==', '=')
    .replaceAll('<=', '≤')
    .replaceAll('>=', '≥')
    .replace(/!(?!\()\s*/g, `${words.not} `)
    .replace(/\*/g, '×')
    .replace(/\s+/g, ' ')
    .trim();
