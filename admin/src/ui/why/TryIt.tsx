import Autocomplete from '@mui/material/Autocomplete';
import Box from '@mui/material/Box';
import Paper from '@mui/material/Paper';
import TextField from '@mui/material/TextField';
import { useTranslate } from 'ra-core';
import { useState } from 'react';
import type { Resource } from '../../core/config';
import type { Row } from '../../core/records';
import { useCatalog, useUserKey } from '../catalog';
import { useSearchBox } from '../inputs/useSearchBox';
import { Why } from './Why';

/** A rule on a row of one's choice: `Customer.Balance` of Alfreds Futterkiste, with all it is made of. */
export const TryIt = ({ name }: { name: string }) => {
  const [type = '', attribute = ''] = name.split('.');
  const resource = useCatalog().config.resources.find((each) => each.type === type);
  return resource === undefined ? null : <Choose resource={resource} attribute={attribute} />;
};

const Choose = ({ resource, attribute }: { resource: Resource; attribute: string }) => {
  const translate = useTranslate();
  const userKey = useUserKey();
  const [row, setRow] = useState<Row | null>(null);
  const box = useSearchBox(resource, row === null ? '' : userKey(resource, row));
  return (
    <Paper variant="outlined" sx={{ p: { xs: 2, sm: 3 }, mt: 3 }}>
      <Autocomplete<Row>
        sx={{ maxWidth: 420 }}
        {...box}
        value={row}
        onChange={(_, chosen) => setRow(chosen)}
        getOptionLabel={(option) => userKey(resource, option)}
        isOptionEqualToValue={(option, other) => String(option.id) === String(other.id)}
        renderInput={(params) => <TextField {...params} label={translate('app.why.try')} placeholder={translate('app.lookup.type')} />}
      />
      {row !== null && <Box sx={{ mt: 2 }}><Why key={row.id} type={resource.type} id={String(row.id)} attribute={attribute} onLeave={() => undefined} /></Box>}
    </Paper>
  );
};
