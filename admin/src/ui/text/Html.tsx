import Box from '@mui/material/Box';
import { createElement, type ReactNode } from 'react';
import { TextLink } from './Markdown';
import { PROSE } from './prose';

/** Elements that say how a text is built. They are made anew, without any attribute of theirs. */
const KEPT = new Set(['b', 'strong', 'i', 'em', 'u', 's', 'del', 'sub', 'sup', 'code', 'pre', 'p', 'ul', 'ol', 'li', 'blockquote', 'br', 'hr', 'table', 'tbody', 'thead', 'tr', 'td', 'th']);

/** Elements that are left out with all that is in them. */
const DROPPED = new Set(['x-dropped', 'iframe', 'object', 'embed', 'template', 'svg', 'math', 'noscript', 'title', 'head', 'form', 'textarea', 'select']);

/** How deep elements may lie in each other. */
const DEEPEST = 40;

/** A text of HTML, as data and the forerunner's files have it: what is known to be harmless, made anew; of the rest the text. */
export const Html = ({ text }: { text: string }) => <Box sx={PROSE}>{childrenOf(bodyOf(text), 0)}</Box>;

/** A document that is never shown: nothing in it is loaded or run. What the page's policy would complain of is taken out before. */
const bodyOf = (text: string): HTMLElement => new DOMParser().parseFromString(disarmed(text), 'text/html').body;

const disarmed = (text: string): string =>
  text.replace(/<(\/?)(?:script|style|link|meta|base)\b/gi, '<$1x-dropped').replace(/<[^>]*>/g, (tag) => tag.replace(/[\s/"'](?:on\w+|style)\s*=/gi, ' data-dropped='));

/** The text alone, for a line. */
export const plainText = (html: string): string => {
  if (!/[<&]/.test(html)) return html;
  const body = bodyOf(html.replace(/<(br|\/p|\/div|\/li|\/h\d)\b[^>]*>/gi, '$& '));
  for (const dropped of body.querySelectorAll([...DROPPED].join(','))) dropped.remove();
  return (body.textContent ?? '').replace(/\s+/g, ' ').trim();
};

const childrenOf = (node: Node, depth: number): ReactNode[] => [...node.childNodes].map((child, index) => shown(child, index, depth));

const shown = (node: Node, key: number, depth: number): ReactNode => {
  if (node.nodeType === Node.TEXT_NODE) return node.textContent;
  if (!(node instanceof HTMLElement) || depth > DEEPEST) return null;
  const name = node.localName;
  if (DROPPED.has(name)) return null;
  const children = childrenOf(node, depth + 1);
  if (name === 'a') return <TextLink key={key} address={node.getAttribute('href') ?? ''}>{children}</TextLink>;
  if (/^h[1-6]$/.test(name)) return createElement(name === 'h1' || name === 'h2' ? 'h2' : 'h3', { key }, ...children);
  if (name === 'br' || name === 'hr') return createElement(name, { key });
  // Between the parts of a table there is nothing but space.
  if (['table', 'tbody', 'thead', 'tr', 'ul', 'ol'].includes(name)) return createElement(name, { key }, ...children.filter((child) => typeof child !== 'string' || child.trim() !== ''));
  if (KEPT.has(name)) return createElement(name, { key }, ...children);
  return createElement(name === 'div' || name === 'section' || name === 'article' ? 'div' : 'span', { key }, ...children);
};
