// A line chart of the last five minutes, as SVG. Its caption says the latest values, so that it can be read without seeing.

const WIDTH = 420;
const HEIGHT = 150;
const LEFT = 44;
const BOTTOM = 18;
const TOP = 8;
const SPAN = 300;

const make = (name, attributes, text) => {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  if (text !== undefined) element.textContent = text;
  return element;
};

/** The smallest of 1, 2, 5 times a power of ten that is not below. */
const ceiling = value => {
  if (value <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 5, 10].map(step => step * power).find(nice => nice >= value * 0.999);
};

/**
 * @param figure where to draw
 * @param series [{name, values(point)}]
 * @param format of a value
 */
export const chart = (figure, title, series, format) => {
  const svg = make('svg', {viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: 'img'});
  const caption = document.createElement('figcaption');
  figure.append(caption, svg);
  let points = [];
  let looked = null;

  const x = seconds => LEFT + (WIDTH - LEFT - 4) * (1 - seconds / SPAN);
  const age = point => (points[points.length - 1].atMillis - point.atMillis) / 1000;

  const say = point => {
    const ago = point === points[points.length - 1] ? '' : ` ${Math.round(age(point))} s ago`;
    const heading = document.createElement('b');
    heading.textContent = title + ago;
    caption.replaceChildren(heading, ...series.map((one, i) => {
      const item = document.createElement('span');
      item.className = 's' + i;
      item.textContent = `${one.name} ${format(one.of(point))}`;
      return item;
    }));
    svg.setAttribute('aria-label', caption.textContent);
  };

  const draw = () => {
    if (points.length === 0) return;
    const top = ceiling(Math.max(...points.flatMap(p => series.map(s => s.of(p)))));
    const y = value => TOP + (HEIGHT - TOP - BOTTOM) * (1 - value / top);
    svg.replaceChildren();
    for (const share of [0, 0.5, 1]) {
      const at = y(top * share);
      svg.append(make('line', {class: 'gridline', x1: LEFT, x2: WIDTH, y1: at, y2: at}),
        make('text', {x: LEFT - 6, y: at + 4, 'text-anchor': 'end'}, format(top * share)));
    }
    for (const minutes of [5, 4, 3, 2, 1]) {
      svg.append(make('text', {x: x(minutes * 60), y: HEIGHT - 4}, `−${minutes} min`));
    }
    series.forEach((one, i) => {
      const path = points.map(p => `${x(age(p)).toFixed(1)},${y(one.of(p)).toFixed(1)}`).join('L');
      svg.append(make('path', {class: 's' + i, d: 'M' + path}));
    });
    const shown = points.includes(looked) ? looked : points[points.length - 1];
    if (shown === looked) {
      const at = x(age(looked));
      svg.append(make('line', {class: 'cursor', x1: at, x2: at, y1: TOP, y2: HEIGHT - BOTTOM}));
    }
    say(shown);
  };

  svg.addEventListener('pointermove', event => {
    const box = svg.getBoundingClientRect();
    const seconds = SPAN * (1 - ((event.clientX - box.left) / box.width * WIDTH - LEFT) / (WIDTH - LEFT - 4));
    looked = points.reduce((best, p) =>
      best === null || Math.abs(age(p) - seconds) < Math.abs(age(best) - seconds) ? p : best, null);
    draw();
  });
  svg.addEventListener('pointerleave', () => { looked = null; draw(); });

  return fresh => { points = fresh; draw(); };
};
