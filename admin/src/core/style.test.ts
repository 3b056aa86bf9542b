import { expect, it } from 'vitest';
import { safeStyle } from './style';

it('looks are taken over, what moves or loads something is not', () => {
  const style = { color: 'gray', 'font-weight': 600, position: 'fixed', backgroundColor: 'url(https://elsewhere)', fontSize: '1em;}' };
  expect(safeStyle(style)).toEqual({ color: 'gray', fontWeight: 600 });
  expect(safeStyle(undefined)).toEqual({});
});
