import { expect, test } from 'vitest';
import { idOf, idPart } from './rowAddress';

test('every id comes back from its part of an address', () => {
  for (const id of ['1', 'a b/c', '~a', '~%0A', '%0A', 'a\nb', '~\n', 'a\u2028b', '50%', '~~%0A', '~%250A', '~%E2', 'ä']) {
    const part = idPart(id);
    // The router's patterns end at a line break.
    expect(decodeURIComponent(part)).not.toMatch(/[\n\r\u2028\u2029]/);
    expect(idOf(decodeURIComponent(part))).toBe(id);
  }
  expect(idPart('a b')).toBe('a%20b');
  expect(idOf('~%0A%')).toBe('~%0A%');
});
