/** Look of the report: the light calibre colours of the page, sized for one sheet of A4. */
export const calibreColours = { below: '#666E78', bv5: '#0072B2', bv5To10: '#A98000', bv10: '#A3300B' } as const;

export const reportStyle = `
@page { size: A4; margin: 8mm 14mm; }
* { box-sizing: border-box; margin: 0; }
html { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
body { width: 182mm; margin: 0 auto; padding: 6mm 0; background: #FFFFFF; color: #14181D;
  font: 9.4pt/1.38 Inter, system-ui, -apple-system, "Segoe UI", sans-serif; font-variant-numeric: tabular-nums; }
@media print { body { padding: 0; } }
header { display: flex; justify-content: space-between; align-items: baseline; }
h1 { font-size: 15pt; line-height: 1.25; }
h2 { font-size: 9.4pt; margin-bottom: 1mm; }
section { margin-top: 3mm; }
.subtitle { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.quiet { color: #5D6672; }
.small { font-size: 8.2pt; }
.research { margin-top: 2mm; padding: 1.1mm 2.5mm; border-radius: 1mm; background: #14181D; color: #FFFFFF; font-weight: 600; }
.main { display: grid; grid-template-columns: 1fr; column-gap: 6mm; }
.main.with-picture { grid-template-columns: 1fr 52mm; }
.picture { width: 52mm; max-height: 62mm; object-fit: contain; object-position: top; border: 1px solid #DADEE4; }
.hero { font-size: 24pt; font-weight: 600; line-height: 1.2; }
.hero + span { margin-left: 2mm; }
.bar { display: block; width: 100%; height: 9mm; margin: 1mm 0 2mm; }
.columns { display: grid; grid-template-columns: 1fr 1fr; column-gap: 8mm; }
table { width: 100%; border-collapse: collapse; }
th { font-weight: 400; color: #5D6672; text-align: right; padding: 0.35mm 0 0.35mm 2mm; }
td { text-align: right; padding: 0.35mm 0 0.35mm 2mm; white-space: nowrap; }
th:first-child, td:first-child { text-align: left; padding-left: 0; }
tr.sum td { border-top: 1px solid #DADEE4; }
td .quiet { margin-left: 1.2mm; }
.key { display: inline-block; width: 2.6mm; height: 2.6mm; border-radius: 0.6mm; margin-right: 1.8mm; }
.key.bv5 { background: ${calibreColours.bv5}; }
.key.bv5_10 { background: ${calibreColours.bv5To10}; }
.key.bv10 { background: ${calibreColours.bv10}; }
.key.below { background: ${calibreColours.below}; }
.histogram { display: block; width: 100%; }
.histogram text { font-size: 8.2pt; fill: #5D6672; }
.histogram .edge { font-weight: 700; fill: #14181D; }
table.gases { font-size: 8.4pt; }
table.gases .words { text-align: left; }
table.gases tr.beside td { font-weight: 700; }
.plain { font-weight: 400; }
.course { display: block; width: 100%; }
.rule { border-top: 1px solid #DADEE4; padding-top: 2mm; }
ul { list-style: none; padding: 0; }
li { margin-bottom: 0.3mm; }
ul.two { display: grid; grid-template-columns: 1fr 1fr; column-gap: 8mm; }
.sign { width: 2.9mm; height: 2.9mm; margin-right: 1.4mm; vertical-align: -0.3mm; fill: none; stroke: #14181D; stroke-width: 1.6; }
.sign.caution { stroke: #8E2B6B; }
.sign.refuse { stroke: #A3124F; }
.sign.filled { fill: #8E2B6B; }
body.dense { font-size: 8.4pt; line-height: 1.3; }
.dense section { margin-top: 1.4mm; }
.dense .rule { padding-top: 1mm; }
.dense .columns section { margin-top: 0; }
.dense h2 { margin-bottom: 0.4mm; font-size: 8.6pt; }
.dense .small { font-size: 7.4pt; }
.dense .small > h2, .dense .small > h2 + p { display: inline; margin-right: 1mm; }
.dense .hero { font-size: 20pt; }
.dense .bar { height: 7mm; margin: 0.5mm 0 1mm; }
.dense .picture { max-height: 44mm; }
.dense table.gases { font-size: 7.8pt; }
.dense footer { margin-top: 1.5mm; }
code { font: 8pt ui-monospace, Consolas, monospace; }
footer { margin-top: 3mm; padding-top: 1.5mm; border-top: 1px solid #DADEE4; display: flex; justify-content: space-between; }
`;
