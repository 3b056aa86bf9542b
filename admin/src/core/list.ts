/** Lists of plain values, such as an array of PostgreSQL or a set of MySQL, as people enter them. */

import type { Attribute } from './config';
import { parse } from './json';

/** The values of a list as texts; none if they are no such list. */
export const textsOf = (value: unknown): string[] | undefined =>
  Array.isArray(value) && value.every((each) => each !== null && typeof each !== 'object') ? value.map(String) : undefined;

/** The same of the JSON that a form has; an empty one for nothing. */
export const textsIn = (json: string): string[] | undefined => {
  if (json === '') return [];
  try {
    return textsOf(parse(json));
  } catch {
    return undefined;
  }
};

/** The JSON of a list, whose values are what the column has. */
export const listOf = (texts: string[], { items }: Attribute): string => `[${texts.map((text) => (isLiteral(text, items) ? text : JSON.stringify(text))).join(', ')}]`;

const isLiteral = (text: string, items: Attribute['items']): boolean => {
  if (items === 'boolean') return text === 'true' || text === 'false';
  return (items === 'integer' || items === 'number') && /^-?(0|[1-9]\d*)(\.\d+)?$/.test(text);
};
