import ChevronLeftIcon from '@mui/icons-material/ChevronLeft';
import ChevronRightIcon from '@mui/icons-material/ChevronRight';
import Box from '@mui/material/Box';
import IconButton from '@mui/material/IconButton';
import { useLocaleState, useTranslate } from 'ra-core';

interface Props {
  page: number;
  perPage: number;
  /** The rows on this page. */
  count: number;
  total: number | undefined;
  isEstimate?: boolean;
  hasNext: boolean;
  setPage: (page: number) => void;
  setPerPage?: (perPage: number) => void;
}

const SIZES = [10, 25, 50, 100];

/** Which rows these are of how many, and the way to the others. */
export const Pager = ({ page, perPage, count, total, isEstimate = false, hasNext, setPage, setPerPage }: Props) => {
  const translate = useTranslate();
  const [locale] = useLocaleState();
  const number = (value: number) => value.toLocaleString(locale);
  const from = count === 0 ? 0 : (page - 1) * perPage + 1;
  const to = (page - 1) * perPage + count;
  const shownTotal = total === undefined ? undefined : isEstimate ? translate('app.list.about', { total: number(total) }) : number(total);
  const range =
    shownTotal === undefined
      ? translate('app.list.from_to_unknown', { from: number(from), to: number(to) })
      : translate('app.list.from_to', { from: number(from), to: number(to), total: shownTotal });
  const sizes = [...new Set([...SIZES, perPage])].sort((one, other) => one - other);
  return (
    <Box sx={{ display: 'flex', alignItems: 'center', justifyContent: 'flex-end', gap: 1, px: 1.5, py: 0.5, borderTop: 1, borderColor: 'divider', fontSize: '0.8125rem', color: 'text.secondary', flexWrap: 'wrap' }}>
      {setPerPage !== undefined && (
        <Box component="label" sx={{ display: 'flex', alignItems: 'center', gap: 1, mr: 'auto' }}>
          {translate('app.list.per_page')}
          <Box
            component="select"
            value={perPage}
            onChange={(event: React.ChangeEvent<HTMLSelectElement>) => setPerPage(Number(event.target.value))}
            sx={{ font: 'inherit', color: 'text.primary', bgcolor: 'background.paper', border: 1, borderColor: 'divider', borderRadius: 1, height: 28, px: 0.5 }}
          >
            {sizes.map((size) => <option key={size} value={size}>{size}</option>)}
          </Box>
        </Box>
      )}
      <span role="status">{range}</span>
      <IconButton size="small" aria-label={translate('app.list.previous')} disabled={page <= 1} onClick={() => setPage(page - 1)}><ChevronLeftIcon /></IconButton>
      <IconButton size="small" aria-label={translate('app.list.next')} disabled={!hasNext} onClick={() => setPage(page + 1)}><ChevronRightIcon /></IconButton>
    </Box>
  );
};
