import AddIcon from '@mui/icons-material/Add';
import IconButton from '@mui/material/IconButton';
import Tooltip from '@mui/material/Tooltip';
import { useGetList, useGetOne, useTranslate } from 'ra-core';
import { lazy, type ReactNode, type Ref, Suspense, useState } from 'react';
import type { Attribute, Relationship, Resource } from '../../core/config';
import { having } from '../../core/filters';
import { relatedTo, type Row, userKeyAttributes } from '../../core/records';
import { useCatalog, useUserKey } from '../catalog';
import { LookupDialog } from './LookupDialog';
import { LookupOffered } from './LookupOffered';
import { LookupSearch } from './LookupSearch';

const CreateDialog = lazy(() => import('../form/CreateDialog').then((module) => ({ default: module.CreateDialog })));

/** What every kind of lookup is told of its input. */
export interface Place {
  id: string;
  label: string;
  required: boolean;
  error: boolean;
  helperText: ReactNode;
  inputRef?: Ref<HTMLInputElement>;
  onBlur?: () => void;
  autoFocus?: boolean;
}

/** What it chooses from, and what is chosen. */
export interface Choice {
  target: Resource;
  chosen: Row | null;
  nameOf: (row: Row) => string;
  /** What the rows that are offered have. */
  within: Record<string, unknown>;
  /** What `admin.yaml` says of the input. */
  settings: Pick<Attribute, 'lookup' | 'placeholder'>;
  onChoose: (row: Row | null) => void;
  /** Leads to a form for a row that is not there yet. */
  create: ReactNode;
}

interface Props extends Place, Pick<Choice, 'settings' | 'onChoose'> {
  relationship: Relationship;
  /** The values of the foreign key, by the names at the other end; none where nothing is chosen. */
  reference: Record<string, unknown> | undefined;
  within?: Record<string, unknown>;
  /** The stored row, which knows the row that it refers to. */
  row: Row | undefined;
}

/** The row that a foreign key refers to, chosen as `admin.yaml` wants it; by typing where that says nothing. */
export const Lookup = ({ relationship, settings, reference, within = {}, row, onChoose, ...place }: Props) => {
  const translate = useTranslate();
  const target = useCatalog().resource(relationship.resource);
  const [isCreating, setCreating] = useState(false);
  const chosen = useChosen({ relationship, target, reference, row });
  const nameOf = useName(relationship, target, within);
  const create = target.can.create && settings.lookup?.create !== false && (
    <Tooltip title={translate('app.lookup.create')}>
      <IconButton size="small" sx={{ p: 0.25 }} aria-label={`${translate('app.lookup.create')}: ${place.label}`} onClick={() => setCreating(true)}><AddIcon fontSize="small" /></IconButton>
    </Tooltip>
  );
  const mode = settings.lookup?.mode;
  const choice = { target, chosen, nameOf, within, settings, onChoose, create };
  return (
    <>
      {mode === 'dialog' ? <LookupDialog {...place} {...choice} /> : mode === 'select' || mode === 'radio' ? <LookupOffered {...place} {...choice} mode={mode} /> : <LookupSearch {...place} {...choice} />}
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
  const stored = relatedTo(row, relationship.name)?.record;
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
