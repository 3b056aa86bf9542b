import { expect, test, vi } from 'vitest';
import { keepTrail, neighboursOf, type Trail, trailOf } from './trail';
import { storage } from '../../test/samples';

const trail: Trail = { ids: ['4', '2', '9'], page: 2, perPage: 3, total: 8, hasNext: true, filter: {}, sort: { field: 'City', order: 'ASC' } };

test('the neighbours of a row are those of the list, not those of the key', () => {
  expect(neighboursOf(trail, 2)).toEqual({ position: 5, previous: { id: '4' }, next: { id: '9' } });
});

test('at the ends of a page they are on another page', () => {
  expect(neighboursOf(trail, '4')).toEqual({ position: 4, previous: { page: 1, end: 'last' }, next: { id: '2' } });
  expect(neighboursOf(trail, '9')).toEqual({ position: 6, previous: { id: '2' }, next: { page: 3, end: 'first' } });
});

test('the first and the last row of all have one only', () => {
  const all = { ...trail, page: 1, hasNext: false };
  expect(neighboursOf(all, '4')).toEqual({ position: 1, next: { id: '2' } });
  expect(neighboursOf(all, '9')).toEqual({ position: 3, previous: { id: '2' } });
});

test('a row that was not opened from a list has none', () => {
  expect(neighboursOf(trail, '7')).toBeUndefined();
  expect(neighboursOf(undefined, '4')).toBeUndefined();
});

test('the list is kept for its resource', () => {
  vi.stubGlobal('sessionStorage', storage());
  keepTrail('Customer', trail);
  expect(trailOf('Customer')).toEqual(trail);
  expect(trailOf('Order')).toBeUndefined();
  vi.unstubAllGlobals();
});
