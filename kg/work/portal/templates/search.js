// Search by name in the index that search-index.js holds: rows of path, name (sv), name (en), words (sv, en), others.
(function () {
  "use strict";

  var MOST = 50;
  var form = document.getElementById("search.form");
  var field = document.getElementById("search.words");
  var kind = document.getElementById("search.kind");
  var status = document.getElementById("search.status");
  var list = document.getElementById("search.results");
  var lang = form.dataset.lang;
  var rows = null;
  var waiting = 0;

  function folded(text) {
    return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase()
      .replace(/æ/g, "ae").replace(/ø/g, "o").replace(/ß/g, "ss");
  }

  function words(text) {
    return folded(text).split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  }

  // A row ready for searching: every word of every name, each after a space; digits of a number also run together.
  function prepared(row) {
    var name = (lang === "en" && row[2]) || row[1];
    var others = row[5] ? row[5].split("\n") : [];
    var whole = [row[1], row[2]].concat(others);
    var run = others.filter(function (text) { return /^[\d\s-]+$/.test(text); })
      .map(function (text) { return text.replace(/\D/g, ""); });
    return {
      path: row[0], name: name, told: lang === "en" ? row[4] : row[3], foreign: lang === "en" && !row[2],
      kind: row[0].split("/")[0],
      plain: words(name).join(" "),
      all: " " + words(whole.concat(run).join(" ")).join(" ")
    };
  }

  function found(asked, wanted) {
    var whole = asked.join(" ");
    var hits = rows.filter(function (row) {
      return (!wanted || row.kind === wanted) &&
        asked.every(function (word) { return row.all.indexOf(" " + word) >= 0; });
    });
    hits.forEach(function (row) {
      row.rank = row.plain === whole ? 0 : row.plain.indexOf(whole) === 0 ? 1 :
        asked.every(function (word) { return (" " + row.plain).indexOf(" " + word) >= 0; }) ? 2 : 3;
    });
    return hits.sort(function (a, b) {
      return a.rank - b.rank || a.name.length - b.name.length || a.name.localeCompare(b.name, "sv");
    });
  }

  function shown(row) {
    var item = document.createElement("li");
    var link = document.createElement("a");
    var name = document.createElement("bdi");
    link.href = "id/" + row.path + (lang === "sv" ? ".html" : "." + lang + ".html");
    name.textContent = row.name;
    if (row.foreign) { name.lang = "sv"; }
    link.appendChild(name);
    item.appendChild(link);
    if (row.told) {
      var told = document.createElement("span");
      told.className = "quiet";
      told.textContent = row.told;
      item.appendChild(told);
    }
    return item;
  }

  function told(count) {
    var text = count === 0 ? form.dataset.none : count === 1 ? form.dataset.one :
      count > MOST ? form.dataset.first : form.dataset.many;
    return text.replace("#", count).replace("@", MOST);
  }

  function search() {
    var asked = words(field.value);
    if (rows === null) { rows = (window.searchIndex || []).map(prepared); }
    var hits = asked.length ? found(asked, kind.value) : [];
    list.replaceChildren.apply(list, hits.slice(0, MOST).map(shown));
    status.textContent = asked.length ? told(hits.length) : "";
  }

  function soon() {
    window.clearTimeout(waiting);
    waiting = window.setTimeout(search, 120);
  }

  form.hidden = false;
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    window.clearTimeout(waiting);
    search();
  });
  field.addEventListener("input", soon);
  kind.addEventListener("change", search);
  var given = new URLSearchParams(window.location.search).get("q");
  if (given) {
    field.value = given;
    search();
  }
})();
