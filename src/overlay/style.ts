/** The style of the list of problems; nothing of the site's own reaches it. */
export const overlayStyle = `
:host { all: initial; color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif }
:host([hidden]) { display: none }
button { font: inherit; color: inherit; cursor: pointer; border: 1px solid currentColor; border-radius: .375rem }
:is(button, a):focus-visible { outline: 2px solid light-dark(#0b57d0, #a8c7fa); outline-offset: 2px }
.badge { position: fixed; inset: auto 1rem 1rem auto; z-index: 2147483647; padding: .25rem .75rem;
  background: light-dark(#fff, #1f1f1f); box-shadow: 0 1px 6px #0004 }
.error { color: light-dark(#b3261e, #f2b8b5) }
.warning { color: light-dark(#7a5900, #f0c35b) }
dialog { box-sizing: border-box; width: min(60rem, 100vw - 2rem); max-height: calc(100vh - 4rem); padding: 0;
  overflow: auto; border: 0; border-top: .25rem solid light-dark(#7a5900, #f0c35b); border-radius: .375rem;
  color: light-dark(#1f1f1f, #e3e3e3); background: light-dark(#fff, #1f1f1f) }
.error + dialog { border-top-color: light-dark(#b3261e, #f2b8b5) }
dialog::backdrop { background: #0008 }
.close { position: sticky; top: .75rem; float: right; margin: .75rem; padding: 0 .5rem; font-size: .875rem;
  background: light-dark(#fff, #1f1f1f) }
section { padding: 1rem 1.5rem }
section + section { border-top: 1px solid light-dark(#ddd, #444) }
h2 { margin: 0 0 .5rem; font-size: 1rem; overflow-wrap: anywhere }
h2 span { font-weight: normal }
p { margin: .5rem 0; overflow-wrap: anywhere }
a { color: light-dark(#0b57d0, #a8c7fa); font-family: ui-monospace, monospace; font-size: .875rem }
pre { margin: .5rem 0; padding: .75rem; overflow: auto; border-radius: .25rem; font: .8125rem/1.5 ui-monospace, monospace;
  background: light-dark(#f3f3f3, #2b2b2b) }
.code { font-size: .8125rem; color: light-dark(#666, #aaa) }
`;
