import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { onChanges, onConfig } from './events';

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

test('changes of rows that come together are told once', () => {
  vi.useFakeTimers();
  let told = 0;
  const end = onChanges('/api/changes/Order', () => (told += 1));
  const [stream] = Stream.open;
  expect(stream?.url).toBe('/api/changes/Order');
  for (const name of ['inserted', 'updated', 'deleted', 'reset']) stream?.dispatchEvent(new MessageEvent(name, { data: '{}' }));
  expect(told).toBe(0);
  vi.advanceTimersByTime(1_000);
  expect(told).toBe(1);
  stream?.dispatchEvent(new MessageEvent('updated', { data: '{}' }));
  // Whoever has left the list hears no more of it.
  end();
  vi.advanceTimersByTime(1_000);
  expect(told).toBe(1);
  expect(Stream.open.size).toBe(0);
  vi.useRealTimers();
});
