export const REPORT_STYLE = `
:root { color-scheme: light dark; --ink:#1c1c22; --dim:#6b6b76; --line:#e2e2ea; --ground:#fafafc; --card:#fff; --shot:#d9d9e4; --zoom:1 }
@media (prefers-color-scheme: dark) { :root { --ink:#ededf2; --dim:#9a9aa8; --line:#2e2e38; --ground:#141418; --card:#1c1c22; --shot:#3a3a48 } }
* { box-sizing:border-box } html { scroll-behavior:smooth }
body { margin:0; font:15px/1.5 system-ui,-apple-system,"Segoe UI",sans-serif; color:var(--ink); background:var(--ground) }
main { max-width:1280px; margin:0 auto; padding:28px 24px 80px }
h1 { font-size:24px; margin:0 0 4px; overflow-wrap:anywhere } h2 { font-size:18px; margin:40px 0 12px }
.facts { color:var(--dim); margin:0 } .warning { border-left:3px solid #d9822b; background:color-mix(in srgb,#d9822b 12%,transparent); padding:8px 12px; margin:12px 0; border-radius:0 6px 6px 0 }
.board { background:var(--card); border:1px solid var(--line); border-radius:10px; margin-top:20px; overflow:hidden }
.bar { display:flex; gap:16px; align-items:center; padding:10px 14px; border-bottom:1px solid var(--line); color:var(--dim); font-size:13px; flex-wrap:wrap }
.bar label { display:flex; gap:8px; align-items:center; margin-left:auto }
.grid { display:grid; grid-template-columns:210px 1fr }
.who { border-right:1px solid var(--line) } .scroll { overflow-x:auto }
.lanes { width:calc(100% * var(--zoom)); min-width:100% }
.row { height:52px; border-bottom:1px solid var(--line); position:relative }
.who .row { display:flex; gap:10px; align-items:center; padding:0 12px; text-decoration:none; color:inherit }
.who img { width:38px; height:38px; border-radius:8px; object-fit:cover; flex:none } .who b { display:block; line-height:1.2; overflow:hidden; text-overflow:ellipsis; white-space:nowrap }
.who small { color:var(--dim) } .who div { min-width:0 } .who .axis,.lanes .axis { height:26px }
.lanes .axis span { position:absolute; top:5px; font-size:11px; color:var(--dim); transform:translateX(-50%); white-space:nowrap }
.lanes .axis span:first-child { transform:none }
.lanes .shots { height:22px } .lanes .shots i { position:absolute; top:6px; bottom:6px; background:var(--shot); border-radius:2px }
.who .shots { height:22px; font-size:12px; color:var(--dim) }
.seen { position:absolute; top:11px; bottom:11px; min-width:3px; border:0; padding:0; border-radius:4px; cursor:pointer; background:var(--c); opacity:var(--o) }
.seen:hover,.seen:focus { outline:2px solid var(--ink); outline-offset:1px }
.cards { display:grid; grid-template-columns:repeat(auto-fill,minmax(150px,1fr)); gap:12px }
.card { background:var(--card); border:1px solid var(--line); border-radius:10px; overflow:hidden; font-size:12px } .card:target { outline:3px solid #4c7bf3 }
.card img,.card .none { width:100%; aspect-ratio:1; object-fit:cover; display:block; background:var(--shot) }
.card p { margin:0; padding:8px 10px; font-variant-numeric:tabular-nums } .card small { color:var(--dim); display:block }
.head { display:flex; gap:14px; align-items:center; margin-top:40px } .head img { width:64px; height:64px; border-radius:12px; object-fit:cover } .head h2 { margin:0 } .head p { margin:0; color:var(--dim) }
.dot { display:inline-block; width:10px; height:10px; border-radius:50%; background:var(--c); margin-right:8px }
footer { margin-top:56px; color:var(--dim); font-size:13px }
@media (max-width:640px) { .grid { grid-template-columns:96px 1fr } .who img { display:none } }
`;
