import { expect, it } from 'vitest';
import type { Attribute } from './config';
import { listOf, textsIn, textsOf } from './list';

const of = (items: Attribute['items']) => ({ items }) as Attribute;

it('has texts, numbers and truths as its column does', () => {
  expect(listOf(['a', '1', 'say "x"'], of('string'))).toBe('["a", "1", "say \\"x\\""]');
  expect(listOf(['12', '-1.5', 'none'], of('number'))).toBe('[12, -1.5, "none"]');
  expect(listOf(['true', 'no'], of('boolean'))).toBe('[true, "no"]');
  expect(listOf([], of('string'))).toBe('[]');
});

it('keeps every digit', () => {
  expect(listOf(textsIn('[9007199254740993]') ?? [], of('integer'))).toBe('[9007199254740993]');
});

it('is none of what has other things in it, or is no list', () => {
  expect(textsOf([1, null])).toBeUndefined();
  expect(textsOf([[1]])).toBeUndefined();
  expect(textsIn('{"a": 1}')).toBeUndefined();
  expect(textsIn('[1')).toBeUndefined();
  expect(textsIn('')).toEqual([]);
});
