import Box from '@mui/material/Box';
import Card from '@mui/material/Card';
import CardActionArea from '@mui/material/CardActionArea';
import MuiLink from '@mui/material/Link';
import Skeleton from '@mui/material/Skeleton';
import { useTranslate } from 'ra-core';
import { Link } from 'react-router';
import type { Card as Configured, Resource } from '../../core/config';
import { filterOfView } from '../../core/filters';
import { formatValue } from '../../core/format';
import type { Drawn } from '../../core/pages';
import { useCatalog, useFormats } from '../catalog';
import { paths } from '../paths';
import { Chart } from './Chart';
import { Rows } from './Rows';

/** A figure, a chart or a list of the first page. */
export const HomeCard = ({ card, drawn }: { card: Configured; drawn: Drawn | undefined }) => {
  const translate = useTranslate();
  const resource = useCatalog().find(card.resource);
  if (resource === undefined) return null;
  const title = card.title ?? resource.labelPlural;
  const to = addressOf(card, resource);
  if (card.kind === 'count' || card.kind === 'sum') {
    return (
      <Card variant="outlined">
        <CardActionArea component={Link} to={to} sx={{ p: 2, height: '100%', display: 'block' }}>
          <Box sx={{ color: 'text.secondary', fontSize: '0.875rem', fontWeight: 550 }}>{title}</Box>
          {drawn?.refused !== undefined ? <Refused why={drawn.refused} /> : <Figure card={card} resource={resource} drawn={drawn} />}
        </CardActionArea>
      </Card>
    );
  }
  return (
    <Card variant="outlined" component="section" aria-label={title} sx={{ gridColumn: 'span 2', p: 2, minWidth: 0 }}>
      <Box component="h2" sx={{ m: 0, mb: 0.5, fontSize: '0.9375rem', fontWeight: 650, display: 'flex', gap: 2, justifyContent: 'space-between', alignItems: 'baseline' }}>
        {title}
        <MuiLink component={Link} to={to} underline="hover" sx={{ fontSize: '0.8125rem', fontWeight: 500, minHeight: 24, flex: 'none' }}>{translate('app.home_page.open')}</MuiLink>
      </Box>
      {card.kind === 'list' ? <Rows card={card} resource={resource} /> : drawn === undefined ? <Skeleton variant="rounded" height={200} aria-label={translate('app.loading')} /> : drawn.refused !== undefined ? <Refused why={drawn.refused} /> : (
        <Chart card={card} resource={resource} drawn={drawn} title={title} />
      )}
    </Card>
  );
};

/** Where the card leads to: its view, or its rows. */
const addressOf = (card: Configured, resource: Resource): string => {
  const view = resource.views?.find(({ name }) => name === card.link);
  const filter = filterOfView(view?.filter ?? card.filter);
  const sort = view?.sort === undefined ? '' : `&sort=${encodeURIComponent(view.sort.replace(/^-/, ''))}&order=${view.sort.startsWith('-') ? 'DESC' : 'ASC'}`;
  return `${paths.list(resource)}?filter=${encodeURIComponent(JSON.stringify(filter))}&page=1${sort}`;
};

const Figure = ({ card, resource, drawn }: { card: Configured; resource: Resource; drawn: Drawn | undefined }) => {
  const formats = useFormats();
  const attribute = resource.attributes.find(({ name }) => name === card.attribute);
  const { number } = drawn ?? {};
  const text = number === undefined || number === null ? '—' : attribute === undefined ? Number(number).toLocaleString(formats.locale) : formatValue(number, { ...attribute, key: false }, formats);
  return (
    <Box sx={{ fontSize: { xs: '1.25rem', sm: '1.625rem' }, fontWeight: 650, lineHeight: 1.3, fontVariantNumeric: 'tabular-nums' }}>
      {drawn === undefined ? <Skeleton width={72} /> : text}
    </Box>
  );
};

const Refused = ({ why }: { why: string }) => {
  const translate = useTranslate();
  return <Box sx={{ color: 'error.main', fontSize: '0.875rem', mt: 0.5 }}>{translate('app.home_page.refused', { why })}</Box>;
};
