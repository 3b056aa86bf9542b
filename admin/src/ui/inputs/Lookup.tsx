import AddIcon from '@mui/icons-material/Add';
import Autocomplete from '@mui/material/Autocomplete';
import Box from '@mui/material/Box';
import IconButton from '@mui/material/IconButton';
import InputAdornment from '@mui/material/InputAdornment';
import TextField from '@mui/material/TextField';
import Tooltip from '@mui/material/Tooltip';
import { useGetList, useGetOne, useTranslate } from 'ra-core';
import { lazy, type ReactNode, type Ref, Suspense, useDeferredValue, useState } from 'react';
import type { Attribute, Relationship, Resource } from '../../core/config';
import { having } from '../../core/filters';
import { RELATED, type Row, userKeyAttributes } from '../../core/records';
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
  /** What `admin.yaml` says of the input. */
  settings: Pick<Attribute, 'lookup' | 'placeholder'>;
  relationship: Relationship;
  /** The values of the foreign key, by the names at the other end; none where nothing is chosen. */
  reference: Record<string, unknown> | undefined;
  /** What the rows that are offered have. */
  within?: Record<string, unknown>;
  /** The stored row, which knows the row that it refers to. */
  row: Row | undefined;
  onChoose: (row: Row | null) => void;
}

/** The row that a foreign key refers to: found by typing, searched by the server. */
export const Lookup = ({ relationship, settings, reference, within = {}, row, onChoose, label, inputRef, helperText, ...input }: Props) => {
  const translate = useTranslate();
  const target = useCatalog().resource(relationship.resource);
  const [isOpen, setOpen] = useState(false);
  const [isCreating, setCreating] = useState(false);
  const [typed, setTyped] = useState('');
  const chosen = useChosen({ relationship, target, reference, row });
  const nameOf = useName(relationship, target, within);
  const chosenText = chosen === null ? '' : nameOf(chosen);
  const text = useDeferredValue(typed);
  const found = useFound(target, isOpen, chosenText === text ? '' : text, settings.lookup, within);
  const columns = (settings.lookup?.columns ?? []).flatMap((name) => target.attributes.find((each) => each.name === name) ?? []);
  const formats = useFormats();
  return (
    <>
      <Autocomplete<Row>
        {...{ id: input.id, onBlur: input.onBlur }}
        options={found.rows}
        loading={found.isLoading}
        value={chosen}
        open={isOpen}
        onOpen={() => setOpen(true)}
        onClose={() => setOpen(false)}
        onChange={(_, option) => onChoose(option)}
        inputValue={typed}
        onInputChange={(_, next) => setTyped(next)}
        filterOptions={(options) => options}
        getOptionLabel={(option) => nameOf(option)}
        getOptionKey={(option) => option.id}
        isOptionEqualToValue={(option, other) => String(option.id) === String(other.id)}
        noOptionsText={translate('app.lookup.none')}
        loadingText={translate('app.loading')}
        disableClearable={input.required as false}
        autoHighlight
        renderOption={({ key: _, ...props }, option) => (
          <Box component="li" {...props} key={option.id}>
            <Box sx={{ minWidth: 0 }}>
              {nameOf(option)}
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
            placeholder={settings.placeholder ?? translate('app.lookup.type')}
            slotProps={{
              ...slotProps,
              input: {
                ...slotProps.input,
                endAdornment: (
                  <>
                    {target.can.create && settings.lookup?.create !== false && (
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
          <CreateDialog resource={target} source={within} onClose={() => setCreating(false)} onCreated={(created) => { onChoose(created); setCreating(false); }} />
        </Suspense>
      )}
    </>
  );
};

/** The row that is chosen: as it came with the stored row, or asked for. */
const useChosen = ({ relationship, target, reference, row }: { relationship: Relationship; target: Resource; reference: Record<string, unknown> | undefined; row: Row | undefined }): Row | null => {
  const stored = row?.[RELATED]?.[relationship.name]?.record;
  const isStored = stored !== undefined && relationship.attributes.every((name, index) => String(row?.[name]) === String(reference?.[relationship.targetAttributes[index] ?? '']));
  const isWanted = reference !== undefined && !isStored;
  const [key = '', ...others] = relationship.targetAttributes;
  const id = String(reference?.[key]);
  const isById = others.length === 0 && target.key.length === 1 && target.key[0] === key;
  const byId = useGetOne<Row>(target.name, { id }, { enabled: isWanted && isById });
  const byParts = useGetList<Row>(target.name, { pagination: { page: 1, perPage: 1 }, sort: { field: key, order: 'ASC' }, filter: having(reference ?? {}), meta: { columns: relationship.targetAttributes } }, { enabled: isWanted && others.length > 0 });
  if (reference === undefined) return null;
  return (isStored ? stored : isById ? byId.data : byParts.data?.[0]) ?? { id: Object.values(reference).map(String).join(' '), ...reference };
};

/** What a row is called where it is chosen: of a key of several parts, those that its name does not say follow it. */
const useName = (relationship: Relationship, target: Resource, within: Record<string, unknown>): ((row: Row) => string) => {
  const userKey = useUserKey();
  const said = new Set([...userKeyAttributes(target), ...Object.keys(within)]);
  const parts = relationship.targetAttributes.length > 1 ? relationship.targetAttributes.filter((name) => !said.has(name)) : [];
  return (row) => [userKey(target, row), ...parts.map((name) => row[name]).filter((value) => value !== null && value !== undefined && value !== '')].map(String).join(' · ');
};
