import Box from '@mui/material/Box';
import { useTranslate } from 'ra-core';
import type { Attribute } from '../../core/config';
import { formatValue } from '../../core/format';
import { useFormats } from '../catalog';

/** The sums of all rows of the filter, below the cards. */
export const CardTotals = ({ attributes, totals }: { attributes: Attribute[]; totals: Record<string, unknown> }) => {
  const translate = useTranslate();
  const formats = useFormats();
  return (
    <Box component="dl" sx={{ m: 0, px: 2, py: 1.5, borderTop: 1, borderColor: 'divider', display: 'grid', gridTemplateColumns: 'minmax(0, 2fr) minmax(0, 3fr)', columnGap: 1, fontSize: '0.8125rem', fontWeight: 650 }}>
      {attributes.filter(({ total }) => total === true).map((attribute) => (
        <Box key={attribute.name} sx={{ display: 'contents' }}>
          <Box component="dt">{translate('app.list.total_of', { name: attribute.label })}</Box>
          <Box component="dd" sx={{ m: 0 }}>{formatValue(totals[attribute.name], { ...attribute, key: false }, formats)}</Box>
        </Box>
      ))}
    </Box>
  );
};
