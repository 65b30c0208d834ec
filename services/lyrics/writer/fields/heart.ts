import { field } from "../field.ts";

export const LOVE = field("love", {
  keys:
    `love loves loved loving lover lovers romance romantic kiss kisses kissing heart hearts valentine
    marriage wedding bride crush together you us touch hug embrace sweetheart darling honeymoon devotion
    attraction desire soulmate girlfriend boyfriend wife husband`,
  things:
    "heartbeat kiss whisper ribbon promise letter ring perfume pillow melody photograph smile",
  many: "kisses whispers promises letters heartbeats roses secrets fingers smiles",
  stuff: "honey perfume laughter wine skin",
  places:
    `in your arms | by your side | under your skin | in your eyes | close to me | in the candlelight
    | upon your lips | at your door | in the palm of your hand | across the room | beside your name
    | in a slow embrace`,
  scenes:
    `my heart beats loud | your laugh rings out | the music slows | our shadows touch | your fingers trace
    | the whole room spins | my hands know yours | your name comes up | the clock stands still | our voices blend
    | your eyes meet mine | the wine runs low`,
  acts:
    `hold you close | say your name | take your hand | kiss you slow | dance with you | make a vow
    | lean on me | read your lips | keep you near | give my heart`,
  bright: "sweet tender gentle golden warm lovely",
  dark: "trembling aching secret hungry restless blue",
});

export const LOSS = field("loss", {
  keys:
    `loss lost lose losing grief grieve grieving mourn mourning death dying die dead grave funeral ghost
    ghosts goodbye breakup heartbreak heartbroken broken break tears tear cry crying sad sadness sorrow
    alone lonely loneliness miss missing regret regrets pain hurt hurting empty emptiness widow depression
    melancholy blue forget forgetting`,
  things: "ghost photograph coat letter chair tombstone mirror teardrop telephone scar echo candle",
  many: "ghosts photographs letters tears scars echoes names mirrors flowers",
  stuff: "silence dust rain ash sorrow",
  places:
    `in the empty chair | on your side of the bed | at the grave | in the mirror | through the tears
    | where you used to be | in the quiet house | behind these eyes | on the telephone | under my coat
    | without you here | at the end of the hall`,
  scenes:
    `the phone won't ring | the house goes still | your coat still hangs | the letters fade | the echoes stay
    | the candle dies | the mirror cracks | your side stays cold | the black cars pass | the rain won't stop
    | the days go grey | the flowers wilt`,
  acts: `say goodbye | count the scars | let you go | burn your letters | sleep alone | dry my eyes
    | speak your name | turn the page | miss your voice | learn to lose`,
  bright: "gentle faded quiet tender soft remembered",
  dark: "empty broken hollow bitter lonely cold",
});

export const HOPE = field("hope", {
  keys:
    `hope hopes hopeful hoping faith believe belief believing courage brave strength strong rise rising
    overcome survive survivor heal healing recovery peace peaceful prayer pray miracle angel angels heaven
    better change changing tomorrow future new begin beginning start again dreamer promise trust grateful
    gratitude joy happy happiness celebrate celebration smile laughter dance dancing music song sing singing
    victory champion win winning power empower confidence`,
  things: "promise melody doorway candle miracle banner choir bridge heartbeat bell anthem wish",
  many: "bells wishes voices wings banners hands doors miracles songs",
  stuff: "music laughter thunder gold courage",
  places:
    `on the other side | in the choir loft | at the open door | on higher ground | in a brand new day
    | beneath our feet | on the mountain top | in the arms of the crowd | at the starting line
    | over the wall | in a louder voice | in the light we made`,
  scenes:
    `the bells ring out | the choir climbs | the doors swing wide | the banners fly | the music starts
    | the crowd sings back | the walls come down | the tide has turned | the chains fall off | our voices rise
    | the wheel turns round | the lights come up`,
  acts: `raise my voice | start again | ring the bell | keep the faith | stand up tall | sing along
    | make a wish | lift you up | dance all night | open the door`,
  bright: "golden brave joyful mighty shining new",
  dark: "weary shaken humble battered burning small",
});

export const TIME = field("time", {
  keys:
    `time times clock clocks hour hours minute minutes second seconds year years yesterday memory
    memories remember remembering past history age old older aging forever eternity eternal moment moments
    birthday wait waiting patience patient calendar season seasons ticking wisdom wise secret secrets
    mystery truth lie lies story stories book books page letter letters word words silence quiet photograph
    mirror identity self soul mind thought thoughts anxiety worry fear fears afraid`,
  things:
    "clock calendar hourglass photograph diary pendulum page footprint wristwatch mirror story secret",
  many: "hours pages years seasons clocks footprints stories yesterdays secrets",
  stuff: "time sand dust ink silence",
  places:
    `in the hourglass | on a yellow page | back in the day | between the hours | at a quarter to three
    | by the kitchen clock | in the photograph | on the last page | across the years | inside the clock
    | at the end of the day | in the corner of my mind`,
  scenes:
    `the clock strikes one | the pages turn | the seasons change | the hours crawl | the years roll by
    | the sand runs out | the ink goes dry | the pendulum swings | the story bends | the minutes burn
    | the past comes back | the calendar turns`,
  acts:
    `stop the clock | turn the page | count the years | wind it back | wait for you | take my time
    | tell the truth | write it down | keep the secret | read the signs`,
  bright: "golden slow precious gentle timeless young",
  dark: "wasted stolen faded borrowed cruel late",
});
