import Box from '@mui/material/Box';
import type { SxProps } from '@mui/material/styles';
import type { ReactNode } from 'react';
import type { Group } from '../core/config';

/** Attributes that belong together, under a heading of theirs; closed at first if the configuration wants it so. */
export const GroupSection = ({ group, sx = {}, children }: { group: Group; sx?: SxProps; children: ReactNode }) => (
  <Box component="details" open={group.collapsed !== true} sx={sx}>
    <Box component="summary" sx={{ cursor: 'pointer', mb: 1.5, minHeight: 24, borderRadius: 1, '& h2': { display: 'inline', m: 0, fontSize: '1.0625rem', fontWeight: 650 } }}>
      <h2>{group.label ?? group.name}</h2>
    </Box>
    {children}
  </Box>
);
