import Box from '@mui/material/Box';
import Chip from '@mui/material/Chip';
import MuiLink from '@mui/material/Link';
import Skeleton from '@mui/material/Skeleton';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslate } from 'ra-core';
import { useState } from 'react';
import { Link } from 'react-router';
import { loadLog, type LogEntry, type LogFilter } from '../../core/pages';
import { useCatalog } from '../catalog';
import { Pager } from '../grid/Pager';
import { Failure, Message } from '../Message';
import { PlainValue } from '../why/PlainValue';
import { RowName } from '../why/RowName';
import { paths } from '../paths';
import { Moment } from './Moment';

const PER_PAGE = 25;

const COLORS = { insert: 'success', update: 'info', delete: 'error' } as const;

/** Changes of rows, the latest first. */
export const Entries = ({ filter, isOfOneRow = false }: { filter: LogFilter; isOfOneRow?: boolean }) => {
  const translate = useTranslate();
  const [page, setPage] = useState(1);
  const { data, error, refetch } = useQuery({ queryKey: ['audit', filter, page], queryFn: () => loadLog(filter, page, PER_PAGE), placeholderData: keepPreviousData });
  if (error !== null) return <Failure error={error} retry={() => void refetch()} />;
  if (data === undefined) return <Skeleton variant="rectangular" height={200} aria-label={translate('app.loading')} />;
  if (data.entries.length === 0 && page === 1) {
    const isFiltered = !isOfOneRow && Object.values(filter).some((value) => value !== '');
    return <Message title={translate(isFiltered ? 'app.audit_page.no_match' : 'app.audit_page.none')} />;
  }
  return (
    <>
      <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0 }}>
        {data.entries.map((entry) => <Entry key={entry.id} entry={entry} isOfOneRow={isOfOneRow} />)}
      </Box>
      {(page > 1 || data.hasMore) && <Pager page={page} perPage={PER_PAGE} count={data.entries.length} total={undefined} hasNext={data.hasMore} setPage={setPage} />}
    </>
  );
};

const Entry = ({ entry, isOfOneRow }: { entry: LogEntry; isOfOneRow: boolean }) => {
  const translate = useTranslate();
  const resource = useCatalog().config.resources.find(({ type }) => type === entry.resource);
  return (
    <Box component="li" sx={{ px: { xs: 2, sm: 3 }, py: 2, borderBottom: 1, borderColor: 'divider', '&:last-child': { borderBottom: 0 } }}>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, alignItems: 'baseline' }}>
        <Chip size="small" variant="outlined" color={COLORS[entry.action]} label={translate(`app.audit_page.${entry.action}`)} />
        {!isOfOneRow && (entry.action === 'delete' ? <span>{`${resource?.label ?? entry.resource} ${entry.rowId}`}</span> : <RowName type={entry.resource} id={entry.rowId} onLeave={() => undefined} />)}
        <Box component="span" sx={{ color: 'text.secondary', fontSize: '0.875rem' }}>
          <Moment at={entry.at} />
          {` · ${entry.caller ?? translate('app.audit_page.nobody')}`}
          {entry.requestId !== null && ` · ${translate('app.audit_page.request', { id: entry.requestId })}`}
        </Box>
      </Box>
      <Box component="table" sx={{ mt: 1, width: '100%', tableLayout: 'fixed', borderCollapse: 'collapse', fontSize: '0.875rem', '& th, & td': { textAlign: 'left', verticalAlign: 'top', py: 0.375, pr: 2, overflowWrap: 'anywhere' } }}>
        <Box component="thead" sx={{ color: 'text.secondary', '& th': { fontWeight: 500 } }}>
          <tr>{['attribute', 'before', 'after'].map((key) => <th key={key} scope="col">{translate(`app.audit_page.${key}`)}</th>)}</tr>
        </Box>
        <tbody>
          {entry.changes.map((change) => (
            <tr key={change.attribute}>
              <Box component="th" scope="row" sx={{ fontWeight: 500 }}>
                {resource?.attributes.find(({ name }) => name === change.attribute)?.label ?? change.attribute}
                {change.rule !== undefined && <By kind={change.rule} of={change.of} at={change.at} name={`${entry.resource}.${change.attribute}`} />}
              </Box>
              <td><PlainValue type={entry.resource} attribute={change.attribute} id={entry.rowId} value={change.before} /></td>
              <td><PlainValue type={entry.resource} attribute={change.attribute} id={entry.rowId} value={change.after} /></td>
            </tr>
          ))}
        </tbody>
      </Box>
    </Box>
  );
};

/** What has set a value besides people: a rule of its own, or the code of an event. */
const By = ({ kind, of, at, name }: { kind: string; of: string | undefined; at: string | undefined; name: string }) => {
  const translate = useTranslate();
  const source = useCatalog().config.resources.find(({ type }) => type === of);
  const rule = translate(`app.rules_page.kinds.${kind}`);
  return (
    <MuiLink component={Link} to={paths.rule(of ?? name)} {...(at === undefined ? {} : { title: at })} color="secondary" underline="hover" sx={{ display: 'block', width: 'fit-content', minHeight: 24, fontSize: '0.8125rem', fontWeight: 400 }}>
      {of === undefined ? translate('app.audit_page.by', { rule }) : translate('app.audit_page.by_event', { rule, name: source?.label ?? of })}
    </MuiLink>
  );
};
