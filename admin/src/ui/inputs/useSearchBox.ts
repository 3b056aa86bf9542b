import { useTranslate } from 'ra-core';
import { useDeferredValue, useState } from 'react';
import type { Attribute, Resource } from '../../core/config';
import type { Row } from '../../core/records';
import { useFound } from './useFound';

/** What an `Autocomplete` needs to find rows by typing. `chosen`, the name of the row that is chosen, is not searched for. */
export const useSearchBox = (target: Resource, chosen = '', lookup?: Attribute['lookup'], within?: Record<string, unknown>) => {
  const translate = useTranslate();
  const [open, setOpen] = useState(false);
  const [inputValue, setTyped] = useState('');
  const text = useDeferredValue(inputValue);
  const found = useFound(target, open, text === chosen ? '' : text, lookup, within);
  return {
    options: found.rows,
    loading: found.isLoading,
    open,
    onOpen: () => setOpen(true),
    onClose: () => setOpen(false),
    inputValue,
    onInputChange: (_: unknown, next: string) => setTyped(next),
    filterOptions: (options: Row[]) => options,
    getOptionKey: (row: Row) => row.id,
    noOptionsText: translate('app.lookup.none'),
    loadingText: translate('app.loading'),
  };
};
