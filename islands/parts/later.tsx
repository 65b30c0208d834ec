import { type FunctionComponent } from "preact";
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { asProblem, type Problem } from "../session/problem.ts";
import { AfterAWhile } from "./after_a_while.tsx";
import { ProblemNote } from "./problem_note.tsx";

/** A component whose code is fetched when it is first shown; a fetch that failed can be tried again. */
export function later<P extends object>(
  fetch: () => Promise<FunctionComponent<P>>,
): FunctionComponent<P> {
  let known: FunctionComponent<P> | null = null;
  return function Later(props: P) {
    const problem = useSignal<Problem | null>(null);
    const turn = useSignal(0);
    const load = () => {
      problem.value = null;
      fetch().then((found) => {
        known = found;
        turn.value++;
      }, (error) => problem.value = asProblem(error));
    };
    useEffect(() => {
      if (!known) load();
    }, []);
    void turn.value;
    if (known) {
      const Known = known;
      return <Known {...props} />;
    }
    return problem.value
      ? <ProblemNote problem={problem.value} what="This did not open." onRetry={load} />
      : (
        <AfterAWhile>
          <div class="skel lane-skel" />
        </AfterAWhile>
      );
  };
}
