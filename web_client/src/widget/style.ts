/** The widget's look. Adopted as a constructed sheet, which a page's `style-src` does not forbid. */
export const STYLE = `
:host { display: block; max-width: 25.2rem; color-scheme: light; }
:host([hidden]) { display: none; }
* { box-sizing: border-box; }
.card {
  --colour: #155c47;
  --on-colour: #fff;
  padding: 1.875rem;
  border: 1px solid #dde3d8;
  border-radius: 1.25rem;
  background: #fff;
  color: #15241e;
  font: 400 1rem/1.5 "Atkinson Hyperlegible Next", system-ui, -apple-system, "Segoe UI", sans-serif;
  text-align: start;
  box-shadow: 0 1px 2px #15241e0f, 0 28px 64px -20px #15241e4d;
}
.head { display: flex; align-items: center; gap: .75rem; margin-bottom: 1.375rem; }
.tile {
  display: grid; flex: none; place-items: center; width: 3rem; height: 3rem; border-radius: .875rem;
  background: color-mix(in srgb, var(--colour) 12%, #fff); color: var(--colour);
}
.title { margin: 0; font-size: 1.25rem; font-weight: 680; line-height: 1.25; letter-spacing: -.01em; }
.subtitle { margin: 0; font-size: .875rem; color: #3f5149; }
label { display: block; margin-bottom: .5rem; font-weight: 650; }
input {
  display: block; width: 100%; height: 3.875rem; padding: 0 1rem; border: 1px solid #7b8a81; border-radius: .875rem;
  background: #fff; color: inherit; font: inherit; font-size: 1.625rem; font-weight: 650; letter-spacing: .04em;
}
input:focus {
  border-color: var(--colour); outline: 2px solid transparent;
  box-shadow: 0 0 0 1px var(--colour), 0 0 0 5px color-mix(in srgb, var(--colour) 16%, transparent);
}
input[aria-invalid="true"] { border-color: #a8322a; }
.trouble { margin: .5rem 0 0; color: #a8322a; font-weight: 550; }
.trouble:empty { display: none; }
button {
  display: flex; align-items: center; justify-content: center; gap: .625rem; width: 100%; min-height: 3.5rem;
  margin-top: .875rem; padding: 0 1.25rem; border: 0; border-radius: .875rem; background: var(--colour);
  color: var(--on-colour); font: inherit; font-size: 1.125rem; font-weight: 650; cursor: pointer;
}
button:hover { background: color-mix(in srgb, var(--colour) 88%, #000); }
button:focus-visible { outline: 3px solid var(--colour); outline-offset: 3px; }
.foot {
  display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: .25rem 1rem;
  margin-top: 1rem; font-size: .875rem; color: #586a61;
}
.foot span { display: inline-flex; align-items: center; gap: .5rem; }
svg { display: block; }
`;
