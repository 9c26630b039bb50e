// Messages as people see them. Whatever was said becomes text nodes, never markup.

const TAGS = {bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "pre"};
const BLOCKS = /blockquote$|^pre$/;
const KINDS = ["photo", "document", "voice", "sticker", "location", "contact"];

export function element(tag, properties = {}, ...children) {
  const {dataset = {}, attributes = {}, ...rest} = properties;
  const made = Object.assign(document.createElement(tag), rest);
  Object.assign(made.dataset, dataset);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

export function clockTime(instant, zone, options, language = "en-GB") {
  return new Intl.DateTimeFormat(language, {timeZone: zone, ...options}).format(instant);
}

export function messageItem(phone, message) {
  const notice = noticeOf(message);
  if (notice) return element("div", {className: "notice"}, notice);
  const mine = message.from.id === phone.writerId;
  const bubble = element("div", {className: "bubble"});
  if (!phone.chat.private && !mine) bubble.append(element("div", {className: "sender"}, message.from.first_name));
  if (message.forward_origin) bubble.append(element("div", {className: "quoted"}, `Forwarded from ${message.forward_origin.sender_user.first_name}`));
  if (message.reply_to_message) bubble.append(element("div", {className: "quoted"}, summary(message.reply_to_message)));
  bubble.append(...contentOf(phone, message), metaOf(phone, message));
  const attributes = {role: "article", "aria-label": `${message.from.first_name}, ${timeOf(phone, message)}`};
  const item = element("div", {className: mine ? "message mine" : "message", dataset: {messageId: message.message_id}, attributes}, bubble);
  if (message.reply_markup) item.append(buttonsOf(phone, message));
  item.append(actsOf(phone, message, mine));
  return item;
}

function contentOf(phone, message) {
  const parts = [];
  if (message.photo) {
    const size = message.photo.at(-1);
    const address = `/preview/files/${size.file_id}`;
    const image = element("img", {className: "photo", src: address, width: size.width, height: size.height, alt: "Photo"});
    parts.push(element("a", {href: address, target: "_blank", rel: "noopener"}, image));
  }
  if (message.document) parts.push(documentOf(message.document));
  if (message.voice) parts.push(card("div", "0:0" + message.voice.duration, "Voice message"));
  if (message.sticker) parts.push(element("div", {className: "sticker"}, message.sticker.emoji));
  if (message.location) parts.push(card("div", "MAP", "Location", `${message.location.latitude}, ${message.location.longitude}`));
  if (message.contact) parts.push(card("div", "TEL", message.contact.first_name, message.contact.phone_number));
  const text = message.text ?? message.caption;
  if (text) parts.push(element("div", {className: "text"}, ...formatted(phone, text, message.entities ?? message.caption_entities ?? [])));
  return parts;
}

function documentOf({file_id: id, file_name: name, file_size: size}) {
  const kind = name.includes(".") ? name.split(".").at(-1).slice(0, 4).toUpperCase() : "FILE";
  const made = card("a", kind, name, size < 1024 ? `${size} bytes` : `${Math.round(size / 1024)} KB`);
  return Object.assign(made, {href: `/preview/files/${id}`, download: name});
}

function card(tag, kind, name, below = "") {
  const words = element("span", {}, element("span", {className: "file-name"}, name));
  if (below) words.append(element("br"), element("span", {className: "quiet"}, below));
  return element(tag, {className: "file"}, element("span", {className: "file-kind", attributes: {"aria-hidden": "true"}}, kind), words);
}

function timeOf(phone, message) {
  return clockTime(message.date * 1000, phone.page.zone, {hour: "2-digit", minute: "2-digit"});
}

function metaOf(phone, message) {
  const meta = element("div", {className: "meta"});
  if (message.reactions.length) meta.append(element("span", {className: "reactions"}, ...message.reactions.map((reaction) => reaction.emoji)));
  if (message.edit_date) meta.append(element("span", {}, "edited"));
  meta.append(element("time", {dateTime: new Date(message.date * 1000).toISOString()}, timeOf(phone, message)));
  return meta;
}

function actsOf(phone, message, mine) {
  const acts = element("div", {className: "acts"}, smallButton("M9 7 4 12l5 5M4 12h10q6 0 6 7", "Reply to", message, () => phone.compose("reply", message)));
  if (mine && message.text) acts.append(smallButton("M5 19l1-4L16 5l3 3L9 18z", "Edit", message, () => phone.compose("edit", message)));
  return acts;
}

function smallButton(path, verb, message, onclick) {
  const made = element("button", {type: "button", className: "act", title: verb === "Edit" ? "Edit" : "Reply", attributes: {"aria-label": `${verb} ${summary(message)}`}, onclick});
  made.innerHTML = `<svg viewBox="0 0 24 24" aria-hidden="true"><path d="${path}"/></svg>`;
  return made;
}

function buttonsOf(phone, message) {
  const rows = message.reply_markup.inline_keyboard.map((row) => element("div", {className: "row"}, ...row.map((button) => inlineButton(phone, message, button))));
  return element("div", {className: "buttons", attributes: {role: "group", "aria-label": "Buttons"}}, ...rows);
}

function inlineButton(phone, message, button) {
  const className = button.style ?? "";
  if (button.url) {
    const made = link(phone, button.url, [`${button.text} ↗`]);
    made.className = className;
    return made;
  }
  const press = () => {
    if (button.copy_text) navigator.clipboard.writeText(button.copy_text.text).then(() => phone.toast("Copied"));
    else if (button.callback_data) phone.act("press", {message_id: message.message_id, data: button.callback_data});
  };
  return element("button", {type: "button", className, onclick: press, title: button.copy_text ? "Copies it" : ""}, button.text);
}

function noticeOf(message) {
  if (message.new_chat_members) return `${message.from.first_name} added ${message.new_chat_members[0].first_name}`;
  if (message.migrate_from_chat_id) return "This group has become a supergroup";
  return "";
}

export function summary(message) {
  const kind = KINDS.find((name) => message[name]);
  const text = message.text ?? message.caption ?? kind ?? "message";
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

function formatted(phone, text, entities, from = 0, to = text.length) {
  const nodes = [];
  const rest = [...entities];
  let at = from;
  while (rest.length) {
    const entity = rest.shift();
    if (entity.offset < at) continue;
    const end = Math.min(entity.offset + entity.length, to);
    const inner = [];
    while (rest.length && rest[0].offset < end) inner.push(rest.shift());
    nodes.push(text.slice(at, entity.offset));
    nodes.push(wrapped(phone, entity, formatted(phone, text, inner, entity.offset, end), text.slice(entity.offset, end)));
    // a quotation or block of code ends its line by itself
    at = BLOCKS.test(entity.type) && text[end] === "\n" ? end + 1 : end;
  }
  nodes.push(text.slice(at, to));
  return nodes.filter((node) => node !== "");
}

function wrapped(phone, entity, children, text) {
  if (TAGS[entity.type]) return element(TAGS[entity.type], {}, ...children);
  if (entity.type === "text_link" || entity.type === "url") return link(phone, entity.url ?? text, children);
  if (entity.type === "email") return link(phone, `mailto:${text}`, children);
  if (entity.type === "phone_number") return link(phone, `tel:${text.replace(/[^+\d]/g, "")}`, children);
  if (entity.type === "bot_command") return element("button", {type: "button", className: "command", onclick: () => phone.act("text", {text})}, ...children);
  if (entity.type === "date_time") return element("time", {dateTime: new Date(entity.unix_time * 1000).toISOString()}, ...children);
  if (entity.type === "spoiler") return spoiler(children);
  if (entity.type.endsWith("blockquote")) return quote(entity.type, children);
  return element("span", {}, ...children);
}

function link(phone, address, children) {
  const url = /^[a-z]+:/i.test(address) ? address : `https://${address}`;
  if (!/^(https?|mailto|tel):/i.test(url)) return element("span", {}, ...children);
  const deep = url.match(/^https?:\/\/t\.me\/(\w+)(?:\?start=([\w-]*))?$/i);
  const open = (event) => {
    if (deep && phone.page.openBot(deep[1], deep[2] ?? "")) event.preventDefault();
  };
  return element("a", {href: url, target: "_blank", rel: "noopener noreferrer", onclick: open}, ...children);
}

function spoiler(children) {
  const hidden = element("button", {type: "button", className: "spoiler", attributes: {"aria-label": "Hidden text: press to read"}}, ...children);
  hidden.onclick = () => hidden.replaceWith(...hidden.childNodes);
  return hidden;
}

function quote(type, children) {
  const made = element("blockquote", {}, ...children);
  if (type === "expandable_blockquote") {
    Object.assign(made, {className: "short", tabIndex: 0, title: "Press to read all"});
    made.onclick = made.onkeydown = (event) => { if (event.type === "click" || event.key === "Enter") made.classList.remove("short"); };
  }
  return made;
}
