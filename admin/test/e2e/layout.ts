/** What a page must look like, whatever fonts a machine has: held against where things are, not against a picture. */

import { expect, type Page } from '@playwright/test';
import type { Attribute, Resource } from '../../src/core/config';

/** Nothing lies over anything else, nothing is cut off without a way to read it, what is pressed is large enough. */
export const isLaidOut = async (page: Page): Promise<void> => expect(await layoutFaults(page)).toEqual([]);

/** How often what looks wrong is looked at again: it may just be laid out anew. */
const LOOKS = 4;

export const layoutFaults = async (page: Page): Promise<string[]> => {
  for (let look = 1; ; look += 1) {
    const found = await page.evaluate(faults);
    if (found.length === 0 || look === LOOKS) return found;
    await page.waitForTimeout(look * 100);
  }
};

/** Runs in the page, so it is whole in itself. */
const faults = (): string[] => {
  interface Box { element: Element; left: number; top: number; right: number; bottom: number }

  /** Pixels that say nothing. */
  const SLACK = 2;
  /** WCAG 2.2, 2.5.8. */
  const TARGET = 24;

  const found: string[] = [];
  const say = (what: string, element: Element, more = '') => {
    const text = (element.getAttribute('aria-label') ?? element.textContent ?? '').trim().slice(0, 50);
    found.push(`${what}: <${element.tagName.toLowerCase()} class="${element.getAttribute('class') ?? ''}"> ${JSON.stringify(text)}${more}`);
  };

  const styles = new Map<Element, CSSStyleDeclaration>();
  const styleOf = (element: Element): CSSStyleDeclaration => {
    const known = styles.get(element) ?? getComputedStyle(element);
    styles.set(element, known);
    return known;
  };
  const above = function* (element: Element | null): Generator<Element> {
    for (let each = element; each !== null; each = each.parentElement) yield each;
  };
  const isSeen = (element: Element): boolean => {
    for (const each of above(element)) {
      const style = styleOf(each);
      if (style.visibility === 'hidden' || style.display === 'none' || Number(style.opacity) === 0 || each.classList.contains('visually-hidden') || each.tagName === 'svg') return false;
    }
    return true;
  };
  /** What of a box is not hidden by what it is in; and what hides some of it for good, rather than until one scrolls. */
  const visible = (box: Box): { box: Box; by: Element | undefined } => {
    let by: Element | undefined;
    const shown = { ...box };
    for (const each of above(box.element)) {
      const style = styleOf(each);
      if (style.display === 'inline' || style.display === 'contents') continue;
      const [x, y] = [style.overflowX !== 'visible', style.overflowY !== 'visible'];
      if (!x && !y || each === document.documentElement || each === document.body) {
        if (style.position === 'fixed') break;
        continue;
      }
      const edge = each.getBoundingClientRect();
      const cuts = (x && /hidden|clip/.test(style.overflowX) && (shown.right - edge.right > SLACK || edge.left - shown.left > SLACK))
        || (y && /hidden|clip/.test(style.overflowY) && (shown.bottom - edge.bottom > 2 * SLACK || edge.top - shown.top > 2 * SLACK));
      if (cuts && by === undefined && shown.right > shown.left && shown.bottom > shown.top) by = each;
      if (x) [shown.left, shown.right] = [Math.max(shown.left, edge.left), Math.min(shown.right, edge.right)];
      if (y) [shown.top, shown.bottom] = [Math.max(shown.top, edge.top), Math.min(shown.bottom, edge.bottom)];
      if (style.position === 'fixed') break;
    }
    return { box: shown, by };
  };
  const isThere = ({ left, top, right, bottom }: Box): boolean => right - left > 1 && bottom - top > 1 && bottom + scrollY > 0 && right + scrollX > 0;

  const texts: Box[] = [];
  const told = new Set<Element>();
  const root = document.body;
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT, (node) => (node.textContent?.trim() === '' ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT));
  const range = document.createRange();
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const element = node.parentElement;
    if (element === null || ['SCRIPT', 'STYLE', 'NOSCRIPT', 'TEXTAREA', 'OPTION'].includes(element.tagName) || !isSeen(element)) continue;
    range.selectNodeContents(node);
    for (const { left, top, right, bottom } of range.getClientRects()) {
      if (right - left < 1) continue;
      const { box, by } = visible({ element, left, top, right, bottom });
      if (by !== undefined && !told.has(by) && isThere({ ...box, right: Math.max(box.right, box.left + SLACK) })) {
        told.add(by);
        const style = styleOf(by);
        const isMarked = style.textOverflow === 'ellipsis' || style.webkitLineClamp !== 'none';
        if (!isMarked) say('cut off without a mark', element, ` by <${by.tagName.toLowerCase()} class="${by.getAttribute('class') ?? ''}">`);
        else {
          // The whole text is told where the pointer rests.
          element.dispatchEvent(new MouseEvent('mouseover', { bubbles: true }));
          if (element.closest('[title]') === null) say('cut off without a title', element);
          element.dispatchEvent(new MouseEvent('mouseout', { bubbles: true }));
        }
      }
      // Lines of text are higher than what is written in them.
      const inset = (box.bottom - box.top) * 0.2;
      const written = { ...box, top: box.top + inset, bottom: box.bottom - inset };
      if (isThere(written)) texts.push(written);
    }
  }

  const PRESSED = 'button, a[href], input, select, textarea, [role=button], [role=tab], [role=combobox], [role=option], [role=switch]';
  const controls: Box[] = [];
  for (const element of root.querySelectorAll(PRESSED)) {
    // A box that is drawn in place of the browser's own.
    const drawn = element.matches('input') ? (element.closest('.MuiCheckbox-root, .MuiSwitch-root, .MuiRadio-root') ?? element) : element;
    if (!isSeen(drawn) || styleOf(drawn).pointerEvents === 'none') continue;
    const style = styleOf(drawn);
    const isInline = style.display === 'inline';
    const whole = drawn.getBoundingClientRect();
    const { box } = visible({ element: drawn, left: whole.left, top: whole.top, right: whole.right, bottom: whole.bottom });
    if (!isThere(box)) continue;
    if (!isInline && drawn.closest('svg') === null) {
      if (whole.width < TARGET - 0.5 || whole.height < TARGET - 0.5) say('too small to press', drawn, ` ${Math.round(whole.width)}×${Math.round(whole.height)}`);
      controls.push(box);
    }
  }

  /** What stays where it is while the rest scrolls lies over it on purpose. */
  const layerOf = (element: Element): Element | undefined => [...above(element)].find((each) => ['fixed', 'sticky'].includes(styleOf(each).position) || ['dialog', 'tooltip', 'listbox'].includes(each.getAttribute('role') ?? ''));
  const labelOf = (element: Element): Element | null => {
    const label = element.closest('label');
    return label?.control ?? (label?.htmlFor ? document.getElementById(label.htmlFor) : null);
  };
  const isOver = (one: Box, other: Box): boolean =>
    Math.min(one.right, other.right) - Math.max(one.left, other.left) > SLACK && Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > SLACK;
  const belong = (one: Element, other: Element): boolean =>
    one.contains(other) || other.contains(one) || labelOf(one) === other || labelOf(other) === one || [one, other].some((each) => each.closest('.MuiInputLabel-root') !== null && each.closest('.MuiFormControl-root')?.contains(each === one ? other : one) === true);
  const all = [...texts, ...controls].sort((one, other) => one.top - other.top);
  const reported = new Set<Element>();
  all.forEach((one, index) => {
    for (let next = index + 1; next < all.length; next += 1) {
      const other = all[next];
      if (other === undefined || other.top >= one.bottom) break;
      if (one.element === other.element || !isOver(one, other) || belong(one.element, other.element) || layerOf(one.element) !== layerOf(other.element) || reported.has(one.element)) continue;
      reported.add(one.element);
      say('lies over another', one.element, ` over ${JSON.stringify((other.element.getAttribute('aria-label') ?? other.element.textContent ?? other.element.tagName).trim().slice(0, 50))}`);
    }
  });

  return found.slice(0, 8);
};

/** A column of numbers is compared digit by digit: it stands at the end, its name above it. */
export const strayNumbers = async (page: Page, resource: Resource): Promise<string[]> => {
  const isNumber = ({ type, relationship, key, align }: Attribute) => ['integer', 'decimal', 'money', 'percent'].includes(type) && relationship === undefined && !key && align === undefined;
  const labels = resource.attributes.filter(isNumber).map(({ label }) => label);
  return page.locator('main table').evaluateAll((tables, names) => tables.flatMap((table) => {
    const heads = [...table.querySelectorAll('thead th, thead td')];
    const columns = heads.flatMap((head, column) => (names.includes(head.querySelector('span')?.firstChild?.textContent ?? '') ? [column] : []));
    return columns.filter((column) => [heads[column], ...[...table.querySelectorAll('tbody tr')].map((row) => row.children[column])].some((cell) => cell !== undefined && getComputedStyle(cell).textAlign !== 'right')).map((column) => `a number not at the end: ${heads[column]?.textContent}`);
  }), labels);
};
