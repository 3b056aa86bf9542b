/** Foreign keys of several attributes: which of them are entered by choosing the row that they refer to. */

import type { Attribute, Relationship, Resource } from './config';

export interface Composite {
  relationship: Relationship;
  /** What is entered by choosing the row, and has no input of its own. */
  own: Attribute[];
  /** What choosing a row sets. */
  set: string[];
  /** What is known by other inputs, or stays as it is: rows that differ in it are not offered. */
  given: string[];
}

/** The relationships to one row by several attributes that a form has. */
export const compositesOf = (resource: Resource): Relationship[] =>
  resource.relationships.filter(
    ({ to, holdsKey, attributes }) => to === 'one' && holdsKey && attributes.length > 1 && attributes.every((name) => resource.attributes.some((each) => each.name === name)),
  );

/**
 * The choices that stand for several attributes of a form. An attribute that is a foreign key alone, or part of an
 * earlier choice, keeps that place.
 */
export const compositesIn = (resource: Resource, writable: Attribute[]): Composite[] => {
  const placed = new Set<string>();
  return compositesOf(resource).flatMap((relationship) => {
    const own = writable.filter(({ name, relationship: alone }) => relationship.attributes.includes(name) && alone === undefined && !placed.has(name));
    if (own.length === 0) return [];
    own.forEach(({ name }) => placed.add(name));
    const given = relationship.attributes.filter((name) => !own.some((each) => each.name === name));
    const set = relationship.attributes.filter((name) => writable.some((each) => each.name === name));
    return [{ relationship, own, set, given }];
  });
};

/** What no longer fits where some attributes get other values: what was chosen within them, and what was chosen within that. */
export const dependentsOf = (composites: Composite[], changed: string[]): string[] => {
  const stale = new Set<string>();
  const names = new Set(changed);
  for (const name of names) {
    const within = composites.filter(({ given }) => given.includes(name));
    for (const { name: each } of within.flatMap(({ own }) => own)) {
      if (changed.includes(each)) continue;
      stale.add(each);
      names.add(each);
    }
  }
  return [...stale];
};

/** The attribute at the other end of the relationship. */
export const targetOf = ({ attributes, targetAttributes }: Relationship, name: string): string => targetAttributes[attributes.indexOf(name)] ?? '';

/** What the row at the other end has, for attributes that are known; none for those that are not. */
export const targetValues = (relationship: Relationship, names: string[], values: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(names.filter((name) => !isNothing(values[name])).map((name) => [targetOf(relationship, name), values[name]]));

/** The values of a row's whole reference; none as long as one is missing. */
export const wholeReference = (relationship: Relationship, values: Record<string, unknown>): Record<string, unknown> | undefined =>
  relationship.attributes.some((name) => isNothing(values[name])) ? undefined : targetValues(relationship, relationship.attributes, values);

const isNothing = (value: unknown): boolean => value === null || value === undefined || value === '';
