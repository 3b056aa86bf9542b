import { expect, test } from 'vitest';
import { lettersOf } from './letters';

const shown = (names: string[]): string[] => lettersOf(names.map((name) => ({ name }))).map(([letter, { name }]) => `${letter} ${name}`);

test('a page has the first letter of its name that is free', () => {
  expect(shown(['Home', 'Customers', 'Categories', 'Catalog', 'Ärzte'])).toEqual(['h Home', 'c Customers', 'a Categories', 't Catalog', 'r Ärzte']);
});

test('a page whose letters are all taken has any other', () => {
  expect(shown(['A', 'Aa', '12'])).toEqual(['a A', 'b Aa', 'c 12']);
  expect(lettersOf(Array.from({ length: 40 }, () => ({ name: 'Z' })))).toHaveLength(26);
});

test('what matters more chooses first, and stands where it stood', () => {
  const targets = [{ name: 'Categories', weight: 1 }, { name: 'Customers', weight: 5 }];
  expect(lettersOf(targets).map(([letter, { name }]) => `${letter} ${name}`)).toEqual(['a Categories', 'c Customers']);
});
