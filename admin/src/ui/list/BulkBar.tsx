import DeleteIcon from '@mui/icons-material/DeleteOutlined';
import DownloadIcon from '@mui/icons-material/FileDownloadOutlined';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { type Identifier, type SortPayload, useDeleteMany, useLocaleState, useNotify, useTranslate } from 'ra-core';
import { useState } from 'react';
import type { Attribute, Resource } from '../../core/config';
import { Actions } from '../actions/Actions';
import { Question } from '../dialogs/Question';
import { errorText } from '../Message';
import { useExport } from './useExport';
import { MOST, useSelectAll } from './useSelectAll';

interface Props {
  resource: Resource;
  ids: Identifier[];
  attributes: Attribute[];
  filter: Record<string, unknown>;
  sort: SortPayload;
  /** Whether the whole page is selected, and there are more rows. */
  mayAll: boolean;
  /** How many rows match, as far as it is known exactly. */
  total: number | undefined;
  select: (ids: Identifier[]) => void;
  clear: () => void;
}

/** What can be done with the rows that are selected: those of the page, or all that match. */
export const BulkBar = ({ resource, ids, attributes, filter, sort, mayAll, total, select, clear }: Props) => {
  const translate = useTranslate();
  const notify = useNotify();
  const [locale] = useLocaleState();
  const [isAsking, setAsking] = useState(false);
  const [deleteMany, { isPending }] = useDeleteMany();
  const all = useSelectAll(resource, filter, sort, select);
  const exporting = useExport(resource, attributes, {}, sort, ids);
  const remove = () => {
    setAsking(false);
    void deleteMany(resource.name, { ids }, {
      mutationMode: 'pessimistic',
      onSuccess: () => {
        notify(translate('app.show.deleted_many', { smart_count: ids.length }), { type: 'info' });
        clear();
      },
      onError: (error: unknown) => notify(errorText(error, translate), { type: 'error', multiLine: true, autoHideDuration: 10_000 }),
    });
  };
  const selected = translate('app.list.selected', { smart_count: ids.length, count: ids.length.toLocaleString(locale) });
  const offered = total !== undefined && total <= MOST ? translate('app.list.select_matching', { total: total.toLocaleString(locale) }) : translate('app.list.select_first', { total: MOST.toLocaleString(locale) });
  return (
    <Box role="toolbar" aria-label={selected} sx={{ display: 'flex', alignItems: 'center', flexWrap: 'wrap', gap: 1, px: 2, py: 0.75, bgcolor: 'action.selected', borderTop: 1, borderColor: 'divider' }}>
      <Box sx={{ fontWeight: 600, mr: 1 }} role="status">{selected}</Box>
      {mayAll && <Button size="small" loading={all.isRunning} onClick={all.run}>{offered}</Button>}
      {resource.can.delete && <Button size="small" color="error" startIcon={<DeleteIcon />} loading={isPending} loadingPosition="start" onClick={() => setAsking(true)}>{translate('app.list.delete')}</Button>}
      <Button size="small" startIcon={<DownloadIcon />} loading={exporting.count !== undefined} loadingPosition="start" onClick={exporting.start}>{translate('app.list.export_selected')}</Button>
      <Actions resource={resource} scope="bulk" subject={{ ids }} mode="list" size="small" onDone={clear} />
      <Button size="small" onClick={clear}>{translate('app.list.unselect')}</Button>
      {isAsking && <Question title={translate('app.show.confirm_delete_many', { smart_count: ids.length })} text={translate('app.show.cannot_undo')} yes={translate('app.show.delete')} no={translate('app.cancel')} onYes={remove} onNo={() => setAsking(false)} />}
    </Box>
  );
};
