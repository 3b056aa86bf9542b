import { describe, expect, it } from 'vitest';
import { everyNth, scaleOf, sector } from './chart';

describe('a scale has round steps around all values', () => {
  it.each([
    [[0, 7], [0, 2, 4, 6, 8]],
    [[3, 95], [0, 25, 50, 75, 100]],
    [[0.1, 0.3], [0, 0.1, 0.2, 0.3]],
    [[1234567], [0, 500000, 1000000, 1500000]],
    [[-5, 10], [-5, 0, 5, 10]],
    [[], [0, 1]],
    [[0, 0], [0, 1]],
  ])('%j', (values, steps) => {
    expect(scaleOf(values)).toEqual(steps);
  });
});

it('names of an axis are left out where there is no room', () => {
  expect(everyNth(12, 600, 40)).toBe(1);
  expect(everyNth(36, 600, 40)).toBe(3);
});

it('a sector begins at the top, and a whole circle is one too', () => {
  expect(sector(0, 0.25, 10, 5)).toBe('M0.00 -10.00A10 10 0 0 1 10.00 -0.00L5.00 -0.00A5 5 0 0 0 0.00 -5.00Z');
  expect(sector(0, 1, 10, 5)).toContain('A10 10 0 1 1');
});
