// The preview page: it follows the state the server sends, and posts what people do.

import {Phone} from "/page/phone.js";
import {clockTime, element} from "/page/messages.js";

const RETRY_MS = 1000;
const $ = (selector, root = document) => root.querySelector(selector);

let state = null;
let personId = Number(new URLSearchParams(location.hash.slice(1)).get("patient")) || 0;
let groupId = 0;
let fetching = new AbortController();

async function post(path, body) {
  const answer = await fetch(`/preview/${path}`, {method: "POST", headers: {"Content-Type": "application/json"}, body: JSON.stringify(body)})
    .then((response) => response.json())
    .catch(() => ({ok: false, description: "the preview does not answer"}));
  showTrouble(answer.ok ? "" : answer.description);
  return answer;
}

function showTrouble(text) {
  $("#trouble").hidden = !text;
  $("#trouble").textContent = text;
}

function ask(selector) {
  const dialog = $(selector);
  const form = $("form", dialog);
  form.reset();
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.onclose = () => resolve(dialog.returnValue === "ok" ? new FormData(form) : null);
  });
}

function fill(select, options, value) {
  const source = JSON.stringify(options);
  if (select.dataset.source !== source) select.replaceChildren(...options.map(([id, text]) => element("option", {value: id}, text)));
  select.dataset.source = source;
  select.value = value;
  select.disabled = options.length < 2;
}

function render() {
  showClock();
  const patients = state.people.filter((person) => !person.in_group);
  const person = patients.find(({id}) => id === personId);
  if (!person && patients.length) return void choosePerson(patients[0].id);
  fill($("#person"), patients.map(({id, first_name}) => [id, first_name]), personId);
  $("#language").value = person?.language_code ?? "en";
  $("#language").disabled = !person;
  const below = !person ? "Add a patient to begin" : state.phone?.has_bot ? "bot" : "blocked";
  news("patient", patient.show(state.phone, {title: state.bot.name, below, writerId: personId, language: person?.language_code === "es" ? "es" : "en-GB"}));
  showClinic();
}

function showClinic() {
  const group = state.groups.find(({id}) => id === groupId) ?? state.groups[0] ?? null;
  groupId = group?.id ?? 0;
  fill($("#group"), state.groups.map(({id, title}) => [id, title]), groupId);
  const members = group?.members ?? [];
  const writerId = members.find(({id}) => id === clinic.writerId)?.id ?? members[0]?.id ?? 0;
  fill($("#member"), members.map(({id, first_name}) => [id, first_name]), writerId);
  const below = group ? members.map(({first_name}) => first_name).join(", ") : "There is no staff group";
  news("clinic", clinic.show(group, {title: group?.title ?? "Clinic", below, writerId, language: "en-GB"}));
}

function showClock() {
  const now = new Date(state.now);
  $("#time").textContent = clockTime(now, state.zone, {hour: "2-digit", minute: "2-digit"});
  $("#date").textContent = clockTime(now, state.zone, {weekday: "long", day: "numeric", month: "long"});
  $("#zone").textContent = state.moving ? "moving…" : state.zone;
  for (const button of document.querySelectorAll("[data-move]")) button.disabled = state.moving;
  $("#outage").setAttribute("aria-pressed", String(state.outage));
}

function move(to) {
  patient.markRead();
  clinic.markRead();
  post("clock", {to});
}

function choosePerson(id) {
  personId = id;
  location.hash = `patient=${id}`;
  if (state) state.version = "";
  fetching.abort();
}

function showTab(name) {
  $("main").dataset.shown = name;
  for (const tab of document.querySelectorAll("[data-tab]")) tab.setAttribute("aria-pressed", String(tab.dataset.tab === name));
  news(name, false);
}

function news(name, arrived) {
  const shown = $("main").dataset.shown === name;
  if (arrived || shown) $(`[data-tab=${name}] .dot`).hidden = shown;
}

async function follow() {
  for (;;) {
    fetching = new AbortController();
    try {
      const response = await fetch(`/preview/state?person=${personId}&since=${state?.version ?? ""}`, {signal: fetching.signal});
      const lost = state === null || !document.body.dataset.connected;
      state = await response.json();
      document.body.dataset.connected = "yes";
      if (lost) showTrouble("");
      render();
    } catch (error) {
      if (error.name === "AbortError") continue;
      delete document.body.dataset.connected;
      showTrouble("The preview has stopped. Start it again; this page goes on by itself.");
      await new Promise((resolve) => { setTimeout(resolve, RETRY_MS); });
      if (state) state.version = "";
    }
  }
}

// What a phone may ask of the page around it.
const page = {
  post,
  ask,
  get zone() { return state.zone; },
  get description() { return state.bot.description || `A patient opens ${state.bot.name} by the clinic's link, and presses Start.`; },
  tell(text) {
    $("#alert-dialog p").textContent = text;
    $("#alert-dialog").showModal();
  },
  openBot(username, payload) {
    if (username.toLowerCase() !== state.bot.username.toLowerCase() || !personId) return false;
    post("acts", {kind: "start", person_id: personId, text: payload});
    showTab("patient");
    return true;
  },
};

const patient = new Phone("#patient", page);
const clinic = new Phone("#clinic", page);

for (const button of document.querySelectorAll("[data-move]")) button.onclick = () => move(button.dataset.move);
for (const tab of document.querySelectorAll("[data-tab]")) tab.onclick = () => showTab(tab.dataset.tab);
$("#outage").onclick = () => post("outage", {on: !state.outage});
$("#person").onchange = (event) => choosePerson(Number(event.target.value));
$("#language").onchange = (event) => post("acts", {kind: "language", person_id: personId, text: event.target.value});
$("#group").onchange = (event) => { groupId = Number(event.target.value); render(); };
$("#member").onchange = (event) => { clinic.writerId = Number(event.target.value); render(); };
$("#new-person").onclick = async () => {
  const given = await ask("#person-dialog");
  if (!given) return;
  const answer = await post("people", Object.fromEntries(given));
  if (answer.ok) choosePerson(answer.id);
};

follow();
