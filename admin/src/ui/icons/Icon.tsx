import Box from '@mui/material/Box';
import { lazy, Suspense } from 'react';

const DrawnIcon = lazy(() => import('./DrawnIcon'));

/** An icon that the configuration names; beside a text, which says what it means. Without a name there is the room for one. */
export const Icon = ({ name }: { name?: string | undefined }) => (
  <Box component="span" sx={{ display: 'inline-flex', flex: 'none', width: 20, height: 20, verticalAlign: 'text-bottom' }}>
    {name !== undefined && <Suspense><DrawnIcon name={name} /></Suspense>}
  </Box>
);
