// The dashboard: polls the admin endpoint every second. Values from traffic are inserted as text, never as markup.

import {chart} from './chart.js';

const $ = id => document.getElementById(id);
const get = async path => {
  const response = await fetch(path, {headers: {Accept: 'application/json'}});
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response.json();
};

// Formatting

const short = value => {
  const units = ['', 'k', 'M', 'G', 'T'];
  let i = 0;
  while (value >= 1000 && i < units.length - 1) { value /= 1000; i++; }
  const digits = value >= 100 || Number.isInteger(value) ? 0 : value >= 10 ? 1 : 2;
  return value.toFixed(digits) + units[i];
};
const bytes = value => value < 0 ? '–' : short(value) + 'B';
const millis = value => value >= 1000 ? (value / 1000).toFixed(2) + ' s' : value.toFixed(value < 10 ? 2 : 0) + ' ms';
const time = at => new Date(at).toLocaleTimeString([], {hour12: false}) + '.' + String(at % 1000).padStart(3, '0');
const since = at => {
  const seconds = Math.max(0, Math.round((Date.now() - at) / 1000));
  const days = Math.floor(seconds / 86400);
  return (days > 0 ? days + ' d ' : '') + new Date(seconds * 1000).toISOString().substring(11, 19);
};

// Tables

/** A cell is a text, or {text, n: numeric, long, press: the click handler}. */
const fill = (table, heads, rows, empty) => {
  const line = (tag, cells) => {
    const row = document.createElement('tr');
    for (const cell of cells) {
      const element = document.createElement(tag);
      const value = typeof cell === 'object' ? cell : {text: cell};
      if (tag === 'th') element.scope = 'col';
      if (value.n) element.className = 'n';
      if (value.long) { element.className = 'long'; element.title = value.text; }
      if (value.press) {
        const button = document.createElement('button');
        button.type = 'button';
        button.textContent = value.text;
        button.addEventListener('click', value.press);
        button.dataset.key = value.key;
        element.append(button);
      } else {
        element.textContent = value.text;
      }
      row.append(element);
    }
    return row;
  };
  const focused = table.contains(document.activeElement) ? document.activeElement.dataset.key : undefined;
  const head = document.createElement('thead');
  head.append(line('th', heads));
  const body = document.createElement('tbody');
  for (const row of rows) {
    const element = line('td', row.cells);
    if (row.failed) element.className = 'failed';
    body.append(element);
  }
  table.replaceChildren(head, body);
  if (rows.length === 0) {
    const caption = document.createElement('caption');
    caption.textContent = empty;
    table.replaceChildren(caption);
  }
  if (focused !== undefined) table.querySelector(`[data-key="${focused}"]`)?.focus();
};
const n = text => ({text: String(text), n: true});

// Now

const rate = chart($('chart-rate'), 'Per second',
  [{name: 'done', of: p => p.requestsPerSecond}, {name: 'failed', of: p => p.failedPerSecond}], short);
const latency = chart($('chart-latency'), 'Duration in ms',
  [{name: 'p50', of: p => p.p50Millis}, {name: 'p99', of: p => p.p99Millis}], short);
const volume = chart($('chart-bytes'), 'Bytes per second',
  [{name: 'from clients', of: p => p.bytesFromClientsPerSecond}, {name: 'to clients', of: p => p.bytesToClientsPerSecond}], bytes);

const tiles = (process, live, now) => [
  ['per second', short(now.requestsPerSecond)],
  ['failed per second', short(now.failedPerSecond), now.failedPerSecond > 0],
  ['p50', millis(now.p50Millis)],
  ['p99', millis(now.p99Millis)],
  ['in flight', short(now.inFlight)],
  ['connections', short(now.connections)],
  ...(live.http2 ? [
    ['HTTP/2 clients', `${short(live.http2.connections)}, ${short(live.http2.streams)} streams`],
    ['HTTP/2 backends', `${short(live.http2.upstreamConnections)}, ${short(live.http2.upstreamStreams)} streams`]] : []),
  ['event loop delay', millis(Math.max(0, ...live.loopDelayMillis)), Math.max(...live.loopDelayMillis) > 100],
  ['memory', bytes(process.residentBytes)],
  ['open files', process.openFiles < 0 ? '–' : `${short(process.openFiles)} of ${short(process.maxFiles)}`],
  ['log dropped', short(live.logDropped), live.logDropped > 0],
];

const showWarnings = all => {
  $('warnings').hidden = all.length === 0;
  $('warnings').replaceChildren(...all.map(text => {
    const item = document.createElement('li');
    item.textContent = text;
    return item;
  }));
};

const showLive = live => {
  showWarnings(live.warnings);
  const process = live.process;
  const now = live.history[live.history.length - 1];
  $('about').textContent =
    `process ${process.pid}, up ${since(process.startMillis)}, ${process.transport}, Java ${process.java}; listening on `
    + live.listeners.map(l => `${l.place} (${l.mode}, ${l.open} of ${l.limit})`).join(', ');
  if (now) {
    $('now').replaceChildren(...tiles(process, live, now).map(([name, value, bad]) => {
      const tile = document.createElement('div');
      if (bad) tile.className = 'bad';
      const term = document.createElement('dt');
      term.textContent = name;
      const description = document.createElement('dd');
      description.textContent = value;
      tile.append(term, description);
      return tile;
    }));
    rate(live.history);
    latency(live.history);
    volume(live.history);
  }
  fill($('routes'),
    ['Route', 'Mode', 'Listener', n('Per second'), n('Failed/s'), n('p50'), n('p99'), n('In flight'), n('Pending'), n('Total'),
      n('Failed'), n('Backend connections')],
    live.routes.map(r => ({failed: r.failedPerSecond > 0, cells: [r.route, r.mode, r.listen, n(short(r.requestsPerSecond)),
      n(short(r.failedPerSecond)), n(millis(r.p50Millis)), n(millis(r.p99Millis)), n(r.inFlight), n(r.pendingRequests), n(short(r.total)),
      n(short(r.failed)), n(`${r.upstreamConnections}, ${r.upstreamIdleConnections} idle`)]})),
    'No data yet.');
  const select = $('filters').elements.route;
  const names = live.routes.map(r => r.route);
  if (names.join('\n') !== [...select.options].slice(1).map(o => o.value).join('\n')) {
    const chosen = select.value;
    select.replaceChildren(select.options[0], ...names.map(name => new Option(name, name)));
    select.value = names.includes(chosen) ? chosen : '';
  }
};

// Requests

const PHASES = ['head complete', 'routed', 'connected', 'first byte', 'end'];

const detail = request => {
  const box = document.createElement('div');
  box.className = 'detail';
  const paragraph = text => { const p = document.createElement('p'); p.textContent = text; box.append(p); };
  paragraph(`${time(request.startMillis)}  ${request.request}`);
  paragraph(`from ${request.client}`
    + (request.stream ? ` (${request.version}, connection ${request.connection}, stream ${request.stream})` : '')
    + ` by route ${request.route}`
    + (request.target ? ` to ${request.target} (${request.note})` : '')
    + (request.status ? `, status ${request.status}` : '')
    + (request.traceId ? `, trace ${request.traceId}` : ''));
  if (request.failure) paragraph(`${request.errorCode}: ${request.failure}`);
  const bars = document.createElement('div');
  bars.className = 'bars';
  let before = 0;
  request.timeline.forEach((nanos, i) => {
    if (i === 0 || nanos < 0) return;
    const name = document.createElement('span');
    name.textContent = PHASES[i];
    const track = document.createElement('span');
    track.className = 'track';
    const bar = document.createElement('i');
    const all = Math.max(1, request.nanos);
    bar.style.marginLeft = 100 * before / all + '%';
    bar.style.width = 100 * (nanos - before) / all + '%';
    track.append(bar);
    const value = document.createElement('span');
    value.textContent = `+${millis((nanos - before) / 1e6)}, at ${millis(nanos / 1e6)}`;
    bars.append(name, track, value);
    before = nanos;
  });
  box.append(bars);
  $('detail').replaceChildren(box);
};

const showRequests = all => {
  const text = $('filters').elements.text.value.toLowerCase();
  const shown = all.filter(r =>
    [r.request, r.client, r.target, r.status, r.note, r.errorCode, r.traceId].join(' ').toLowerCase().includes(text));
  fill($('tail'),
    ['Time', 'Request', n('Status'), n('Duration'), 'Route', 'Target', 'Reason', 'Client', n('Out'), 'Failure'],
    shown.map(r => ({failed: r.failure !== null, cells: [
      time(r.startMillis), {text: r.request, long: true, press: () => detail(r), key: `${r.id}-${r.startMillis}`},
      n(r.status || '–'), n(millis(r.nanos / 1e6)), r.route, r.target, r.note, r.client, n(bytes(r.bytesToClient)),
      {text: r.failure ?? '', long: true}]})),
    'No requests since this page was opened.');
};

// The rest

const showRoutes = routes => {
  const rows = routes.flatMap(r => Object.entries(r.endpoints).map(([endpoint, counts]) => ({
    failed: false, total: counts.total, cells: [endpoint, r.route, n(short(counts.total)), n(short(counts.failed))]})));
  rows.sort((a, b) => b.total - a.total);
  fill($('endpoints'), ['Endpoint', 'Route', n('Total'), n('Failed')], rows.slice(0, 100), 'None yet.');
};

const showConnections = all => {
  $('open').textContent = String(all.open);
  fill($('connections'),
    ['Client', 'Listener', 'Age', 'State', 'Protocol', n('Streams'), 'Target', n('Requests'), n('In'), n('Out')],
    all.connections.map(c => ({cells: [c.client, c.listen, since(c.sinceMillis), c.state, c.protocol, n(c.streams || ''), c.target, n(c.requests),
      n(bytes(c.bytesFromClient)), n(bytes(c.bytesToClient))]})),
    'No open connections.');
};

const showCertificates = all => {
  $('certificates-section').hidden = all.length === 0;
  fill($('certificates'), ['Certificate', 'Names', 'Key', n('Days left')],
    all.map(c => ({failed: c.expiresSoon, cells: [c.file,
      {text: c.names.join(', ') + (c.problem ? `: ${c.problem}` : ''), long: true}, c.keyType, n(c.keyType ? c.daysLeft : 'none yet')]})),
    'None.');
};

const showPlugins = all => fill($('plugins'), ['Plugin', 'Version', 'Provides', 'Origin'],
  all.map(p => ({cells: [p.className, p.version, p.offers.map(o => `${o.kind} ${o.name}`).join(', '), {text: p.origin, long: true}]})),
  'None.');

// Polling

let paused = false;
$('pause').addEventListener('click', () => {
  paused = !paused;
  $('pause').setAttribute('aria-pressed', String(paused));
  $('pause').textContent = paused ? 'Resume' : 'Pause';
});
$('filters').addEventListener('submit', event => event.preventDefault());

const requests = async () => {
  const {only, route} = $('filters').elements;
  showRequests(await get(`requests?limit=200&only=${only.value}` + (route.value ? `&route=${encodeURIComponent(route.value)}` : '')));
};
$('filters').addEventListener('input', () => requests().catch(() => {}));

const state = (text, kind) => {
  if ($('state').textContent !== text) $('state').textContent = text;
  $('state').className = 'state ' + kind;
};

let round = 0;
const poll = async () => {
  try {
    if (!document.hidden) {
      showLive(await get('live'));
      if (!paused) await requests();
      if (round % 3 === 0) {
        showRoutes(await get('routes'));
        showConnections(await get('connections'));
        showCertificates(await get('certificates'));
        const ready = await fetch('readyz');
        state(ready.ok ? 'ready' : 'draining', ready.ok ? 'ready' : 'gone');
      }
      if (round === 0) showPlugins(await get('plugins'));
      round++;
    }
  } catch (failure) {
    state('no response', 'gone');
  }
  setTimeout(poll, 1000);
};
poll();
