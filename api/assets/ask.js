"use strict";
// Sends what stands in the text fields to this server and shows what it answers. Nothing is kept.
(() => {
  const part = (id) => document.getElementById(id);
  const [asker, query, variables, run, status, answer] = ["asker", "query", "variables", "run", "status", "answer"].map(part);
  let latest = 0;

  document.documentElement.classList.add("live");

  const tell = (said, bad = false) => {
    status.textContent = said;
    status.classList.toggle("bad", bad);
  };

  const given = () => {
    const text = variables.value.trim();
    const value = text ? JSON.parse(text) : {};
    if (value === null || typeof value !== "object" || Array.isArray(value)) throw new SyntaxError();
    return value;
  };

  const ask = async () => {
    const turn = ++latest;
    let body;
    try {
      body = JSON.stringify({ query: query.value, variables: given() });
    } catch {
      tell(asker.dataset.badVariables, true);
      variables.focus();
      return;
    }
    tell(asker.dataset.asking);
    answer.setAttribute("aria-busy", "true");
    try {
      const response = await fetch("/graphql", {
        method: "POST",
        headers: { "content-type": "application/json", accept: "application/graphql-response+json, application/json" },
        body,
      });
      const text = await response.text();
      if (turn !== latest) return;
      let shown = text;
      let refused = !response.ok;
      try {
        const value = JSON.parse(text);
        shown = JSON.stringify(value, null, 2);
        refused = refused || Boolean(value.errors);
      } catch {
        refused = true;
      }
      answer.textContent = shown;
      tell(refused ? `${asker.dataset.refused} (${response.status})` : asker.dataset.answered, refused);
    } catch {
      if (turn === latest) tell(asker.dataset.unreachable, true);
    } finally {
      if (turn === latest) answer.removeAttribute("aria-busy");
    }
  };

  const take = (name) => {
    query.value = part(`ready-${name}`).textContent;
    variables.value = part(`ready-${name}-variables`)?.textContent ?? "";
    ask();
  };

  run.addEventListener("click", ask);
  for (const button of document.querySelectorAll("[data-ready]")) {
    button.addEventListener("click", () => take(button.dataset.ready));
  }
  for (const field of [query, variables]) {
    field.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        ask();
      }
    });
  }
})();
