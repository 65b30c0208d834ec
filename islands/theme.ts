/*
 * Runs before the first paint, as a plain script: no imports, no exports. Takes up the theme chosen on this
 * device, or in the address (`?theme=dark`), so that the page never flashes the other one.
 */
const asked = new URLSearchParams(location.search);
for (const name of ["theme", "contrast"]) {
  let value = asked.get(name);
  try {
    value ??= localStorage.getItem(`sonic-alchemy:${name}`);
  } catch {
    value ??= null; // storage can be switched off; the system's theme is a good answer then
  }
  if (value === "light" || value === "dark" || value === "more") {
    document.documentElement.dataset[name] = value;
  }
}
