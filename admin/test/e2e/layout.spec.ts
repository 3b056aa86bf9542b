import { expect, test } from './fixtures';
import { layoutFaults } from './layout';
import { violations } from './looking';

/** What is wrong with a page of this content. */
const CONTENTS: [what: string, content: string, faults: RegExp[]][] = [
  ['a text over another', '<p style="height:10px">one text</p><p style="margin-top:-20px">another text</p>', [/^lies over another: .*one text.* over "another text"/]],
  ['a text over a button', '<button style="width:90px;height:30px;position:absolute;top:0"></button><p style="margin:6px">a text</p>', [/^lies over another: .*"a text"|over "a text"/]],
  ['a text that is cut off', '<p style="width:60px;overflow:hidden;white-space:nowrap">a text that is longer</p>', [/^cut off without a mark: .*longer/]],
  ['a text that is cut off below', '<p style="height:8px;overflow:hidden">a text</p>', [/^cut off without a mark/]],
  ['a mark without the whole text', '<p style="width:60px;overflow:hidden;white-space:nowrap;text-overflow:ellipsis">a text that is longer</p>', [/^cut off without a title/]],
  ['a small button', '<button style="width:20px;height:30px;padding:0">x</button>', [/^too small to press: .* 20×30$/]],
  ['nothing', `<h1>a heading</h1><p style="width:60px;overflow:hidden;white-space:nowrap;text-overflow:ellipsis" title="a text that is longer">a text that is longer</p>
    <div style="width:80px;overflow:auto"><span style="white-space:nowrap">what is scrolled is not cut off</span></div>
    <p>a <a href="#x">link</a> in a text</p><button style="height:32px">Save</button><label>Name <input style="height:30px"></label>
    <span style="position:absolute;width:1px;height:1px;overflow:hidden" class="visually-hidden">for ears only</span>`, []],
];

test('what is looked for is found', async ({ page }) => {
  for (const [what, content, expected] of CONTENTS) {
    await page.setContent(content);
    const found = await layoutFaults(page);
    expect(found, what).toHaveLength(expected.length);
    found.forEach((fault, index) => expect(fault, what).toMatch(expected[index] ?? /^$/));
  }
});

test('what is looked for is found: a button without a name, a text that can hardly be read', async ({ page }) => {
  await page.setContent('<html lang="en"><title>a page</title><main><h1>a heading</h1><button></button><p style="color:#aaa;background:#fff">a text</p></main>');
  const found = await violations(page);
  expect(found.map((each) => each.split(':')[0])).toEqual(['button-name', 'color-contrast']);
});
