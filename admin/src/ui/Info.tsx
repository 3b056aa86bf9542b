import Alert from '@mui/material/Alert';
import { useInfoShown } from './catalog';
import { Html } from './text/Html';

/** The hint of a page: the forerunner's files have HTML there. */
export const Info = ({ text }: { text: string }) => {
  const [isShown] = useInfoShown();
  if (!isShown) return null;
  return <Alert severity="info" variant="outlined" sx={{ mt: 1.5, whiteSpace: 'pre-line' }}><Html text={text} /></Alert>;
};
