"use strict";
// Without this script everything is there to see; with it, curves tell their figures and the sheets can be leafed through.
for (const chart of document.querySelectorAll(".chart")) {
  const data = JSON.parse(chart.querySelector("script").textContent);
  const svg = chart.querySelector("svg"), cursor = svg.querySelector(".cursor"), tip = chart.querySelector(".tip");
  const show = event => {
    const box = svg.getBoundingClientRect(), scale = box.width / data.width;
    const at = (event.clientX - box.left) / scale;
    let near = 0;
    data.x.forEach((x, i) => { if (Math.abs(x - at) < Math.abs(data.x[near] - at)) near = i; });
    cursor.setAttribute("x1", data.x[near]);
    cursor.setAttribute("x2", data.x[near]);
    tip.replaceChildren();
    const lines = ["iteration " + data.at[near].toLocaleString("en"), ...data.series.map(one => one.name + " " + (one.y[near] ?? "-") + (one.y[near] === null ? "" : data.unit))];
    lines.forEach((text, i) => {
      const line = document.createElement("div");
      line.textContent = text;
      if (i > 0) line.className = "c" + (i - 1);
      tip.append(line);
    });
    const left = data.x[near] * scale;
    tip.style.left = (left + tip.offsetWidth + 24 > box.width ? Math.max(0, left - tip.offsetWidth) : left + 24) + "px";
    cursor.style.visibility = tip.style.visibility = "visible";
  };
  svg.addEventListener("pointermove", show);
  svg.addEventListener("pointerdown", show);
  svg.addEventListener("pointerleave", () => { cursor.style.visibility = tip.style.visibility = "hidden"; });
}

const timeline = document.querySelector(".timeline");
if (timeline) {
  const images = [...timeline.querySelectorAll(".strip img")], range = timeline.querySelector("input");
  const large = timeline.querySelector(".large"), label = timeline.querySelector("output");
  const turn = to => {
    range.value = to;
    large.src = images[to].src;
    label.textContent = images[to].alt;
    const strip = timeline.querySelector(".strip"), figure = images[to].parentElement;
    strip.scrollLeft = figure.offsetLeft - strip.offsetLeft - (strip.clientWidth - figure.offsetWidth) / 2;
  };
  timeline.querySelector(".leaf").hidden = false;
  range.addEventListener("input", () => turn(+range.value));
  images.forEach((image, i) => image.addEventListener("click", () => turn(i)));
  turn(images.length - 1);
}
