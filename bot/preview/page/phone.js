// One phone: its chat, its composer, its keyboards. It shows what it is given and posts what its owner does.

import {clockTime, element, messageItem, summary} from "/page/messages.js";

const TOAST_MS = 3500;

export class Phone {
  constructor(place, page) {
    this.page = page;
    this.root = document.querySelector("#phone").content.firstElementChild.cloneNode(true);
    document.querySelector(place).append(this.root);
    this.list = this.part(".messages");
    this.input = this.part("textarea");
    this.chat = null;
    this.writerId = 0;
    this.about = null;
    this.items = new Map();
    this.shownAlert = undefined;
    this.listen();
  }

  part(selector) { return this.root.querySelector(selector); }

  act(kind, details = {}, chatId = this.chat?.id) {
    this.markRead();
    return this.page.post("acts", {kind, person_id: this.writerId, chat_id: chatId, ...details});
  }

  listen() {
    this.part("form").onsubmit = (event) => { event.preventDefault(); this.send(); };
    this.input.onkeydown = (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); this.send(); }
    };
    this.input.oninput = () => this.openCommands(/^\/\w*$/.test(this.input.value), this.input.value);
    this.part(".open-commands").onclick = () => this.openCommands(this.part(".commands").hidden, "/", true);
    this.part(".open-attachments").onclick = () => this.open(".attachments", this.part(".attachments").hidden, true);
    this.part(".attachments").onclick = (event) => this.attach(event.target.dataset.send);
    this.part("input[type=file]").onchange = (event) => this.sendFile(event.target);
    this.part(".cancel").onclick = () => this.compose(null, null);
    this.part(".begin").onclick = () => this.act("start");
    this.part(".toggle-bot").onclick = () => this.toggleBot();
    this.part(".newest").onclick = () => this.toNewest();
    this.list.onscroll = () => this.markPlace();
    new ResizeObserver(() => { if (this.atNewest) this.toNewest(); }).observe(this.list);
    document.addEventListener("click", (event) => { if (!this.part(".foot").contains(event.target)) this.closePopups(); });
    this.root.onkeydown = (event) => {
      if (event.key === "ArrowDown" || event.key === "ArrowUp") this.walkPopup(event);
      if (event.key !== "Escape") return;
      this.closePopups();
      this.compose(null, null);
      this.input.focus();
    };
  }

  async send() {
    const text = this.input.value.trim();
    if (!text) return;
    const {kind, message} = this.about ?? {};
    this.input.value = "";
    this.compose(null, null);
    this.closePopups();
    if (kind === "edit") await this.act("edit", {message_id: message.message_id, text});
    else await this.act("text", {text, reply_to: message?.message_id ?? null});
  }

  compose(kind, message) {
    if (this.about?.kind === "edit" && !kind) this.input.value = "";
    this.about = kind ? {kind, message} : null;
    this.part(".about").hidden = !kind;
    if (!kind) return;
    this.part(".about p").textContent = `${kind === "edit" ? "Editing" : "Replying to"}: ${summary(message)}`;
    if (kind === "edit") this.input.value = message.text;
    this.input.focus();
  }

  open(popup, shown, moveFocus = false) {
    this.closePopups();
    this.part(popup).hidden = !shown;
    this.part(`.open-${popup.slice(1)}`).setAttribute("aria-expanded", String(shown));
    if (shown && moveFocus) this.part(`${popup} button`)?.focus();
  }

  closePopups() {
    for (const name of ["commands", "attachments"]) {
      this.part(`.${name}`).hidden = true;
      this.part(`.open-${name}`).setAttribute("aria-expanded", "false");
    }
  }

  walkPopup(event) {
    const popup = this.root.querySelector(".popup:not([hidden])");
    if (!popup) return;
    const buttons = [...popup.querySelectorAll("button")];
    const step = event.key === "ArrowDown" ? 1 : -1;
    const at = buttons.indexOf(document.activeElement);
    buttons.at(at < 0 && step < 0 ? -1 : (at + step) % buttons.length).focus();
    event.preventDefault();
  }

  openCommands(shown, typed = "/", moveFocus = false) {
    const found = (this.chat?.commands ?? []).filter(({command}) => `/${command}`.startsWith(typed));
    const choose = (command) => { this.input.value = ""; this.closePopups(); this.act("text", {text: `/${command}`}); this.input.focus(); };
    this.part(".commands").replaceChildren(...found.map(({command, description}) =>
      element("button", {type: "button", onclick: () => choose(command)}, element("b", {}, `/${command}`), " ", element("span", {}, description))));
    this.open(".commands", shown && found.length > 0, moveFocus);
  }

  attach(what) {
    if (!what) return;
    this.closePopups();
    if (what === "file") this.part("input[type=file]").click();
    else if (what === "location") this.shareLocation();
    else this.act(what);
  }

  async sendFile(input) {
    const [file] = input.files;
    if (!file) return;
    const bytes = new Uint8Array(await file.arrayBuffer());
    let binary = "";
    for (const byte of bytes) binary += String.fromCharCode(byte);
    await this.act("file", {file: btoa(binary), file_name: file.name, mime_type: file.type || "application/octet-stream", text: this.input.value.trim()});
    this.input.value = input.value = "";
  }

  async shareLocation() {
    const given = await this.page.ask("#place-dialog");
    if (!given) return;
    const [latitude, longitude] = given.get("place").split(",").map(Number);
    await this.act("location", {latitude, longitude});
  }

  toggleBot() {
    const allowed = this.chat.has_bot;
    if (this.chat.private) this.act(allowed ? "block" : "unblock");
    else this.act(allowed ? "remove_bot" : "add_bot");
  }

  toast(text) {
    const place = this.part(".toast");
    place.textContent = text;
    clearTimeout(this.toastTimer);
    this.toastTimer = setTimeout(() => { place.textContent = ""; }, TOAST_MS);
  }

  show(chat, {title, below, writerId, language}) {
    const another = chat?.id !== this.chat?.id;
    if (another) this.reset();
    const newest = this.newest;
    this.newest = chat?.messages.at(-1)?.message_id ?? 0;
    [this.chat, this.writerId, this.language] = [chat, writerId, language];
    this.arriving = !another && this.newest !== newest;
    this.list.lang = language;
    this.part("h2").textContent = title;
    this.part(".avatar").textContent = title.slice(0, 1);
    this.part(".below").textContent = chat?.action ? `${chat.action.replace("_", " ")}…` : below;
    this.part(".below").classList.toggle("busy", Boolean(chat?.action));
    this.part(".toggle-bot").hidden = !chat || (chat.private && !chat.started);
    this.part(".toggle-bot").textContent = toggleLabel(chat);
    this.part(".begin").hidden = !(chat?.private && !chat.started);
    this.part(".composer").hidden = !chat || (chat.private && (!chat.started || !chat.has_bot));
    this.showMessages();
    this.showKeys();
    if (another) this.toNewest();
    else if (this.arriving) this.toUnread();
    this.markPlace();
    this.list.setAttribute("aria-busy", "false");
    this.showAlert();
    return this.arriving;
  }

  reset() {
    this.list.setAttribute("aria-busy", "true"); // another chat is not read out from its beginning
    this.list.replaceChildren();
    this.items = new Map();
    this.shownAlert = undefined;
    this.compose(null, null);
    this.closePopups();
  }

  toNewest() {
    this.list.scrollTop = this.list.scrollHeight;
    this.markRead();
    this.markPlace();
  }

  // What came last shows as far as the first message that came with it still begins on the screen.
  toUnread() {
    const unread = this.chat.messages.find((message) => message.message_id > this.readTo && message.from.id !== this.writerId);
    const begins = unread ? this.items.get(unread.message_id).node.offsetTop - this.list.offsetTop - 8 : Infinity;
    const bottom = this.list.scrollHeight - this.list.clientHeight;
    this.list.scrollTop = Math.max(this.list.scrollTop, Math.min(bottom, begins));
  }

  markRead() { this.readTo = this.newest ?? 0; }

  markPlace() {
    this.atNewest = this.list.scrollTop + this.list.clientHeight >= this.list.scrollHeight - 4;
    this.part(".newest").hidden = this.list.scrollTop + this.list.clientHeight >= this.list.scrollHeight - 40;
  }

  showMessages() {
    const wanted = this.chat ? this.wantedItems() : [];
    const keys = new Set(wanted.map(({key}) => key));
    for (const [key, item] of this.items) if (!keys.has(key)) item.node.remove();
    const kept = new Map();
    let place = this.list.firstElementChild;
    for (const {key, source, build} of wanted) {
      const old = this.items.get(key);
      const item = old?.source === source ? old : {source, node: build()};
      if (!old && this.arriving) item.node.classList.add("arrived");
      if (old && old !== item) {
        if (place === old.node) place = item.node;
        replaceKeepingFocus(old.node, item.node);
      }
      if (item.node === place) place = place.nextElementSibling;
      else this.list.insertBefore(item.node, place);
      kept.set(key, item);
    }
    this.items = kept;
  }

  wantedItems() {
    const wanted = [];
    const intro = this.page.description;
    if (!this.chat.started && intro) wanted.push({key: "intro", source: intro, build: () => element("div", {className: "intro"}, intro)});
    let last = "";
    for (const message of this.chat.messages) {
      const day = clockTime(message.date * 1000, this.page.zone, {weekday: "long", day: "numeric", month: "long"}, this.language);
      if (day !== last) wanted.push({key: `day before ${message.message_id}`, source: day, build: () => element("div", {className: "day"}, day)});
      last = day;
      wanted.push({key: message.message_id, source: JSON.stringify([message, this.writerId]), build: () => messageItem(this, message)});
    }
    return wanted;
  }

  showKeys() {
    const keyboard = this.chat?.has_bot ? this.chat.reply_markup?.keyboard ?? [] : [];
    const source = JSON.stringify(keyboard);
    const place = this.part(".keys");
    place.hidden = !keyboard.length;
    this.input.placeholder = this.chat?.reply_markup?.input_field_placeholder || "Message";
    if (place.dataset.source === source) return;
    place.dataset.source = source;
    place.replaceChildren(...keyboard.map((row) => element("div", {className: "row"}, ...row.map((key) =>
      element("button", {type: "button", className: key.style ?? "", onclick: () => this.pressKey(key)}, key.text)))));
  }

  pressKey(key) {
    if (key.request_location) this.shareLocation();
    else if (key.request_contact) this.act("contact");
    else this.act("text", {text: key.text});
  }

  showAlert() {
    const alert = this.chat?.alert;
    const seen = this.shownAlert;
    this.shownAlert = alert?.id ?? null;
    if (seen === undefined || !alert?.text || alert.id === seen) return;
    if (alert.show_alert) this.page.tell(alert.text);
    else this.toast(alert.text);
  }
}

function toggleLabel(chat) {
  if (chat?.private) return chat.has_bot ? "Block the bot" : "Unblock the bot";
  return chat?.has_bot ? "Remove the bot" : "Add the bot";
}

function replaceKeepingFocus(old, made) {
  const focused = old.contains(document.activeElement);
  old.replaceWith(made);
  if (!focused) return;
  made.tabIndex = -1;
  (made.querySelector(".row > *") ?? made).focus({preventScroll: true});
}
