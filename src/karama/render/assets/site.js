// Filters the rows of the page's table as one types; without it the table is whole.
(function () {
  var box = document.getElementById("filter"), table = document.getElementById("incidents"), shown = document.getElementById("shown");
  if (!box || !table) { return; }
  box.parentElement.hidden = false;
  var rows = Array.prototype.slice.call(table.tBodies[0].rows).map(function (row) { return [row, row.textContent.toLowerCase()]; });
  box.addEventListener("input", function () {
    var words = box.value.toLowerCase().split(/\s+/).filter(Boolean), count = 0;
    rows.forEach(function (pair) {
      var fits = words.every(function (word) { return pair[1].indexOf(word) >= 0; });
      pair[0].hidden = !fits;
      count += fits ? 1 : 0;
    });
    shown.textContent = words.length ? count + " of " + rows.length : "";
  });
})();
