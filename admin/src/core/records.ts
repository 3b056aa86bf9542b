/** Rows as the pages see them, and what a person calls one. */

import type { Identifier } from 'ra-core';
import type { Catalog, Resource } from './config';

/** Where the rows that a row refers to are kept in it; no attribute of JSON:API may be called so. */
export const RELATED = '@related';

/** What an object has of its own by a name: a column may be called as what every object has, such as `constructor`. */
export const own = <T>(object: Record<string, T>, name: string): T | undefined => (Object.hasOwn(object, name) ? object[name] : undefined);

/** What the answer said of a row that is referred to. */
export interface Related {
  id: string;
  /** The name of its resource in this app. */
  resource: string;
  /** Its attributes, as far as they were asked for. */
  record?: Row;
}

/** Where the rows that a write has changed besides are kept in the one it was about. */
export const EFFECTS = '@effects';

/** A row that a write has changed, the one written among them. */
export interface Effect {
  type: string;
  id: string;
  change: 'inserted' | 'updated' | 'deleted';
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
}

export interface Row {
  id: Identifier;
  [RELATED]?: Record<string, Related | null>;
  [EFFECTS]?: Effect[];
  [attribute: string]: unknown;
}

/** The row at the other end of a relationship, as far as the answer had it. */
export const relatedTo = (row: Row | undefined, relationship: string): Related | undefined => {
  const related = row?.[RELATED];
  return related === undefined ? undefined : (own(related, relationship) ?? undefined);
};

/** The name of the attribute that tells whether a row has changed meanwhile. */
export const CHECKSUM = 'S_CheckSum';

/** The attributes in the text that a row is known by. */
export const userKeyAttributes = (resource: Resource): string[] =>
  [...resource.userKey.matchAll(/\{([^}]+)\}/g)].map((match) => match[1] ?? '');

/** Whether there is nothing in a text that could be seen. */
export const isBlank = (text: string): boolean => /^[\s\p{Cc}\p{Cf}]*$/u.test(text);

/** What a person knows the row by. A reference in it is the other row's text. */
export const userKey = (catalog: Catalog, resource: Resource, row: Row | undefined, depth = 0): string => {
  if (row === undefined) return '';
  let isWhole = true;
  const whole = resource.userKey.replace(/\{([^}]+)\}/g, (_, name: string) => {
    const attribute = catalog.attribute(resource.name, name);
    const related = attribute?.relationship === undefined ? undefined : relatedTo(row, attribute.relationship);
    if (depth === 0 && related?.record !== undefined) {
      const target = catalog.find(related.resource);
      if (target !== undefined) return userKey(catalog, target, related.record, 1);
    }
    const value = row[name];
    if (value === null || value === undefined) isWhole = false;
    return value === null || value === undefined ? '' : String(value);
  });
  const text = isWhole ? whole : whole.replace(/^(\s*[–·])+|([–·]\s*)+$/gu, '');
  return isBlank(text) ? String(row.id) : text.trim();
};
