import { expect, it } from 'vitest';
import { fieldOf, fromFields, inFields, inputId } from './fields';

const NAMES = ['Freight', 'constructor', '__proto__', 'toString', 'a.b', "it's", 'x[0]', 'two words', '日本', '100%', '=', '0'];

it('any name of a column is one of a field, and back', () => {
  const values = Object.fromEntries(NAMES.map((name, index) => [name, index]));
  expect(Object.keys(values)).toHaveLength(NAMES.length);
  const fields = inFields(values);
  expect(Object.entries(fromFields(fields)).sort()).toEqual(Object.entries(values).sort());
  // Nothing in it is a part of every object, or reads as a path.
  for (const field of Object.keys(fields)) expect(field).toMatch(/^=[^.[\]"'|]*$/);
  expect(new Set(NAMES.map(fieldOf)).size).toBe(NAMES.length);
});

it('an id in a page has no spaces', () => {
  for (const name of NAMES) expect(inputId(name)).not.toMatch(/\s/);
});
