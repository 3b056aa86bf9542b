import { expect, it } from 'vitest';
import { csv } from './export';

it('a spreadsheet opens the file and computes nothing of it', () => {
  const column = (name: string, isNumber = false) => ({ label: name, text: (row: Record<string, unknown>) => ({ text: String(row[name]), isNumber }) });
  const text = csv([column('a'), column('n', true)], [{ a: '=1+1', n: -5 }, { a: 'say "hi", all', n: 2 }, { a: 'two\nlines', n: 0 }]);
  expect(text).toBe('\uFEFFa,n\r\n\'=1+1,-5\r\n"say ""hi"", all",2\r\n"two\nlines",0\r\n');
});
