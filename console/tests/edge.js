// Stands in for the edge: answers fetch and plays the agents' socket. Nothing here leaves the page.
const state = {};

export function set_edge(json) {
  const given = JSON.parse(json);
  Object.assign(state, { me: null, people: [], rows: [], logs: {}, chatflows: [], flows: {}, findings: [], settings: null, bodies: [], copied: null, details: {}, held: null, answers: {}, refuse: {}, labels: [], views: [], blocks: [], records: [], comments: [], saved: [], macros: [], refused: {}, sockets: [], sent: [], requests: [] }, given);
  localStorage.clear();
  window.fetch = answer;
  window.WebSocket = Socket;
  Object.defineProperty(navigator, 'clipboard', { configurable: true, value: { writeText: copy } });
}

async function copy(text) { state.copied = text; }
export function copied() { return state.copied ?? undefined; }
// What every check and every saving finds from now on.
export function find_fault(json) { state.findings = JSON.parse(json); }
// The last body that was sent with a method to a path.
export function last_body(method, path) {
  return JSON.stringify(state.bodies.findLast(b => b.method === method && b.path === path)?.body ?? null);
}
// Somebody else saves a chatflow.
export function save_elsewhere(id, json) {
  const flow = state.flows[id];
  flow.revision += 1;
  Object.assign(flow.chatflow, JSON.parse(json));
}

// What a path answers from now on.
export function set_answer(path, json) { state.answers[path] = JSON.parse(json); }
export function refuse(path, status, code) { state.refuse[path] = [status, code]; }
export function allow(path) { delete state.refuse[path]; }
export function requests() { return state.requests.join('\n'); }

async function answer(path, init) {
  const method = init?.method ?? 'GET';
  const body = init?.body ? JSON.parse(init.body) : null;
  path = String(path);
  state.requests.push(`${method} ${path}`);
  if (body) state.bodies.push({ method, path, body });
  await null;
  for (const [part, [status, code]] of Object.entries(state.refuse)) {
    if (path.includes(part)) return failure(status, code);
  }
  const json = value => new Response(JSON.stringify(value), { status: 200 });
  if (path === '/api/sign-in') { state.me = state.people.find(p => p.email === body.email); return state.me ? json(state.me) : failure(401, 'sign_in_failed'); }
  if (!state.me) return failure(401, 'unauthenticated');
  if (state.answers[path]) return json(state.answers[path]);
  if (path.startsWith('/api/reports?') && state.answers['/api/reports']) return json(state.answers['/api/reports']);
  if (path === '/api/me') return json(state.me);
  // Replies rest in the tests that are about that.
  if (path === '/api/me/preferences') return json(state.preferences = body ?? state.preferences ?? { undo_send_s: 0 });
  if (path === '/api/sign-out') { state.me = null; return json({}); }
  if (path === '/api/settings') return json(Object.assign(state.settings, body ?? {}));
  if (path === '/api/chatflows/check') return json({ findings: state.findings });
  if (path === '/api/chatflows/order') {
    state.chatflows = body.chatflows.map(id => state.chatflows.find(f => f.id === id));
    return json({ chatflows: state.chatflows });
  }
  if (path === '/api/chatflows' && method === 'POST') {
    const like = state.flows[body.copy_of]?.chatflow ?? { include: [], inbox: 'main' };
    const chatflow = { ...like, id: 'made', name: body.name, enabled: false };
    state.flows.made = { chatflow, revision: 1 };
    state.chatflows.push({ id: 'made', name: body.name, enabled: false, inbox: 'main', welcome: '', targeting: chatflow });
    return json({ ...state.flows.made, findings: state.findings });
  }
  if (path === '/api/chatflows') return json({ chatflows: state.chatflows });
  let found = path.match(/^\/api\/chatflows\/(.+)\/enabled$/);
  if (found) { const flow = state.chatflows.find(f => f.id === found[1]); flow.enabled = body.enabled; return json(flow); }
  found = path.match(/^\/api\/chatflows\/([^/]+)$/);
  if (found && method === 'DELETE') {
    state.chatflows = state.chatflows.filter(f => f.id !== found[1]);
    return json({ chatflows: state.chatflows });
  }
  if (found) {
    const flow = state.flows[found[1]];
    if (!flow) return failure(404, 'not_found');
    if (method === 'PUT') {
      if (body.revision !== flow.revision) return failure(409, 'chatflow_changed');
      flow.revision += 1;
      flow.chatflow = body.chatflow;
    }
    return json({ ...flow, findings: state.findings });
  }
  found = inboxes(path, method, body);
  if (found) return found.status ? failure(found.status, found.code) : json(found.answer);
  found = path.match(/threads\?view=(\w+)&status=(\w+)/);
  if (found) {
    const rows = state.rows.filter(r => stands(r) === found[2] && !r.desk?.archived_at && (found[1] === 'filtered') === !!r.filtered && (found[1] === 'mine' ? r.assignee?.id === state.me.id : found[1] === 'unassigned' ? !r.assignee : true));
    const open = state.rows.filter(r => stands(r) === 'open' && !r.filtered && !r.desk?.archived_at);
    return json({ rows, counts: { all: open.length, mine: open.filter(r => r.assignee?.id === state.me.id).length, unassigned: open.filter(r => !r.assignee).length } });
  }
  found = path.match(/^\/api\/threads\/main\/([^/]+)\/(\w+)/);
  if (found) {
    const row = state.rows.find(r => r.thread === found[1]);
    if (!row) return failure(404, 'not_found');
    if (found[2] === 'details') {
      if (state.held) await new Promise(go => { state.held[row.thread] = go; });
      return json({ visitor: row.visitor ?? '', page: row.page, consents: [], ...state.details[row.thread] });
    }
    if (found[2] === 'messages') return json({ thread: thread(row), entries: state.logs[row.thread] ?? [], annotations: row.notes ?? [] });
    if (found[2] === 'comments') return json({ thread: comment(row, body) });
    if (found[2] === 'disconnect') delete row.contact;
    if (found[2] === 'assign') row.assignee = body.agent ? state.me.inboxes[0].members.find(m => m.id === body.agent) : undefined;
    if (found[2] === 'close') row.status = 'closed';
    if (found[2] === 'reopen') row.status = 'open';
    return json({ thread: thread(row) });
  }
  return failure(404, 'not_found');
}

function stands(row) { return row.status === 'open' && row.desk?.snoozed ? 'snoozed' : row.status; }

// A note beside a thread, told to everybody.
function note(row, what, from) {
  row.notes ??= [];
  const annotation = { n: row.notes.length + 1, after_seq: (state.logs[row.thread] ?? []).length, at: Date.now(), from: from ?? { kind: 'agent', id: state.me.id, name: state.me.name }, ...what };
  row.notes.push(annotation);
  row.desk = { ...row.desk, notes: row.notes.length };
  state.sockets.at(-1)?.hear({ t: 'annotation', thread: row.thread, annotation });
  tell(row);
}

function tell(row) {
  row.revision += 1;
  const { notes, ...told } = row;
  state.sockets.at(-1)?.hear({ t: 'row', row: told });
}

function comment(row, body) {
  state.comments.push(body);
  note(row, { client_message_id: body.client_message_id, note: { kind: 'comment', text: body.text, mentions: body.mentions } });
  return thread(row);
}

// Somebody else comments.
export function comment_elsewhere(id, by, name, text, mentions) {
  note(state.rows.find(r => r.thread === id), { note: { kind: 'comment', text, mentions: JSON.parse(mentions) } }, { kind: 'agent', id: by, name });
}
export function comments() { return JSON.stringify(state.comments); }
export function set_macros(json) { state.macros = JSON.parse(json); }
// What is refused from now on when it is done with many.
export function refuse_act(thread, code) { state.refused[thread] = code; }
export function row_of(id) { return JSON.stringify(state.rows.find(r => r.thread === id) ?? null); }

function apply(row, act) {
  const [name, value] = typeof act === 'string' ? [act, null] : Object.entries(act)[0];
  row.desk ??= {};
  if (name === 'close') row.status = 'closed';
  if (name === 'reopen') row.status = 'open';
  if (name === 'assign') row.assignee = value ? state.me.inboxes[0].members.find(m => m.id === value) : undefined;
  if (name === 'assign' || name === 'assign_team') delete row.desk.team;
  if (name === 'assign_team') {
    delete row.assignee;
    row.desk.team = { team: state.me.inboxes[0].teams.find(t => t.id === value), by: state.me.id };
  }
  if (name === 'labels') row.desk.labels = [...(row.desk.labels ?? []).filter(l => !value.remove.includes(l)), ...value.add].sort();
  if (name === 'delete') row.desk.archived_at = Date.now();
  if (name === 'restore') delete row.desk.archived_at;
  if (name === 'snooze') row.desk.snoozed = value;
  if (name === 'wake') delete row.desk.snoozed;
  if (name === 'spam') row.desk.spam = value;
  if (name === 'block') row.desk.blocked = { by: { id: state.me.id, name: state.me.name }, at: Date.now(), ...value };
  if (name === 'unblock') delete row.desk.blocked;
  row.filtered = !!row.desk.spam || !!row.desk.blocked;
}

// What the inbox knows beside its views: labels, saved views, blocks, words, acts on many, what belongs to contacts.
function inboxes(path, method, body) {
  const answer = value => ({ answer: value });
  if (path === '/api/labels') {
    if (method === 'POST') state.labels.push({ id: `l-${state.labels.length}`, ...body });
    return answer({ labels: state.labels });
  }
  if (path === '/api/inboxes/main/views') {
    if (method === 'POST') {
      const view = { id: `v-${state.views.length}`, name: body.name, owner: body.shared ? undefined : state.me.id, filter: body.filter, count: state.rows.length };
      state.views.push(view);
      return answer(view);
    }
    const open = state.rows.filter(r => stands(r) === 'open' && !r.filtered && !r.desk?.archived_at);
    return answer({ counts: { all: open.length, mine: open.filter(r => r.assignee?.id === state.me.id).length, unassigned: open.filter(r => !r.assignee).length, bots: 0, chat: open.length, snoozed: state.rows.filter(r => stands(r) === 'snoozed').length, filtered: state.rows.filter(r => r.filtered).length, archived: 0 }, views: state.views });
  }
  let found = path.match(/^\/api\/inboxes\/main\/views\/([^/?]+)(\/threads)?/);
  if (found && method === 'DELETE') { state.views = state.views.filter(v => v.id !== found[1]); return answer({}); }
  if (found && method === 'PUT') return answer(Object.assign(state.views.find(v => v.id === found[1]), { name: body.name, owner: body.shared ? undefined : state.me.id }));
  const kept = () => state.rows.filter(r => !r.filtered && !r.desk?.archived_at);
  if (found) return answer({ rows: kept() });
  if (path === '/api/inboxes/main/threads/find') {
    if (body.shelf === 'archived') return answer({ rows: state.rows.filter(r => r.desk?.archived_at) });
    const status = JSON.stringify(body.filter).match(/"status":"(\w+)"/)?.[1];
    return answer({ rows: kept().filter(r => !status || stands(r) === status) });
  }
  found = path.match(/^\/api\/inboxes\/main\/search\?.*q=(.*)$/);
  if (found) {
    const q = decodeURIComponent(found[1]).toLowerCase().replaceAll('*', '');
    if (q.startsWith('is:') && q !== 'is:closed') return { status: 400, code: 'filter_unknown' };
    return answer({ rows: kept().filter(r => q === 'is:closed' ? r.status === 'closed' : `${r.name} ${r.preview}`.toLowerCase().includes(q)) });
  }
  if (path === '/api/inboxes/main/threads/act') {
    const done = [], refused = [];
    for (const id of body.threads) {
      if (state.refused[id]) { refused.push({ thread: id, code: state.refused[id] }); continue; }
      const row = state.rows.find(r => r.thread === id);
      apply(row, body.act);
      done.push(id);
      tell(row);
    }
    return answer({ done, refused });
  }
  found = path.match(/^\/api(\/me)?\/saved-replies(?:\/(.+))?$/);
  if (found) {
    const shared = !found[1];
    if (method === 'POST') state.saved.push({ id: `s-${state.saved.length}`, shared, ...body });
    if (method === 'PUT') Object.assign(state.saved.find(r => r.id === found[2] && r.shared === shared), body);
    if (method === 'DELETE') state.saved = state.saved.filter(r => r.id !== found[2] || r.shared !== shared);
    return answer({ saved_replies: state.saved });
  }
  found = path.match(/^\/api(\/me)?\/macros(?:\/(.+))?$/);
  if (found) {
    const shared = !found[1];
    if (method === 'POST') state.macros.push({ id: `m-${state.macros.length}`, shared, ...body });
    if (method === 'PUT') Object.assign(state.macros.find(m => m.id === found[2] && m.shared === shared), body);
    if (method === 'DELETE') state.macros = state.macros.filter(m => m.id !== found[2] || m.shared !== shared);
    return answer({ macros: state.macros });
  }
  found = path.match(/^\/api\/inboxes\/main\/macros\/([^/]+)\/run$/);
  if (found) {
    const { id, name, steps } = state.macros.find(m => m.id === found[1]);
    const done = [], refused = [];
    for (const thread of body.threads) {
      if (state.refused[thread]) { refused.push({ thread, code: state.refused[thread], part: 'then' }); continue; }
      const row = state.rows.find(r => r.thread === thread);
      note(row, { note: { kind: 'ran', macro: { id, name } } });
      const to = steps.assign;
      if (to) apply(row, to.team ? { assign_team: to.team } : { assign: to === 'me' ? state.me.id : to.agent ?? null });
      apply(row, { labels: { add: steps.add ?? [], remove: steps.remove ?? [] } });
      if (steps.then) apply(row, steps.then.snooze ? { snooze: { until: Date.now() + steps.then.snooze.minutes * 60000 } } : steps.then);
      done.push(thread);
      tell(row);
    }
    return answer({ done, refused });
  }
  if (path === '/api/inboxes/main/blocks') return answer({ blocks: state.blocks });
  found = path.match(/^\/api\/contacts\/([^/]+)\/records(\/(.+))?$/);
  if (found) {
    if (method === 'POST') state.records.unshift({ id: `r-${state.records.length}`, content: body.content, by: { id: state.me.id, name: state.me.name }, at: Date.now(), thread: body.thread });
    if (method === 'PUT') state.records.find(r => r.id === found[3]).content = body.content;
    if (method === 'DELETE') state.records = state.records.filter(r => r.id !== found[3]);
    return answer({ records: state.records });
  }
  return null;
}

function failure(status, code) {
  return new Response(JSON.stringify({ error: { code, message: '', request_id: 'r-1' } }), { status });
}

function thread(row) {
  return { id: row.thread, chatflow: row.chatflow, status: row.status, assignee: row.assignee, last_seq: (state.logs[row.thread] ?? []).length, opened_at: row.opened_at };
}

class Socket {
  constructor() { state.sockets.push(this); setTimeout(() => this.onopen?.()); }
  send(text) {
    const frame = JSON.parse(text);
    state.sent.push(frame);
    if (frame.t === 'hello') this.hear({ t: 'welcome', v: 1, agent: state.me?.id });
    if (frame.t === 'resume') this.hear({ t: 'caught_up', thread: thread(state.rows.find(r => r.thread === frame.thread)) });
  }
  hear(frame) { setTimeout(() => this.onmessage?.({ data: JSON.stringify(frame) })); }
  close() {}
}

// Answers about contacts wait, until each is let go.
export function hold_details() { state.held = {}; }
export function let_details_go(thread) { state.held[thread]?.(); }
export function set_details(thread, json) { state.details[thread] = JSON.parse(json); }

export function hear(json) { state.sockets.at(-1).hear(JSON.parse(json)); }
export function cut() { state.sockets.at(-1).onclose?.({ code: 1006 }); }

// Acknowledges the last post as the edge does: ack, then its entry.
export function acknowledge() {
  const post = state.sent.findLast(f => f.t === 'post');
  const log = state.logs[post.thread] ??= [];
  const entry = { seq: log.length + 1, at: Date.now(), from: { kind: 'agent', id: state.me.id, name: state.me.name }, client_message_id: post.client_message_id, body: { kind: 'text', text: post.text } };
  log.push(entry);
  hear(JSON.stringify({ t: 'ack', client_message_id: post.client_message_id, thread: post.thread, seq: entry.seq, at: entry.at }));
  hear(JSON.stringify({ t: 'entry', thread: post.thread, entry }));
}
export function refuse_post(code) {
  const post = state.sent.findLast(f => f.t === 'post');
  hear(JSON.stringify({ t: 'error', code, message: '', ref: post.client_message_id, fatal: false }));
}
export function posts() { return state.sent.filter(f => f.t === 'post').length; }
// The conversation that the console last said is on the screen.
export function viewed() { return state.sent.findLast(f => f.t === 'viewing')?.thread ?? ''; }
// All that was posted.
export function said() { return state.sent.filter(f => f.t === 'post').map(f => f.text).join('\n'); }
// Stands in for the browser's notifications; what was shown is kept as text.
export function stand_in_for_notifications(permission) {
  state.notified = [];
  class Notification {
    static permission = permission;
    constructor(title, { body, tag }) { state.notified.push({ title, body, tag }); }
    close() {}
  }
  Object.defineProperty(window, 'Notification', { configurable: true, value: Notification });
}
export function notified() { return JSON.stringify(state.notified); }
