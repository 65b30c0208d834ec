/** Words that colour any song, by how it feels; the lists of a good and of a bad mood. */
export interface MoodWords {
  /** Not counted: `all this …`. */
  readonly feelings: readonly string[];
  /** How a person is: `I'm …`. */
  readonly states: readonly string[];
  /** What one does to a thing, present and past. */
  readonly holds: readonly (readonly [base: string, past: string])[];
}

const words = (list: string) => list.trim().split(/\s+/);
const verbs = (list: string) =>
  words(list).map((pair) => pair.split("/") as [base: string, past: string]);

/** By the sign of valence, then by arousal: `high` stirs. */
export const MOOD_WORDS = {
  good: {
    high: {
      feelings: words("joy love hope glory freedom wonder courage laughter delight faith"),
      states: words("alive free brave strong happy fearless proud ready awake young"),
      holds: verbs(
        "lift/lifted paint/painted catch/caught chase/chased love/loved follow/followed carry/carried",
      ),
    },
    low: {
      feelings: words("peace love grace hope comfort mercy kindness trust warmth sleep"),
      states: words("safe calm warm free glad blessed grateful home whole near"),
      holds: verbs(
        "keep/kept hold/held find/found love/loved save/saved bless/blessed mend/mended",
      ),
    },
  },
  bad: {
    high: {
      feelings: words("anger fear pain rage trouble shame doubt hunger madness sin"),
      states: words("lost torn scared wild angry broken reckless shaken bound restless"),
      holds: verbs(
        "break/broke burn/burned tear/tore curse/cursed fight/fought lose/lost chase/chased",
      ),
    },
    low: {
      feelings: words("sorrow grief regret pain loss doubt shame gloom longing fear"),
      states: words("alone tired lost cold lonely weary sad numb blue gone"),
      holds: verbs(
        "lose/lost leave/left bury/buried miss/missed forget/forgot grieve/grieved",
      ),
    },
  },
} as const satisfies Record<string, Record<string, MoodWords>>;

/** When: the end of many a line. */
export const WHENS: readonly string[] =
  `tonight | in the morning | again | forever | till dawn | before the day is done
  | after all | one more time | all night long | for a while | this time | once more | until the end | at last
  | all along | now and then | when the night comes down | like before | in the end | before too long | every day
  | until the light | by and by | when morning comes | the whole night through | year after year`
    .split("|").map((when) => when.trim().replace(/\s+/g, " "));

/** How or whither a person goes: adverbs. */
export const WAYS: readonly string[] = words(
  "away alone together slow below above ahead apart around inside along tonight again free",
);

/** Motion of a person: base, past, -ing. */
export const GOES: Readonly<
  Record<"high" | "low", readonly (readonly [base: string, past: string, ing: string])[]>
> = {
  high: [
    ["run", "ran", "running"],
    ["dance", "danced", "dancing"],
    ["fly", "flew", "flying"],
    ["climb", "climbed", "climbing"],
    ["race", "raced", "racing"],
    ["jump", "jumped", "jumping"],
    ["shout", "shouted", "shouting"],
    ["rise", "rose", "rising"],
  ],
  low: [
    ["walk", "walked", "walking"],
    ["wait", "waited", "waiting"],
    ["drift", "drifted", "drifting"],
    ["lie", "lay", "lying"],
    ["stand", "stood", "standing"],
    ["wander", "wandered", "wandering"],
    ["linger", "lingered", "lingering"],
    ["rest", "rested", "resting"],
  ],
};

export const BODY: readonly string[] = words("heart voice breath chest soul skin blood throat");
export const BODIES: readonly string[] = words("hands eyes bones veins arms lungs pockets dreams");
