import Box from '@mui/material/Box';
import Card from '@mui/material/Card';
import MuiLink from '@mui/material/Link';
import Skeleton from '@mui/material/Skeleton';
import { useQuery } from '@tanstack/react-query';
import { useTranslate } from 'ra-core';
import { Link } from 'react-router';
import { loadLog, type LogEntry } from '../../core/pages';
import { Moment } from '../audit/Moment';
import { useCatalog } from '../catalog';
import { paths } from '../paths';
import { RowName } from '../why/RowName';

/** Changes that are shown. */
const SHOWN = 8;

/** What has been changed last, where changes are kept. */
export const Recent = () => {
  const translate = useTranslate();
  const { data } = useQuery({ queryKey: ['audit', 'recent'], queryFn: () => loadLog({}, 1, SHOWN) });
  const title = translate('app.home_page.recent');
  return (
    <Card variant="outlined" component="section" aria-label={title} sx={{ p: 2, mt: 3 }}>
      <Box component="h2" sx={{ m: 0, mb: 0.5, fontSize: '0.9375rem', fontWeight: 650, display: 'flex', gap: 2, justifyContent: 'space-between', alignItems: 'baseline' }}>
        {title}
        <MuiLink component={Link} to={paths.audit} underline="hover" sx={{ fontSize: '0.8125rem', fontWeight: 500, minHeight: 24, flex: 'none' }}>{translate('app.audit_page.title')}</MuiLink>
      </Box>
      {data === undefined ? <Skeleton variant="rounded" height={120} aria-label={translate('app.loading')} /> : data.entries.length === 0 ? (
        <Box sx={{ color: 'text.secondary', py: 1 }}>{translate('app.audit_page.none')}</Box>
      ) : (
        <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0 }}>{data.entries.map((entry) => <Line key={entry.id} entry={entry} />)}</Box>
      )}
    </Card>
  );
};

const Line = ({ entry }: { entry: LogEntry }) => {
  const translate = useTranslate();
  const resource = useCatalog().config.resources.find(({ type }) => type === entry.resource);
  const names = entry.changes.map(({ attribute }) => resource?.attributes.find(({ name }) => name === attribute)?.label ?? attribute);
  return (
    <Box component="li" sx={{ display: 'flex', flexWrap: 'wrap', columnGap: 1.5, alignItems: 'baseline', py: 0.75, borderTop: 1, borderColor: 'divider', '&:first-of-type': { borderTop: 0 } }}>
      {entry.action === 'delete' ? <span>{`${resource?.label ?? entry.resource} ${entry.rowId}`}</span> : <RowName type={entry.resource} id={entry.rowId} onLeave={() => undefined} />}
      <Box component="span" sx={{ flex: 1, minWidth: 0, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap', color: 'text.secondary', fontSize: '0.875rem' }}>
        {translate(`app.audit_page.${entry.action}`)}
        {entry.action === 'update' && `: ${names.join(', ')}`}
      </Box>
      <Box component="span" sx={{ color: 'text.secondary', fontSize: '0.8125rem' }}><Moment at={entry.at} />{entry.caller !== null && ` · ${entry.caller}`}</Box>
    </Box>
  );
};
