/**
 * Ordinary words that film subtitles mostly write with a capital, because they begin sentences or
 * stand before a name (`Come`, `Captain`, `Rose`). Everything else with a capital is taken for a name.
 */
export const CAPITALISED: ReadonlySet<string> = new Set(
  `no oh come how well yeah let why okay yes where hey thank maybe god thanks hello hi listen dad miss mom
  excuse nobody shut captain ah daddy bye hurry wow lord perhaps uncle goodbye general major president hmm
  mama agent ray colonel besides alright chief holy pop south north west brown aunt states rose east united
  apparently plus gee grandma however prince papa although according otherwise merry commander majesty
  junior radar bud county crane lane ally grandpa unfortunately freeze bond eve twenty lily knight kitty amen
  navy valley robin central bay university sandy burns cheers objection fox cliff false shore dragon bravo
  reverend twelve bunny hunter bible previously saint fifteen sonny thirty turtle avenue felicity bishop
  goodnight jay buzz meanwhile rocky highness pearl porter fort gene foundation marine griffin transcript
  baker ambassador daisy baron western rusty hawk bingo catholic academy hollow hail magnum buffalo ruby
  chairman slim hopefully mount boo southern eagle halt announcer bureau harbor holly forty mars narrator
  skipper queens pacific marines praise wells hallelujah grey ash alliance reed creek supreme almighty
  fortunately comrade granny delta cape sixteen canyon eastern association alpha enterprise belle momma
  violet auntie sustained communist knights easter stitch shepherd ranger olive sissy springs northern
  greetings elder memorial echo shorty swan covenant gypsy skinner fourteen stark stern luckily brace screech
  incoming countess charmed eighteen carpenter dolly elk behold banner nevertheless plaza evidently seventeen
  curly beware republic dusty constitution pinky jasmine archer sixty elders helm prophet rivers nova iris
  thirteen trance colt boulevard golly peacock thorn jade herb touchdown birdie indistinct venus hence arc
  beaver frost rangers gulf cutter hamlet pike garrison dragons metro whoops duchess mills giants flint doe
  pastor hardy olympics padre cocoa chancellor phantom cardinal domino signor poppy ark grove federation
  ministry alas mercury hare treasury matrix incidentally biscuit bumpy eagles archbishop heave fluffy
  christians mystique marsh berry sox cobra cove scarlet talbot forge rouge lordship sassy correction fern
  viva raven lefty shin squire turk cosmos preferably secondly maestro viola junction meow vulcan aloha
  trinity witter furthermore deacon baton nightingale winters ninety vista monopoly morse woof quill grail
  messiah providence soprano oriental sparrow herald panther dynasty steed eighty viper creed titanic cupid
  sparks springtime coral cedar legion valiant aurora burrows sandman morrow spade baptist needless
  paramount theoretically sterling renaissance smiley tombstone ordinarily sands boulder moo wilder ravens
  captions lotus starling guild caveman tribune calamity cougar booker arctic sonic willows eminence
  pegasus jigsaw meadows wonderland putty commandments whiplash pelican lucifer friar hark oaks thunderbolt
  exhale primo stork laden bonanza popsicle chronicle plankton onward birch starlight jackal husky titans
  crescent bronco rosebud char sweetwater rook hue apostle panthers nimbus majestic thumper oval corvette
  alto hickory otter crimson spartan adaptation axis orient diva pistachio omega granger nebula seer sloth
  elm jubilee bellows bard ode nautilus prism tulip stardust snowflake mockingbird horseman stronghold
  laird columbine confound cosmopolitan linden haven voyager utopia nirvana riff nexus blockbuster largo
  firstly parkway revelations opal seasonal wildfire glades gladiator zephyr pavilion gothic sycamore
  blackbird wicker nightfall moreover consequently worthing watcher watchers subtitle atlas discord
  metropolis sphinx topaz namely orthodox temperance exodus ebony flagstaff fallow huckleberry odyssey
  flipper greyhound twelfth opus weathers angel angels grace harmony heather phoenix amber emerald willow
  rosemary heath dale clay celeste prudence highland highlands genesis laurel myrtle flora moss pandora
  superman grant mason cooper harper piper fisher foster palmer walker turner carter temple crystal victory
  hope faith joy dawn melody summer autumn winter spring april may june forest hunter misty serenity riverside wade gale
  thorny mitten ashen silicon valentine what`
    .split(/\s+/),
);
