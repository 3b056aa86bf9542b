import Autocomplete from '@mui/material/Autocomplete';
import TextField from '@mui/material/TextField';
import { useTranslate } from 'ra-core';
import type { Relationship } from '../../core/config';
import type { Row } from '../../core/records';
import { useCatalog, useUserKey } from '../catalog';
import { useReferred } from './useReferred';
import { useSearchBox } from './useSearchBox';

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
  const box = useSearchBox(target);
  const chosen = useReferred(relationship, values);
  const keyOf = (row: Row): unknown => row[key] ?? row.id;
  return (
    <Autocomplete<Row, true>
      multiple
      {...box}
      value={chosen}
      onChange={(_, rows) => onChange(rows.map(keyOf))}
      getOptionLabel={(row) => userKey(target, row)}
      isOptionEqualToValue={(row, other) => String(keyOf(row)) === String(keyOf(other))}
      autoHighlight
      renderInput={(params) => <TextField {...params} autoFocus label={label} placeholder={values.length === 0 ? translate('app.lookup.type') : ''} />}
    />
  );
};
