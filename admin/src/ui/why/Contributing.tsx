import Box from '@mui/material/Box';
import { useTranslate } from 'ra-core';
import type { Children, Explanation, Input, Reason } from '../../core/pages';
import { Pager } from '../grid/Pager';
import { Disclosure } from './Disclosure';
import { Inputs } from './Inputs';
import { PlainValue } from './PlainValue';
import { RowName } from './RowName';
import { ROWS, Why } from './Why';

interface Props {
  explanation: Explanation;
  reason: Reason;
  rows: Children;
  setOffset: (offset: number) => void;
  onLeave: () => void;
}

/** The rows that a value is made of, a page at a time, and what they come to. */
export const Contributing = ({ explanation, reason, rows, setOffset, onLeave }: Props) => {
  const translate = useTranslate();
  const { total, all, offset } = rows;
  const { resource: type, attribute, id } = explanation;
  return (
    <Box sx={{ mt: 1 }}>
      <Box sx={{ display: 'flex', justifyContent: 'space-between', gap: 2, fontSize: '0.8125rem', color: 'text.secondary', borderBottom: 1, borderColor: 'divider', pb: 0.5 }}>
        <span>{translate('app.why.rows')}</span>
        <span>{translate('app.why.counted', { total, all })}</span>
      </Box>
      {total === 0 ? <Box sx={{ py: 1, color: 'text.secondary' }}>{translate('app.why.no_rows')}</Box> : (
        <Box component="ul" aria-label={translate('app.why.rows')} sx={{ listStyle: 'none', m: 0, p: 0 }}>
          {rows.rows.map((row) => (
            <Disclosure
              key={row.id}
              label={translate('app.why.explain', { name: `${rows.resource} ${row.id}` })}
              name={<RowName type={rows.resource} id={row.id} onLeave={onLeave} />}
              // What counts rows adds nothing but one for each.
              value={reason.kind === 'count' ? null : <PlainValue type={type} attribute={attribute} id={id} value={row.value} />}
            >
              {row.inputs.length === 0 ? undefined : () => <RowInputs inputs={row.inputs} onLeave={onLeave} />}
            </Disclosure>
          ))}
        </Box>
      )}
      {total > ROWS && <Pager page={offset / ROWS + 1} perPage={ROWS} count={rows.rows.length} total={total} hasNext={offset + ROWS < total} setPage={(page) => setOffset((page - 1) * ROWS)} />}
      {reason.computed !== null && (
        <Box sx={{ display: 'flex', justifyContent: 'space-between', gap: 2, borderTop: 1, borderColor: 'divider', pt: 0.75, fontWeight: 650, fontVariantNumeric: 'tabular-nums' }}>
          <span>{translate(`app.rules_page.kinds.${reason.kind}`)}</span>
          <PlainValue type={type} attribute={attribute} id={id} value={reason.computed} />
        </Box>
      )}
    </Box>
  );
};

/** What counts of a row; one value that a rule computes is explained at once. */
const RowInputs = ({ inputs, onLeave }: { inputs: Input[]; onLeave: () => void }) => {
  const translate = useTranslate();
  const [first, ...others] = inputs.filter(({ isDerived }) => isDerived);
  if (first !== undefined && others.length === 0 && first.id !== null) return <Why type={first.resource} id={first.id} attribute={first.attribute} onLeave={onLeave} isNested />;
  return <Inputs inputs={inputs} label={translate('app.why.inputs')} onLeave={onLeave} />;
};
