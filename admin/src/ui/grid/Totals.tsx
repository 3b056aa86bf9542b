import TableCell from '@mui/material/TableCell';
import TableFooter from '@mui/material/TableFooter';
import TableRow from '@mui/material/TableRow';
import { useTranslate } from 'ra-core';
import type { Attribute } from '../../core/config';
import { formatValue } from '../../core/format';
import { useFormats } from '../catalog';
import { alignOf } from './columns';

/** The sums below their columns. */
export const Totals = ({ attributes, totals, hasSelection, hasActions }: { attributes: Attribute[]; totals: Record<string, unknown>; hasSelection: boolean; hasActions: boolean }) => {
  const translate = useTranslate();
  const formats = useFormats();
  const labelled = attributes.findIndex(({ total }) => total !== true);
  return (
    <TableFooter>
      <TableRow>
        {hasSelection && <TableCell padding="none" />}
        {attributes.map((attribute, index) => (
          <TableCell key={attribute.name} align={alignOf(attribute)} sx={{ borderBottom: 0, fontSize: '0.875rem', fontWeight: 650, color: 'text.primary', whiteSpace: 'nowrap', fontVariantNumeric: 'tabular-nums' }}>
            {attribute.total === true ? formatValue(totals[attribute.name], { ...attribute, key: false }, formats) : index === labelled ? translate('app.list.total') : ''}
          </TableCell>
        ))}
        {hasActions && <TableCell padding="none" />}
      </TableRow>
    </TableFooter>
  );
};
