import { expect, test } from 'vitest';
import { lettersOf } from './letters';

const shown = (names: string[]): Record<string, string> => Object.fromEntries([...lettersOf(names.map((name) => ({ name })))].map(([letter, { name }]) => [letter, name]));

test('a page has the first letter of its name that is free', () => {
  expect(shown(['Home', 'Customers', 'Categories', 'Catalog', 'Ärzte'])).toEqual({ h: 'Home', c: 'Customers', a: 'Categories', t: 'Catalog', r: 'Ärzte' });
});

test('a page whose letters are all taken has none', () => {
  expect(shown(['A', 'Aa', '12'])).toEqual({ a: 'A' });
});
