import { expect, it } from 'vitest';
import { safeAddress } from './safe';

it.each([
  ['https://example.org/a', 'https://example.org/a'],
  ['/files/1.png', '/files/1.png'],
  ['mailto:a@example.org', 'mailto:a@example.org'],
  ['javascript:alert(1)', undefined],
  ['JaVaScRiPt:alert(1)', undefined],
  ['data:text/html,x', undefined],
  ['//example.org', undefined],
  ['/\\example.org', undefined],
  ['no address', undefined],
])('%s', (text, address) => {
  expect(safeAddress(text)).toBe(address);
});
