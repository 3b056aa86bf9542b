import Alert from '@mui/material/Alert';
import { useInfoShown } from './catalog';

/** The hint of a page. The forerunner's files have HTML there: it is shown as the text it has. */
export const Info = ({ text }: { text: string }) => {
  const [isShown] = useInfoShown();
  if (!isShown) return null;
  return <Alert severity="info" variant="outlined" sx={{ mt: 1.5, whiteSpace: 'pre-line' }}>{plainText(text)}</Alert>;
};

const plainText = (html: string): string => {
  if (!/[<&]/.test(html)) return html;
  const spaced = html.replace(/<(br|\/p|\/div|\/li|\/h\d)\b[^>]*>/gi, '$&\n');
  return (new DOMParser().parseFromString(spaced, 'text/html').body.textContent ?? '').trim();
};
