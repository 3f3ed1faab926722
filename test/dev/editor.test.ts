import { expect, test } from "vitest";
import { findEditor } from "../../src/dev/editor.js";

test.each([
  [{ LAUNCH_EDITOR: "vim" }, ["code"], "vim"],
  [{ EDITOR: "vim" }, ["bash", "vim", "code"], "code"],
  [{}, ["sublime_text"], "subl"],
  [{ EDITOR: "vim", VISUAL: "code --wait" }, ["nvim"], "code"],
  [{ EDITOR: "/usr/bin/vim" }, ["bash"], null],
  [{}, ["vim", "emacs", "nvim", "opencode"], null],
  [{}, [], null],
])("with %j and the processes %j the editor is %s", (env, processes, editor) => {
  expect(findEditor(env, processes)).toBe(editor);
});
