import { expect, it, vi } from 'vitest';
import { csv, download } from './export';

it('a spreadsheet opens the file and computes nothing of it', () => {
  const column = (name: string, isNumber = false) => ({ label: name, text: (row: Record<string, unknown>) => ({ text: String(row[name]), isNumber }) });
  const text = csv([column('a'), column('n', true)], [{ a: '=1+1', n: -5 }, { a: 'say "hi", all', n: 2 }, { a: 'two\nlines', n: 0 }]);
  expect(text).toBe('\uFEFFa,n\r\n\'=1+1,-5\r\n"say ""hi"", all",2\r\n"two\nlines",0\r\n');
});

it('a file is handed to the browser, and its address given back later', () => {
  vi.useFakeTimers();
  const link = { href: '', download: '', click: vi.fn() };
  vi.stubGlobal('document', { createElement: () => link });
  const made = vi.spyOn(URL, 'createObjectURL').mockReturnValue('blob:1');
  const revoked = vi.spyOn(URL, 'revokeObjectURL').mockReturnValue();
  try {
    download('a,b', 'orders.csv', 'text/csv');
    expect(made).toHaveBeenCalledWith(expect.objectContaining({ size: 3, type: 'text/csv' }));
    expect(link).toMatchObject({ href: 'blob:1', download: 'orders.csv' });
    expect(link.click).toHaveBeenCalledOnce();
    expect(revoked).not.toHaveBeenCalled();
    vi.runAllTimers();
    expect(revoked).toHaveBeenCalledWith('blob:1');
  } finally {
    vi.useRealTimers();
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
  }
});
