/** How values of an attribute look: what `style` may say of it, and nothing that moves or loads anything. */

const ALLOWED = new Set([
  'color', 'backgroundColor', 'fontWeight', 'fontStyle', 'fontSize', 'fontFamily', 'fontVariant', 'letterSpacing', 'textDecoration', 'textTransform', 'textAlign',
  'whiteSpace', 'opacity', 'border', 'borderColor', 'borderRadius', 'padding', 'paddingLeft', 'paddingRight',
]);

const camel = (name: string): string => name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());

export const safeStyle = (style: Record<string, unknown> | undefined): Record<string, string | number> =>
  Object.fromEntries(
    Object.entries(style ?? {})
      .map(([name, value]): [string, unknown] => [camel(name), value])
      .filter((entry): entry is [string, string | number] => ALLOWED.has(entry[0]) && (typeof entry[1] === 'number' || (typeof entry[1] === 'string' && !/[;{}<]|url\(|expression\(/i.test(entry[1])))),
  );
