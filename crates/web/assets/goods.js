
// ---- Signing on the screen: strokes are kept as points, and drawn as they are made ----

function signing(box) {
  const area = $("svg", box);
  const field = $("input[name=drawn]", box);
  const strokes = field.value ? field.value.split(";").map((s) => s.split(" ")) : [];
  let stroke = null;
  const draw = () => {
    $$("polyline", area).forEach((line) => line.remove());
    for (const points of strokes) {
      const line = document.createElementNS("http://www.w3.org/2000/svg", "polyline");
      line.setAttribute("points", points.join(" "));
      area.append(line);
    }
    field.value = strokes.filter((s) => s.length > 1).map((s) => s.join(" ")).join(";");
  };
  const point = (event) => {
    const at = area.getBoundingClientRect();
    const within = (x, most) => Math.max(0, Math.min(most, Math.round(x * most)));
    return `${within((event.clientX - at.left) / at.width, 1000)},${within((event.clientY - at.top) / at.height, 500)}`;
  };
  area.addEventListener("pointerdown", (event) => {
    area.setPointerCapture(event.pointerId);
    stroke = [point(event)];
    strokes.push(stroke);
  });
  area.addEventListener("pointermove", (event) => {
    if (!stroke || stroke.length > 900) return;
    const next = point(event);
    if (stroke.at(-1) !== next) { stroke.push(next); draw(); }
  });
  for (const kind of ["pointerup", "pointercancel"]) area.addEventListener(kind, () => { stroke = null; draw(); });
  $("[data-clear]", box).addEventListener("click", () => { strokes.length = 0; draw(); });
  box.hidden = false;
  draw();
}

for (const box of $$("[data-sign]")) signing(box);
