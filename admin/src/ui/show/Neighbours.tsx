import ChevronLeftIcon from '@mui/icons-material/ChevronLeft';
import ChevronRightIcon from '@mui/icons-material/ChevronRight';
import Box from '@mui/material/Box';
import IconButton from '@mui/material/IconButton';
import { type Identifier, useDataProvider, useLocaleState, useNotify, useTranslate } from 'ra-core';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import type { Resource } from '../../core/config';
import type { Row } from '../../core/records';
import { keepTrail, type Neighbour, neighboursOf, trailOf } from '../../core/trail';
import { useKeys } from '../layout/keys';
import { errorText } from '../Message';
import { paths } from '../paths';

/** To the row before and after this one, in the filter and the order of the list that it was opened from; `k` and `j` as well. */
export const Neighbours = ({ resource, id, tab }: { resource: Resource; id: Identifier; tab: string | undefined }) => {
  const translate = useTranslate();
  const navigate = useNavigate();
  const notify = useNotify();
  const dataProvider = useDataProvider();
  const [locale] = useLocaleState();
  const [isLoading, setLoading] = useState(false);
  const trail = trailOf(resource.name);
  const found = neighboursOf(trail, id);

  /** The rows of another page are asked for when somebody goes there. */
  const idOf = async (neighbour: Neighbour): Promise<string | undefined> => {
    if ('id' in neighbour || trail === undefined) return 'id' in neighbour ? neighbour.id : undefined;
    const { page, end } = neighbour;
    const { data, total, pageInfo } = await dataProvider.getList<Row>(resource.name, { pagination: { page, perPage: trail.perPage }, sort: trail.sort, filter: trail.filter, meta: { columns: [] } });
    const ids = data.map((row) => String(row.id));
    const hasNext = total === undefined ? pageInfo?.hasNextPage === true : page * trail.perPage < total;
    if (ids.length > 0) keepTrail(resource.name, { ...trail, page, ids, total, hasNext });
    return end === 'first' ? ids[0] : ids.at(-1);
  };
  const go = async (neighbour: Neighbour | undefined) => {
    if (neighbour === undefined || isLoading) return;
    setLoading(true);
    try {
      const next = await idOf(neighbour);
      if (next !== undefined) await navigate(paths.show(resource, next, tab), { replace: true });
    } catch (error) {
      notify(errorText(error, translate), { type: 'error' });
    } finally {
      setLoading(false);
    }
  };

  useKeys(({ key }) => {
    if (key === 'j') void go(found?.next);
    if (key === 'k') void go(found?.previous);
  });

  if (found === undefined || trail === undefined || (found.previous === undefined && found.next === undefined)) return null;
  const number = (value: number) => value.toLocaleString(locale);
  const position = trail.total === undefined ? number(found.position) : translate('app.show.position', { position: number(found.position), total: number(trail.total) });
  return (
    <Box role="group" aria-label={translate('app.show.neighbours')} sx={{ display: 'flex', alignItems: 'center', fontSize: '0.8125rem', color: 'text.secondary', whiteSpace: 'nowrap' }}>
      <IconButton aria-label={translate('app.show.previous')} disabled={found.previous === undefined} onClick={() => void go(found.previous)}><ChevronLeftIcon /></IconButton>
      <span>{position}</span>
      <IconButton aria-label={translate('app.show.next')} disabled={found.next === undefined} onClick={() => void go(found.next)}><ChevronRightIcon /></IconButton>
    </Box>
  );
};
