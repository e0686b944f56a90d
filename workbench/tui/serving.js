// What the terminal's own script leaves out: keys go to the screens at once, and a slip of the
// fingers that would close the window asks first.
const state = (name) => document.body.classList.contains(name);
const focus = () => document.querySelector(".xterm-helper-textarea").focus();

addEventListener("load", () => {
  // Before the line is open the terminal's script can't tell the screens that it has focus.
  const opening = new MutationObserver(() => {
    if (state("-loaded")) {
      opening.disconnect();
      focus();
    }
  });
  opening.observe(document.body, { attributeFilter: ["class"] });
});
addEventListener("focus", () => state("-loaded") && !state("-closed") && focus());
addEventListener("beforeunload", (event) => state("-closed") || event.preventDefault());
