import { expect, it } from 'vitest';
import { pictureAddress, safeAddress } from './safe';

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

const HOSTS = ['https://img.example.org', 'http://10.0.0.7:8080', 'https://*.cdn.example.org'];

it.each([
  ['/pictures/1.png', true],
  ['data:image/png;base64,AA==', true],
  ['https://img.example.org/1.png', true],
  ['http://img.example.org/1.png', false],
  ['https://img.example.org:444/1.png', false],
  ['http://10.0.0.7:8080/1.png', true],
  ['https://a.cdn.example.org/1.png', true],
  ['https://cdn.example.org/1.png', false],
  ['https://evilcdn.example.org/1.png', false],
  ['https://elsewhere.example.org/1.png', false],
  ['data:text/html,x', false],
  ['javascript:alert(1)', false],
])('a picture may come from %s: %s', (text, may) => {
  expect(pictureAddress(text, HOSTS) !== undefined).toBe(may);
});
