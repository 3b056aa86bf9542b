/** What is said after a row was saved. */

import { useNotify } from 'ra-core';
import type { Row } from '../../core/records';

export const useSaved = (): ((row: Row, text: string) => void) => {
  const notify = useNotify();
  return (_row, text) => notify(text, { type: 'success', autoHideDuration: 6_000 });
};
