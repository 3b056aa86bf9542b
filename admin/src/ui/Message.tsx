import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useTranslate } from 'ra-core';
import type { ReactNode } from 'react';
import { problemsOf, sentence } from '../core/errors';

/** What a page says when it has nothing else to show. */
export const Message = ({ title, text, children }: { title: string; text?: string | undefined; children?: ReactNode }) => (
  <Box sx={{ textAlign: 'center', px: 3, py: 6, color: 'text.secondary' }}>
    <Box sx={{ fontWeight: 650, fontSize: '1.0625rem', color: 'text.primary' }}>{title}</Box>
    {text !== undefined && <Box sx={{ mt: 0.5, whiteSpace: 'pre-line' }}>{text}</Box>}
    {children !== undefined && <Box sx={{ mt: 2, display: 'flex', gap: 1, justifyContent: 'center', flexWrap: 'wrap', '& > button, & > a': { whiteSpace: 'normal', overflowWrap: 'anywhere' } }}>{children}</Box>}
  </Box>
);

/** What did not work, and the way to try again. */
export const Failure = ({ error, retry }: { error: unknown; retry?: (() => void) | undefined }) => {
  const translate = useTranslate();
  return (
    <Box role="alert">
      <Message title={translate('app.error.title')} text={errorText(error, translate)}>
        {retry !== undefined && <Button variant="outlined" onClick={retry}>{translate('app.retry')}</Button>}
      </Message>
    </Box>
  );
};

/** The sentences of an error. */
export const errorText = (error: unknown, translate: (key: string) => string): string => {
  const problems = problemsOf(error);
  if (problems.length > 0) return problems.map(sentence).join('\n');
  const message = (error as { message?: string } | null)?.message ?? '';
  return message.startsWith('app.') ? translate(message) : message;
};
