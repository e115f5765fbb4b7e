/** What is typed in a dialog survives the page; what is done or given up leaves nothing behind. */
import { beforeEach, describe, expect, test } from 'vitest';
import { createApp, defineComponent, h, type App } from 'vue';
import { forgetDrafts, leaveFieldsWithPage, useDraft, type Draft } from '../../src/app/state/draft';

/** A dialog with its draft, as it is opened. */
function dialog(place: string): { readonly draft: Draft; readonly app: App } {
  let draft: Draft | null = null;
  const app = createApp(
    defineComponent({
      setup() {
        draft = useDraft(place);
        return () => h('p');
      },
    }),
  );
  app.mount(document.createElement('div'));
  if (draft === null) throw new Error('not mounted');
  return { draft, app };
}

beforeEach(() => localStorage.clear());

describe('a draft', () => {
  test('is there again after a page that was closed in the middle', () => {
    const { draft } = dialog('exclude a');
    draft.text('reason', '').value = 'moved during the scan';
    draft.oneOf('code', ['x', 'y'], 'x').value = 'y';
    draft.list('chosen', []).value = ['ph'];
    draft.texts('options', {}).value = { mu: '1' };
    const again = dialog('exclude a').draft;
    expect(again.text('reason', '').value).toBe('moved during the scan');
    expect(again.oneOf('code', ['x', 'y'], 'x').value).toBe('y');
    expect(again.list('chosen', []).value).toEqual(['ph']);
    expect(again.texts('options', {}).value).toEqual({ mu: '1' });
    // a choice that is there no more, and another row
    expect(dialog('exclude a').draft.oneOf('code', ['x'], 'x').value).toBe('x');
    expect(dialog('exclude b').draft.text('reason', '').value).toBe('');
  });

  test('leaves nothing behind where the dialog was closed, or everything is removed', () => {
    const { draft, app } = dialog('exclude a');
    draft.text('reason', '').value = 'mov';
    app.unmount();
    expect(localStorage.length).toBe(0);
    dialog('filter').draft.text('low', '').value = '4';
    localStorage.setItem('bvx-preferences', '{}');
    forgetDrafts();
    expect(localStorage.length).toBe(1);
    localStorage.setItem('bvx-draft filter', '{"low": 4}');
    expect(dialog('filter').draft.text('low', '').value).toBe('');
  });

  test('a field that counts once it is left is left with the page', () => {
    leaveFieldsWithPage();
    const input = document.createElement('input');
    document.body.append(input);
    input.focus();
    dispatchEvent(new Event('pagehide'));
    expect(document.activeElement).not.toBe(input);
  });
});
