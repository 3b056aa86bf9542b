import { expect, it } from 'vitest';
import { httpError, isConflict, pointedAt, problemsOf, sentence } from './errors';

it('an error says its sentence and the attribute it is about', () => {
  const problem = { title: 'a value is not acceptable', detail: 'at most 5 characters', source: { pointer: '/data/attributes/a~1b' } };
  expect(sentence(problem)).toBe('a value is not acceptable: at most 5 characters');
  expect(sentence({ title: 'x', detail: 'x' })).toBe('x');
  expect(pointedAt(problem)).toBe('a/b');
  expect(pointedAt({ source: { pointer: '/data/relationships/Customer' } })).toBe('Customer');
  expect(pointedAt({ title: 'x' })).toBeUndefined();
  const error = httpError(422, [problem]);
  expect(problemsOf(error)).toEqual([problem]);
  expect(error.message).toContain('at most 5 characters');
});

it('only a changed row is a conflict, not a taken key', () => {
  expect(isConflict(httpError(412, []))).toBe(true);
  expect(isConflict(httpError(409, [{ title: 'altered', meta: { current: {} } }]))).toBe(true);
  expect(isConflict(httpError(409, [{ title: 'a row with this key exists' }]))).toBe(false);
});
