/** The course of a patient as SVG, for paper: lanes under each other, conditions under the axis. */
import { courseLayout, timeFits, type CourseSample, type DrawnLane, type Lane } from '../../course';
import { html, type Html } from './html';
import { calibreColours } from './style';

const WIDTH = 680;
const FRAME = { width: WIDTH, left: 46, right: 14, top: 16, laneHeight: 42, laneGap: 16 };
/** About the width of a letter, and what stays free between two labels. */
const LETTER = 5.6;
const BETWEEN = 8;
const INK = '#14181D';

/** `conditions` by id of the sample; scans have none and are labelled CT. */
export function courseChart(
  samples: readonly CourseSample[],
  lanes: readonly Lane[],
  conditions: ReadonlyMap<string, string>,
): Html {
  const layout = courseLayout(samples, lanes, FRAME, timeFits(samples) ? 'time' : 'order');
  const fixed = (value: number): string => value.toFixed(1);
  const places = samples.flatMap(({ id }) => {
    const x = layout.x.get(id);
    return x === undefined ? [] : [{ id, x }];
  });
  const scans = places
    .filter(({ id }) => !conditions.has(id))
    .map(
      ({ x }) =>
        html`<path d="M${fixed(x)} 8V${fixed(layout.bottom)}" stroke="${calibreColours.bv5}" stroke-dasharray="3 3" />
          <text x="${fixed(x + 4)}" y="12">CT</text>`,
    );
  let last = '';
  let end = -Infinity;
  // a condition stands where it begins, if there is room for it
  const labels = places.flatMap(({ id, x }) => {
    const condition = conditions.get(id);
    if (condition === undefined || condition === last) return [];
    const half = (condition.length * LETTER) / 2;
    if (x - half < end + BETWEEN) return [];
    last = condition;
    end = x + half;
    return [html`<text x="${fixed(x)}" y="${fixed(layout.bottom + 12)}" text-anchor="middle">${condition}</text>`];
  });
  const hours = layout.timeTicks.map(
    ({ x, text }) => html`<text x="${fixed(x)}" y="${fixed(layout.bottom + 25)}" text-anchor="middle">${text}</text>`,
  );
  const height = Math.ceil(layout.bottom) + (hours.length > 0 ? 30 : 18);
  return html`<svg
    class="course"
    xmlns="http://www.w3.org/2000/svg"
    viewBox="0 0 ${WIDTH} ${height}"
    role="img"
    aria-label="Course"
    font-family="Inter, system-ui, sans-serif"
    font-size="10.5"
    fill="#5D6672"
  >
    ${scans} ${layout.lanes.map(drawn)} ${labels} ${hours}
  </svg>`;
}

function drawn({ lane, top, ticks, points, path }: DrawnLane): Html {
  const fixed = (value: number): string => value.toFixed(1);
  // every second number where all would lie on each other
  const every = ticks.length > 3 ? 2 : 1;
  const colour = lane.colour === 'bv5' ? calibreColours.bv5 : INK;
  return html`<text x="0" y="${fixed(top - 4)}">
      <tspan font-weight="700" fill="${INK}">${lane.name}</tspan> ${lane.unit}
    </text>
    ${ticks.map(
      ({ y, text }, at) =>
        html`<path d="M${FRAME.left} ${fixed(y)}H${WIDTH - FRAME.right}" stroke="#DADEE4" />
          ${at % every === 0 ? html`<text x="${FRAME.left - 6}" y="${fixed(y + 3.5)}" text-anchor="end">${text}</text>` : null}`,
    )}
    <path d="${path}" fill="none" stroke="${colour}" stroke-width="1.2" />
    ${points.map(
      ({ x, y, text, interval }) =>
        html`${
            interval === null
              ? null
              : html`<path
                  d="M${fixed(x)} ${fixed(interval[0])}V${fixed(interval[1])}"
                  stroke="${colour}"
                  stroke-width="2"
                />`
          }
          <circle cx="${fixed(x)}" cy="${fixed(y)}" r="3" fill="${colour}" />
          <text
            x="${fixed(interval === null ? x : x + 7)}"
            y="${fixed(interval === null ? y - 7 : y + 3.5)}"
            text-anchor="${interval === null ? 'middle' : 'start'}"
            fill="${INK}"
          >
            ${text}
          </text>`,
    )}`;
}
