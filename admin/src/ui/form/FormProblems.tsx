import Alert from '@mui/material/Alert';
import AlertTitle from '@mui/material/AlertTitle';
import Box from '@mui/material/Box';
import MuiLink from '@mui/material/Link';
import { useTranslate } from 'ra-core';
import type { Attribute } from '../../core/config';
import { RowName } from '../why/RowName';

export interface Problem {
  text: string;
  attribute?: Attribute;
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
        {problems.map(({ text, attribute, row }, index) => (
          <li key={index}>
            {attribute !== undefined && (
              <>
                <MuiLink component="button" type="button" color="inherit" sx={{ verticalAlign: 'baseline', minHeight: 24 }} onClick={() => document.getElementById(`input-${attribute.name}`)?.focus()}>
                  {attribute.label}
                </MuiLink>
                {': '}
              </>
            )}
            {text}
            {row !== undefined && <>{' · '}<RowName type={row.type} id={row.id} onLeave={() => undefined} /></>}
          </li>
        ))}
      </Box>
    </Alert>
  );
};
