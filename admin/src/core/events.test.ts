import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { onConfig } from './events';

/** A stream of the server, as the browser has it. */
class Stream extends EventTarget {
  static readonly open = new Set<Stream>();

  constructor(readonly url: string) {
    super();
    Stream.open.add(this);
  }

  close() {
    Stream.open.delete(this);
  }
}

const page = new EventTarget() as EventTarget & { visibilityState: string };

const show = (state: 'visible' | 'hidden') => {
  page.visibilityState = state;
  page.dispatchEvent(new Event('visibilitychange'));
};

beforeEach(() => {
  Stream.open.clear();
  vi.stubGlobal('EventSource', Stream);
  vi.stubGlobal('document', page);
  page.visibilityState = 'visible';
});
afterEach(() => vi.unstubAllGlobals());

test('the tag of a changed configuration is told', () => {
  const told: string[] = [];
  const end = onConfig('shop', (etag) => told.push(etag));
  const [stream] = Stream.open;
  expect(stream?.url).toBe('/admin/shop/events');
  stream?.dispatchEvent(new MessageEvent('config-changed', { data: '{"etag":"\\"2\\""}' }));
  expect(told).toEqual(['"2"']);
  end();
  expect(Stream.open.size).toBe(0);
});

test('a page that nobody looks at has no stream, and one as soon as it is looked at', () => {
  page.visibilityState = 'hidden';
  const end = onConfig('shop', () => undefined);
  expect(Stream.open.size).toBe(0);
  show('visible');
  show('visible');
  expect(Stream.open.size).toBe(1);
  show('hidden');
  expect(Stream.open.size).toBe(0);
  end();
  show('visible');
  expect(Stream.open.size).toBe(0);
});
