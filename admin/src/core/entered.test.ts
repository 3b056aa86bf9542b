import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { keepEntered, takeEntered } from './entered';
import { storage } from '../../test/samples';

beforeEach(() => vi.stubGlobal('sessionStorage', storage()));
afterEach(() => vi.unstubAllGlobals());

const MINUTE = 60_000;

test('what was entered is there again, once, and at its place only', () => {
  keepEntered('/Order/1', { Freight: '12' }, 0);
  expect(takeEntered('/Order/2', 1)).toBeUndefined();
  expect(takeEntered('/Order/1', 9 * MINUTE)).toEqual({ Freight: '12' });
  expect(takeEntered('/Order/1', 9 * MINUTE)).toBeUndefined();
});

test('after ten minutes it is gone', () => {
  keepEntered('/Order/1', { Freight: '12' }, 0);
  expect(takeEntered('/Order/1', 10 * MINUTE)).toBeUndefined();
});
