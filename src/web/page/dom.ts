/** The element of an id; the page is broken without it. */
export function byId<T extends HTMLElement>(id: string, type: abstract new () => T): T {
  const element = document.getElementById(id);
  if (!(element instanceof type)) {
    throw new Error(`The page has no ${type.name} with the id '${id}'`);
  }
  return element;
}

/** A new element with a class and children. */
export function make<K extends keyof HTMLElementTagNameMap>(tag: K, className: string, ...children: Node[]): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  element.className = className;
  element.append(...children);
  return element;
}

/** Sets an element's text where it differs, so that nothing that is selected or read out is disturbed. */
export function setText(element: HTMLElement, text: string): void {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

/** Like {@link setText}, for a text that mostly grows: what stands there stays and the rest is put behind it. */
export function growText(element: HTMLElement, text: string): void {
  const node = element.firstChild;
  if (node instanceof Text && text.length >= node.length && text.startsWith(node.data)) {
    if (text.length > node.length) {
      node.appendData(text.slice(node.length));
    }
  } else {
    element.textContent = text;
  }
}
