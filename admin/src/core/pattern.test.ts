import { expect, test } from 'vitest';
import cases from '../../test/patterns.json';
import { patternOf } from './pattern';

test('what the server takes for a pattern is one here, and nothing else is', () => {
  expect(cases.valid.filter((pattern) => patternOf(pattern) === undefined)).toEqual([]);
  expect(cases.invalid.filter((pattern) => patternOf(pattern) !== undefined)).toEqual([]);
});

test('the whole value is of the form', () => {
  expect(patternOf('a|bc')?.test('abc')).toBe(false);
  expect(patternOf('a|bc')?.test('bc')).toBe(true);
  expect(patternOf('a)|(b')).toBeUndefined();
});
