import Alert from '@mui/material/Alert';
import AlertTitle from '@mui/material/AlertTitle';
import Box from '@mui/material/Box';
import MuiLink from '@mui/material/Link';
import { useTranslate } from 'ra-core';
import { Fragment } from 'react';
import type { Attribute } from '../../core/config';
import { RowName } from '../why/RowName';
import { inputId } from './fields';

export interface Problem {
  text: string;
  attribute?: Attribute;
  /** What the broken rule looks at, where it points to none of them. */
  reads?: Attribute[];
  /** The row that it is about, where that is another than the form's. */
  row?: { type: string; id: string } | undefined;
}

/** Why a form was not saved, with the way to each input. */
export const FormProblems = ({ problems }: { problems: Problem[] }) => {
  const translate = useTranslate();
  return (
    <Alert severity="error" role="alert" variant="outlined" sx={{ m: { xs: 2, sm: 3 }, mb: 0 }}>
      <AlertTitle>{translate('app.form.problems')}</AlertTitle>
      <Box component="ul" sx={{ m: 0, pl: 2.5 }}>
        {problems.map(({ text, attribute, reads = [], row }, index) => (
          <li key={index}>
            {attribute !== undefined && (
              <>
                <ToInput attribute={attribute} />
                {': '}
              </>
            )}
            {text}
            {reads.length > 0 && (
              <Box component="span" sx={{ display: 'block', fontSize: '0.8125rem' }}>
                {`${translate('app.form.reads')} `}
                {reads.map((each, at) => <Fragment key={each.name}>{at > 0 && ', '}<ToInput attribute={each} /></Fragment>)}
              </Box>
            )}
            {row !== undefined && <>{' · '}<RowName type={row.type} id={row.id} onLeave={() => undefined} /></>}
          </li>
        ))}
      </Box>
    </Alert>
  );
};

/** The label of an attribute, which leads to its input or its value. */
const ToInput = ({ attribute }: { attribute: Attribute }) => (
  <MuiLink component="button" type="button" color="inherit" sx={{ verticalAlign: 'baseline', minHeight: 24 }} onClick={() => document.getElementById(inputId(attribute.name))?.focus()}>
    {attribute.label}
  </MuiLink>
);
