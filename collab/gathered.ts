/**
 * Answers many questions with few queries: the first is asked at once, and those that come while it is
 * under way are asked together when it is back. No answer is older than its question.
 *
 * @param ask answers for all of `keys`; a key that it leaves out has no answer.
 */
export function gathered<Answer>(
  ask: (keys: readonly string[]) => Promise<ReadonlyMap<string, Answer>>,
): (key: string) => Promise<Answer | undefined> {
  let waiting: Question<Answer> | undefined;
  let isUnderWay = false;

  async function askAll(): Promise<void> {
    isUnderWay = true;
    while (waiting) {
      const { keys, promise: _, resolve, reject } = waiting;
      waiting = undefined;
      await ask([...keys]).then(resolve, reject);
    }
    isUnderWay = false;
  }

  return async (key) => {
    const question = waiting ??= { keys: new Set(), ...Promise.withResolvers() };
    question.keys.add(key);
    if (!isUnderWay) askAll();
    return (await question.promise).get(key);
  };
}

interface Question<Answer> extends PromiseWithResolvers<ReadonlyMap<string, Answer>> {
  readonly keys: Set<string>;
}
