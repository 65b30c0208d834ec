/**
 * Lines as they are made: words, slots in braces, and `(a|b|)` for a choice. What a slot holds is in
 * `fill.ts`. `by` is who acts, so that no line says "we could stand my ground".
 */
export interface Template {
  readonly pattern: string;
  readonly by: "I" | "you" | "we" | "none";
}

/** What a line does in its song. */
export const ROLES = ["scene", "self", "you", "we", "feeling", "turn", "hook"] as const;
export type Role = typeof ROLES[number];

const lines = (by: Template["by"], patterns: string): Template[] =>
  patterns.trim().split("\n").map((pattern) => ({ pattern: pattern.trim(), by }));

export const TEMPLATES: Readonly<Record<Role, readonly Template[]>> = {
  scene: lines(
    "none",
    `{scene} {place}
    (and |so |)tonight {scene}
    (and |)all night long {scene}
    {scene} and {scene}
    {scene} while {scene}
    there's a {thing} {place}
    there's a {adj} {thing} {place}
    (just |)a {thing} and a {thing}
    the {adj} {thing} {place}
    the {many} {place}
    all the {many} {place}
    {adj} {many} {place}
    {adj} {stuff} and {adj} {many}
    another {adj} {thing}
    another {thing} {place}
    (nothing but|only) {stuff} and {stuff}
    {stuff} and {stuff} {place}
    the taste of {stuff} {place}
    {place} {scene}
    {stuff} on the {thing}, {stuff} on the {thing}
    the {thing} and the {thing}
    somewhere {place} {scene}
    the {thing} {place} is {adj}
    beneath the {adj} {thing} {scene}`,
  ),
  self: [
    ...lines(
      "I",
      `I {held} the {thing} {place}
    I {held} a {adj} {thing}
    I {hold} the {thing} {when}
    (and |)I still {hold} the {thing}
    I've got {stuff} in my {bodies}
    there's {stuff} in my {bodies}
    I've got a {thing} in my (heart|soul|mind|hand)
    I {went} {place}
    I {went} {place} {way}
    I'm {going} {place}
    (and |)I'm {state} {place}
    (and |)I'm {state} {when}
    I was {state} and {state}
    I wrote your name {place}
    my {body} is a {adj} {thing}
    my {body} is a {thing} {place}
    my {bodies} are full of {stuff}
    I want to {act} {when}
    I only want to {act}
    (and |)I learned to {act}
    I never learned to {act}
    I used to {act}
    I'll {go} until {scene}
    I {go} and {go} till {scene}
    I don't know how to {act}
    I keep a {thing} for you {place}
    my {body} remembers {place}
    I followed you {place}
    I left my {thing} {place}
    I hear the {many} {place}
    I'll be {going} {place}
    I will {act} {when}
    I thought I'd {act} {when}
    I could {act} {place}`,
    ),
  ],
  you: [
    ...lines(
      "none",
      `you are the {thing} {place}
    you were the {adj} {thing}
    you were a {thing} {place}
    your {body} is a {adj} {thing}
    your {bodies} are {adj} {many}
    I see you {place}
    I hear you in the {thing}
    I saw your {thing} {place}
    you told me {scene}
    you're {going} {place}
    you {went} {place}
    you {held} my {thing} {place}
    you gave me {stuff} and {many}
    you left the {thing} {place}
    you always loved the {thing}
    your {thing} is {adj} {when}
    I look for you {place}
    you taught me how to {act}`,
    ),
  ],
  we: lines(
    "we",
    `we {went} {place}
    we {held} the {thing} {place}
    (and |)we were {state} {place}
    we were {state} {when}
    we could {act} {when}
    (and |)we will {act} {when}
    we'll {act} {place}
    we're {going} {place}
    we'll {go} until {scene}
    we used to {act} {when}
    we left our {many} {place}
    remember how we {went} {place}
    the two of us {place}
    you and I {place}
    we are {many} {place}
    we were {many} and {stuff}`,
  ),
  feeling: lines(
    "none",
    `all this {feeling} {place}
    {feeling} is a {adj} {thing}
    {feeling} is a {thing} {place}
    there is {feeling} {place}
    I call it {feeling} {when}
    it feels like {feeling} {when}
    with {feeling} in my {bodies}
    a little {feeling} {place}
    (and |){feeling} comes {when}
    {feeling} and {feeling} {place}
    the {thing} is full of {feeling}
    I know the name of {feeling}
    {feeling} like {stuff} {place}
    {feeling} on the {thing}
    {feeling} moves like {stuff}
    the shape of {feeling} {place}
    no {feeling} lasts {when}
    the {thing} is made of {feeling}
    the {feeling} and the {thing}`,
  ),
  turn: [
    ...lines(
      "none",
      `maybe {scene}
    (and |but |)if {scene}
    (and |but |)when {scene}
    what if {scene} {when}
    what if {scene}
    even if {scene}
    (and |)after {scene}
    who will {hold} the {thing}
    who {held} the {thing} {place}
    nobody {held} the {thing}
    the {thing} will never tell
    where does the {feeling} go
    every {thing} was {adj} {when}
    no {thing}, no {thing}, no {thing}
    some {many} (never sleep|never lie|never fade away|come back again)`,
    ),
    ...lines(
      "I",
      `(but |and |)I would {act} {when}
    (so |but |)I will {act}
    I'd rather {act} {when}
    I won't {hold} the {thing}
    let me {act} {when}
    if I could {act} {when}
    give me {feeling} {when}`,
    ),
  ],
  hook: [
    ...lines(
      "I",
      `(so |oh |)meet me {place}
    (oh |)carry me {place}
    I'll be {going} {place}
    I will be your {thing}
    (oh |)I'll {act} {when}
    I'm coming {place}
    (oh |)find me {place}
    leave the {thing} {place} for me
    let me {act} {when}`,
    ),
    ...lines(
      "you",
      `(so |oh |){act} {when}
    {act}, {act}
    (come on, |oh |){act} with me
    {act} till {scene}
    don't let the {feeling} (fade|go|slip away|fade away)`,
    ),
    ...lines(
      "we",
      `we are the {many} {place}
    we are {many}, we are {stuff}
    we'll be {going} {place}
    (oh |)we {hold} the {thing} {when}`,
    ),
    ...lines(
      "none",
      `(oh |)you are my {adj} {thing}
    this is our {thing} {place}
    there will be {feeling} {place}
    {feeling}, {feeling} {place}
    oh {thing}, oh {adj} {thing}
    you are the {thing} and I'm the {thing}
    it's only {feeling} {place}
    {feeling} {place}`,
    ),
  ],
};

/** Lines of a few syllables, whatever they do. */
export const BRIEF: readonly Template[] = [
  ...lines(
    "none",
    `{place}
    {scene}
    {adj} {thing}
    {adj} {many}
    {stuff} and {stuff}
    the {thing}
    {many} and {many}
    oh {feeling}
    {adj} {stuff}
    all the {many}
    {feeling} {when}`,
  ),
  ...lines(
    "I",
    `I'm {state}
    I'm {going} {way}
    let me {go}
    {act}`,
  ),
];
