/**
 * How rendered notebooks look.
 *
 * @module
 */

export const STYLE = `
:root { color-scheme: light; --ink: #1d2430; --faint: #5d6675; --line: #e4e7ec; --blue: #0072b2 }
body { margin: 0; background: #fff; color: var(--ink); font: 17px/1.6 system-ui, sans-serif }
main { max-width: 54rem; margin: 0 auto; padding: 3rem 1.5rem 5rem }
h1 { font-size: 2.1rem; line-height: 1.2; letter-spacing: -0.02em; margin: 0 0 1rem }
h1::before { content: ""; display: block; width: 4.5rem; height: 6px; margin-bottom: 1.2rem;
  border-radius: 3px;
  background: linear-gradient(90deg, #0072b2, #56b4e9, #009e73, #e69f00, #d55e00, #cc79a7) }
h2 { font-size: 1.3rem; margin: 2.4rem 0 0.6rem }
.text p, .text li { max-width: 44rem }
blockquote { margin: 1rem 0; padding: 0.2rem 1.2rem; border-left: 4px solid var(--blue);
  background: #f3f8fc; border-radius: 0 6px 6px 0 }
code { font: 0.86em/1.55 ui-monospace, "DejaVu Sans Mono", monospace }
pre { overflow-x: auto; margin: 0; font: 0.86em/1.55 ui-monospace, "DejaVu Sans Mono", monospace }
pre.code { margin: 1rem 0 0.4rem; padding: 0.9rem 1.1rem; background: #f7f8fa;
  border: 1px solid var(--line); border-radius: 8px }
pre code { font: inherit; font-size: 0.92em }
.output { margin: 0.4rem 0 0.8rem; padding: 0 0.2rem; overflow-x: auto }
.output pre { color: var(--faint); padding: 0.2rem 0.9rem }
.output pre.error { color: #b00020 }
.figure { width: 100% }
.output img { max-width: 100%; border: 1px solid var(--line); border-radius: 8px }
figure { margin: 0.5rem 0; display: flex; align-items: center; gap: 1rem; flex-wrap: wrap }
figure audio { height: 40px; flex: 1 1 20rem; max-width: 34rem }
figcaption { min-width: 9rem; color: var(--faint); font-size: 0.92em }
table { border-collapse: collapse; margin: 0.4rem 0 0.8rem; font-size: 0.9em;
  font-variant-numeric: tabular-nums }
th, td { padding: 0.3rem 0.9rem 0.3rem 0; border-bottom: 1px solid var(--line); text-align: left }
th { color: var(--faint); font-weight: 600 }
.hljs-keyword, .hljs-literal, .hljs-built_in { color: #8a3ffc }
.hljs-string, .hljs-regexp { color: #0a7a3f }
.hljs-comment { color: #7a8494; font-style: italic }
.hljs-number { color: #b45309 }
.hljs-title, .hljs-title.function_ { color: #005a92 }
`;
