import Alert from '@mui/material/Alert';
import AlertTitle from '@mui/material/AlertTitle';
import Box from '@mui/material/Box';
import MuiLink from '@mui/material/Link';
import Skeleton from '@mui/material/Skeleton';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslate } from 'ra-core';
import { useState } from 'react';
import { Link } from 'react-router';
import { type Explanation, loadExplanation, type Reason } from '../../core/pages';
import { Failure } from '../Message';
import { paths } from '../paths';
import { Sentence } from '../rules/Sentence';
import { Contributing } from './Contributing';
import { Inputs } from './Inputs';
import { PlainValue, usePlainText } from './PlainValue';

/** Rows shown at a time. */
export const ROWS = 8;

interface Props {
  /** The JSON:API type. */
  type: string;
  id: string;
  attribute: string;
  /** Called when a link leads away from here. */
  onLeave: () => void;
  /** Below a line that has the value already. */
  isNested?: boolean;
}

/** Why one value is what it is. What it is made of is explained in turn, where one asks. */
export const Why = ({ type, id, attribute, onLeave, isNested = false }: Props) => {
  const translate = useTranslate();
  const [offset, setOffset] = useState(0);
  const { data, error, refetch } = useQuery({
    queryKey: ['why', type, id, attribute, offset],
    queryFn: () => loadExplanation(type, id, attribute, offset, ROWS),
    placeholderData: keepPreviousData,
  });
  if (error !== null) return <Failure error={error} retry={() => void refetch()} />;
  if (data === undefined) return <Box role="status" aria-label={translate('app.why.loading')}><Skeleton width="40%" height={36} /><Skeleton /><Skeleton width="70%" /></Box>;
  return (
    <Box>
      {!isNested && <Box sx={{ fontSize: '1.25rem', fontWeight: 650, fontVariantNumeric: 'tabular-nums' }}><PlainValue type={type} attribute={attribute} id={id} value={data.stored} /></Box>}
      {data.rules.length === 0 && <Box sx={{ color: 'text.secondary' }}>{translate('app.why.no_rule')}</Box>}
      {data.rules.map((reason) => <ReasonOf key={`${reason.file}:${reason.line}`} explanation={data} reason={reason} setOffset={setOffset} onLeave={onLeave} />)}
    </Box>
  );
};

interface ReasonProps {
  explanation: Explanation;
  reason: Reason;
  setOffset: (offset: number) => void;
  onLeave: () => void;
}

const ReasonOf = ({ explanation, reason, setOffset, onLeave }: ReasonProps) => {
  const translate = useTranslate();
  const code = [reason.value, reason.condition === null ? null : `when ${reason.condition}`].filter((part) => part !== null).join(' ');
  return (
    <Box sx={{ mt: 0.5 }}>
      <Box><Sentence kind={reason.kind} value={reason.value ?? ''} condition={reason.children === null ? null : reason.condition} subject={reason.children?.resource ?? explanation.resource} resource={explanation.resource} /></Box>
      <Box sx={{ color: 'text.secondary', fontSize: '0.8125rem', mt: 0.25 }}>
        {translate('app.why.where', { file: reason.file, line: reason.line })}
        {code !== '' && <>{' · '}<MuiLink component={Link} to={paths.rule(`${explanation.resource}.${explanation.attribute}`)} onClick={onLeave} color="inherit" underline="hover"><code>{code}</code></MuiLink></>}
      </Box>
      <Verdict explanation={explanation} reason={reason} />
      {reason.inputs.length > 0 && <Inputs inputs={reason.inputs} label={translate('app.why.inputs')} onLeave={onLeave} />}
      {reason.children !== null && <Contributing explanation={explanation} reason={reason} rows={reason.children} setOffset={setOffset} onLeave={onLeave} />}
    </Box>
  );
};

/** Whether what is stored is what the rule gives. */
const Verdict = ({ explanation, reason }: { explanation: Explanation; reason: Reason }) => {
  const translate = useTranslate();
  const text = usePlainText(explanation.resource, explanation.attribute);
  if (reason.refused !== null) return <Alert severity="warning" variant="outlined" sx={{ mt: 1 }}>{translate('app.why.refused', { why: reason.refused })}</Alert>;
  if (reason.agrees || reason.kind === 'default') return null;
  const values = { stored: text(explanation.stored), computed: text(reason.computed) };
  if (!reason.isFollowed) return <Box sx={{ mt: 0.5, fontSize: '0.875rem' }}>{translate('app.why.moved_on', values)}</Box>;
  return (
    <Alert severity="warning" variant="outlined" role="note" sx={{ mt: 1 }}>
      <AlertTitle>{translate('app.why.differs')}</AlertTitle>
      {translate('app.why.differs_text', values)}
    </Alert>
  );
};
