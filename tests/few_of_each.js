// Of rows, items and choices that are made alike, those after the third go: axe finds in each what it found in the
// first. Alike is what has the same elements, attributes, classes and kinds inside, and text in the same places.
() => {
  const FEW = 3
  const LISTS = "tbody, ul, ol, select, optgroup, datalist"
  const SAID = new Set(["class", "role", "type", "scope", "lang", "dir"])
  const attributes = element => [...element.attributes]
    .map(({name, value}) => SAID.has(name) || name.startsWith("aria-") && value.length < 6 ? `${name}=${value}` : name + !value)
    .sort()
  const shape = node => node.nodeType === Node.TEXT_NODE
    ? (node.data.trim() ? "text" : "")
    : node.nodeType === Node.ELEMENT_NODE
      ? `<${node.localName} ${attributes(node)}>${[...node.childNodes].map(shape).join("")}</>`
      : ""
  for (const list of document.querySelectorAll(LISTS)) {
    const seen = new Map()
    for (const one of [...list.children]) {
      const kind = shape(one)
      seen.set(kind, (seen.get(kind) || 0) + 1)
      if (seen.get(kind) > FEW) one.remove()
    }
  }
}
