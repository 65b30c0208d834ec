import { StyleModule } from "style-mod";

/**
 * CodeMirror writes its rules into a `<style>` element, which our policy (`style-src 'self'`) refuses; only in
 * shadow roots it uses an adopted stylesheet, which the policy allows. This gives the document the same kind of
 * sheet: `StyleModule.mount` keeps it on its root under a symbol of its own, and finds it there ever after.
 */
export function adoptEditorStyles(): void {
  const root = {
    ownerDocument: document,
    get adoptedStyleSheets() {
      return document.adoptedStyleSheets;
    },
    set adoptedStyleSheets(sheets) {
      document.adoptedStyleSheets = sheets;
    },
  };
  StyleModule.mount(root as unknown as ShadowRoot, []);
  for (const key of Object.getOwnPropertySymbols(root)) {
    if (!(key in document)) Object.defineProperty(document, key, { value: Reflect.get(root, key) });
  }
}
