/** Comma-separated values that a spreadsheet opens as they are. */

/** So that a spreadsheet takes the file for UTF-8. */
const MARK = '\uFEFF';

/** A cell; a text that a spreadsheet would compute is kept from it. */
const cell = (value: string, isNumber: boolean): string => {
  const defused = !isNumber && /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(defused) ? `"${defused.replace(/"/g, '""')}"` : defused;
};

export interface Column {
  label: string;
  /** The value as text, and whether it is a number. */
  text: (row: Record<string, unknown>) => { text: string; isNumber: boolean };
}

export const csv = (columns: Column[], rows: Record<string, unknown>[]): string => {
  const lines = [columns.map(({ label }) => cell(label, false)).join(',')];
  for (const row of rows) {
    lines.push(
      columns
        .map((column) => {
          const { text, isNumber } = column.text(row);
          return cell(text, isNumber);
        })
        .join(','),
    );
  }
  return `${MARK}${lines.join('\r\n')}\r\n`;
};

/** Hands a text to the browser as a file. */
export const download = (text: string, name: string, type: string): void => {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
};
