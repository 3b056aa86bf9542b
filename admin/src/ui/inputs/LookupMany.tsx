import Autocomplete from '@mui/material/Autocomplete';
import TextField from '@mui/material/TextField';
import { useTranslate } from 'ra-core';
import { useDeferredValue, useState } from 'react';
import type { Relationship } from '../../core/config';
import type { Row } from '../../core/records';
import { useCatalog, useUserKey } from '../catalog';
import { useFound } from './useFound';
import { useReferred } from './useReferred';

interface Props {
  label: string;
  relationship: Relationship;
  values: unknown[];
  onChange: (values: unknown[]) => void;
}

/** Several rows that a foreign key may refer to: each found by typing. */
export const LookupMany = ({ label, relationship, values, onChange }: Props) => {
  const translate = useTranslate();
  const userKey = useUserKey();
  const target = useCatalog().resource(relationship.resource);
  const key = relationship.targetAttributes[0] ?? '';
  const [isOpen, setOpen] = useState(false);
  const [typed, setTyped] = useState('');
  const found = useFound(target, isOpen, useDeferredValue(typed));
  const chosen = useReferred(relationship, values);
  const keyOf = (row: Row): unknown => row[key] ?? row.id;
  return (
    <Autocomplete<Row, true>
      multiple
      options={found.rows}
      loading={found.isLoading}
      value={chosen}
      open={isOpen}
      onOpen={() => setOpen(true)}
      onClose={() => setOpen(false)}
      onChange={(_, rows) => onChange(rows.map(keyOf))}
      inputValue={typed}
      onInputChange={(_, next) => setTyped(next)}
      filterOptions={(options) => options}
      getOptionLabel={(row) => userKey(target, row)}
      getOptionKey={(row) => row.id}
      isOptionEqualToValue={(row, other) => String(keyOf(row)) === String(keyOf(other))}
      noOptionsText={translate('app.lookup.none')}
      loadingText={translate('app.loading')}
      autoHighlight
      renderInput={(params) => <TextField {...params} autoFocus label={label} placeholder={values.length === 0 ? translate('app.lookup.type') : ''} />}
    />
  );
};
