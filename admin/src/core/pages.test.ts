import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { loadDiagram, loadExplanation, loadLog, loadRules, loadStats, type Rule, subjectOf } from './pages';
import { storage } from '../../test/samples';

let asked: string[] = [];

const answering = (body: string, status = 200) =>
  vi.stubGlobal('fetch', async (url: string) => {
    asked.push(url);
    return new Response(body, { status });
  });

beforeEach(() => {
  asked = [];
  vi.stubGlobal('sessionStorage', storage());
});
afterEach(() => vi.unstubAllGlobals());

test('each page has its address', async () => {
  answering('[]');
  await loadStats('shop');
  await loadDiagram();
  await loadRules();
  expect(asked).toEqual(['/admin/shop/stats', '/admin/er.json', '/admin/rules.json']);
});

test('the row of an explanation may be called anything', async () => {
  // More digits than a number of JavaScript has.
  answering('{"stored":12345678901234567.89}');
  const { stored } = await loadExplanation('Order Item', 'a/b?', 'Sum', 20, 10);
  expect(asked).toEqual(['/admin/explain/Order%20Item/a%2Fb%3F/Sum?page[offset]=20&page[limit]=10']);
  expect(String(stored)).toBe('12345678901234567.89');
});

test('the audit log is asked for what is wanted, a page at a time', async () => {
  answering('{"entries":[],"hasMore":true}');
  expect(await loadLog({ resource: 'Order', caller: '', id: '7' }, 3, 20)).toEqual({ entries: [], hasMore: true });
  expect(Object.fromEntries(new URL(asked[0] ?? '', 'http://x').searchParams)).toEqual({ 'page[offset]': '40', 'page[limit]': '20', resource: 'Order', id: '7' });
});

test('what is refused is an error with its status', async () => {
  answering('', 403);
  await expect(loadRules()).rejects.toMatchObject({ status: 403, message: '/admin/rules.json: HTTP 403' });
});

test('a rule is about what it derives, or about the rows it judges', () => {
  expect(subjectOf({ derives: 'Customer.Balance', resource: 'Order' } as Rule)).toBe('Customer');
  expect(subjectOf({ derives: null, resource: 'Order' } as Rule)).toBe('Order');
});
