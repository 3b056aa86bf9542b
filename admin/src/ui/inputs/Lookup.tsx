import AddIcon from '@mui/icons-material/Add';
import Autocomplete from '@mui/material/Autocomplete';
import Box from '@mui/material/Box';
import IconButton from '@mui/material/IconButton';
import InputAdornment from '@mui/material/InputAdornment';
import TextField from '@mui/material/TextField';
import Tooltip from '@mui/material/Tooltip';
import { useGetOne, useTranslate } from 'ra-core';
import { lazy, type ReactNode, type Ref, Suspense, useDeferredValue, useState } from 'react';
import type { Attribute, Relationship, Resource } from '../../core/config';
import { RELATED, type Row } from '../../core/records';
import { formatValue } from '../../core/format';
import { useCatalog, useFormats, useUserKey } from '../catalog';
import { useFound } from './useFound';

const CreateDialog = lazy(() => import('../form/CreateDialog').then((module) => ({ default: module.CreateDialog })));

interface Props {
  id: string;
  label: string;
  required: boolean;
  error: boolean;
  helperText: ReactNode;
  inputRef?: Ref<HTMLInputElement>;
  onBlur?: () => void;
  autoFocus?: boolean;
  resource: Resource;
  attribute: Attribute;
  relationship: Relationship;
  value: unknown;
  /** The stored row, which knows the row that it refers to. */
  row: Row | undefined;
  onChange: (value: unknown) => void;
}

/** The row that a foreign key refers to: found by typing, searched by the server. */
export const Lookup = ({ relationship, attribute, value, row, onChange, label, inputRef, helperText, ...input }: Props) => {
  const translate = useTranslate();
  const target = useCatalog().resource(relationship.resource);
  const key = relationship.targetAttributes[0] ?? '';
  const [isOpen, setOpen] = useState(false);
  const [isCreating, setCreating] = useState(false);
  const [typed, setTyped] = useState('');
  const chosen = useChosen({ relationship, target, key, value, row });
  const text = useDeferredValue(typed);
  const found = useFound(target, isOpen, chosen.text === text ? '' : text, attribute.lookup);
  const columns = (attribute.lookup?.columns ?? []).flatMap((name) => target.attributes.find((each) => each.name === name) ?? []);
  const keyOf = (option: Row): unknown => option[key] ?? option.id;
  const choose = (option: Row | null) => onChange(option === null ? null : keyOf(option));
  const userKey = useUserKey();
  const formats = useFormats();
  return (
    <>
      <Autocomplete<Row>
        {...{ id: input.id, onBlur: input.onBlur }}
        options={found.rows}
        loading={found.isLoading}
        value={chosen.row}
        open={isOpen}
        onOpen={() => setOpen(true)}
        onClose={() => setOpen(false)}
        onChange={(_, option) => choose(option)}
        inputValue={typed}
        onInputChange={(_, next) => setTyped(next)}
        filterOptions={(options) => options}
        getOptionLabel={(option) => userKey(target, option)}
        getOptionKey={(option) => option.id}
        isOptionEqualToValue={(option, other) => String(option.id) === String(other.id)}
        noOptionsText={translate('app.lookup.none')}
        loadingText={translate('app.loading')}
        disableClearable={attribute.required as false}
        autoHighlight
        renderOption={({ key: _, ...props }, option) => (
          <Box component="li" {...props} key={option.id}>
            <Box sx={{ minWidth: 0 }}>
              {userKey(target, option)}
              {columns.length > 0 && <Box sx={{ color: 'text.secondary', fontSize: '0.8125rem' }}>{columns.map((each) => formatValue(option[each.name], each, formats)).filter((each) => each !== '').join(' · ')}</Box>}
            </Box>
          </Box>
        )}
        renderInput={({ slotProps, ...params }) => (
          <TextField
            {...params}
            label={label}
            required={input.required}
            error={input.error}
            helperText={helperText}
            inputRef={inputRef}
            autoFocus={input.autoFocus ?? false}
            placeholder={attribute.placeholder ?? translate('app.lookup.type')}
            slotProps={{
              ...slotProps,
              input: {
                ...slotProps.input,
                endAdornment: (
                  <>
                    {target.can.create && attribute.lookup?.create !== false && (
                      <InputAdornment position="end" sx={{ ml: 0 }}>
                        <Tooltip title={translate('app.lookup.create')}>
                          <IconButton size="small" sx={{ p: 0.25 }} aria-label={`${translate('app.lookup.create')}: ${label}`} onClick={() => setCreating(true)}><AddIcon fontSize="small" /></IconButton>
                        </Tooltip>
                      </InputAdornment>
                    )}
                    {slotProps.input.endAdornment}
                  </>
                ),
              },
            }}
          />
        )}
      />
      {isCreating && (
        <Suspense>
          <CreateDialog resource={target} source={{}} onClose={() => setCreating(false)} onCreated={(created) => { choose(created); setCreating(false); }} />
        </Suspense>
      )}
    </>
  );
};

/** The row of the value: as it came with the stored row, or asked for. */
const useChosen = ({ relationship, target, key, value, row }: { relationship: Relationship; target: Resource; key: string; value: unknown; row: Row | undefined }) => {
  const userKey = useUserKey();
  const isNothing = value === null || value === undefined || value === '';
  const stored = row?.[RELATED]?.[relationship.name];
  const isStored = stored?.record !== undefined && row !== undefined && String(row[relationship.attributes[0] ?? '']) === String(value);
  const isById = target.key.length === 1 && target.key[0] === key;
  const { data } = useGetOne<Row>(target.name, { id: String(value) }, { enabled: !isNothing && !isStored && isById });
  const known = isNothing ? null : isStored ? (stored.record ?? null) : (data ?? { id: String(value), [key]: value });
  return { row: known, text: known === null ? '' : userKey(target, known) };
};
