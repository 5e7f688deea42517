"""How a feedback page looks, in a light and in a dark surrounding, on a screen and on paper."""

from pygments.formatters import HtmlFormatter

LIGHT = HtmlFormatter(style="default").get_style_defs("pre.code")
DARK = HtmlFormatter(style="github-dark").get_style_defs("pre.code")

STYLE = f"""
:root {{
  color-scheme: light dark;
  --page: #ffffff; --text: #1f2328; --quiet: #57606a; --line: #d0d7de; --code: #f6f8fa;
  --right: #1a7f37; --partly: #8a5a00; --wrong: #b42318; --warn: #fff4e5;
}}
* {{ box-sizing: border-box; }}
body {{
  margin: 0 auto; max-width: 52rem; padding: 1.5rem 1rem 4rem;
  background: var(--page); color: var(--text);
  font: 1rem/1.55 system-ui, "Segoe UI", Roboto, "Liberation Sans", sans-serif;
}}
h1 {{ font-size: 1.7rem; line-height: 1.25; margin: 0 0 1.2rem; }}
h2 {{ font-size: 1.25rem; margin: 0 0 .4rem; }}
h3 {{ font-size: 1rem; margin: 1.1rem 0 .3rem; }}
a {{ color: inherit; text-underline-offset: .2em; }}
.kind {{ margin: 0; color: var(--quiet); }}
table.overview {{ width: 100%; border-collapse: collapse; margin-bottom: 2rem; }}
.overview th, .overview td {{ text-align: left; padding: .45rem .6rem; }}
.overview th {{ color: var(--quiet); font-weight: 600; }}
.overview tr > :last-child {{ text-align: right; white-space: nowrap; }}
.overview tbody tr, .overview tfoot tr {{ border-top: 1px solid var(--line); }}
.overview tfoot td {{ font-weight: 700; }}
.right {{ --state: var(--right); }} .partly {{ --state: var(--partly); }}
.wrong {{ --state: var(--wrong); }}
.badge {{ color: var(--state); font-weight: 700; }}
.exercise {{
  border: 1px solid var(--line); border-left: 5px solid var(--state); border-radius: 6px;
  padding: 1rem 1.2rem; margin: 1.2rem 0; scroll-margin-top: 1rem;
}}
.result {{ margin: 0; }}
.result + p {{ margin: .2rem 0 .6rem; }}
.checks {{ list-style: none; margin: 0 0 .8rem; padding: 0; }}
.checks li {{ display: flex; gap: .55rem; padding: .2rem 0; }}
.sign {{ color: var(--state); font-weight: 700; }}
.why {{ color: var(--quiet); }}
.stamp, .notes {{ border: 1px solid var(--partly); border-radius: 6px; background: var(--warn);
  padding: .7rem 1rem; margin: 0 0 1.5rem; }}

blockquote {{ margin: .6rem 0; padding: .3rem 1rem; border-left: 4px solid var(--line); }}
summary {{ cursor: pointer; color: var(--quiet); padding: .2rem 0; }}
details.rest {{ margin: .3rem 0 .3rem .4rem; }}
.prose, .rest > pre {{ margin-left: .9rem; }}
.prose details {{ margin: .2rem 0; }}
.prose table {{ border-collapse: collapse; }}
.prose td, .prose th {{ border: 1px solid var(--line); padding: .25rem .6rem; }}
.prose h1 {{ font-size: 1.3rem; }} .prose h2 {{ font-size: 1.15rem; }}
img {{ max-width: 100%; height: auto; }}
p.out img, .prose img {{ background: #ffffff; color: #1f2328; }}
code, pre, .tex {{ font-family: ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; }}
code, .tex {{ font-size: .88em; }}
.tex {{ white-space: pre-wrap; color: var(--quiet); }}
.prose code {{ background: var(--code); padding: .1em .3em; border-radius: 4px; }}
.prose pre code {{ padding: 0; }}
pre {{
  font-size: .84rem; line-height: 1.45; margin: .4rem 0; padding: .6rem .8rem;
  overflow-x: auto; border-radius: 6px; white-space: pre-wrap; overflow-wrap: anywhere;
}}
pre.code, pre.typed, .prose pre {{ background: var(--code); white-space: pre; }}
pre.out {{
  border-left: 3px solid var(--line); border-radius: 0; max-height: 30rem; overflow: auto;
}}
pre.stderr, pre.error {{ border-left-color: var(--wrong); }}
{LIGHT}
pre.code {{ background: var(--code); }}
@media (prefers-color-scheme: dark) {{
  :root {{
    --page: #14171c; --text: #e3e6ea; --quiet: #a3abb6; --line: #3a414b; --code: #1d2229;
    --right: #4ac26b; --partly: #e3a53a; --wrong: #ff8a7a; --warn: #33270f;
  }}
{DARK}
  pre.code {{ background: var(--code); color: var(--text); }}
}}
@media print {{
  body {{ max-width: none; }}
  pre.out {{ max-height: none; }}
  .exercise {{ break-inside: auto; }}
}}
"""
