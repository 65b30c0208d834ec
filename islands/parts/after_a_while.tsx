import { type ComponentChildren, Fragment } from "preact";
import { useEffect, useState } from "preact/hooks";

/** Shows what it holds only when the wait has lasted 300 ms; before that nothing moves. */
export function AfterAWhile({ children }: { readonly children: ComponentChildren }) {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 300);
    return () => clearTimeout(timer);
  }, []);
  return late ? <Fragment>{children}</Fragment> : null;
}
