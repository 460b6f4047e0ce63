"""The English fables: ten plots around a hero and a friend. `notation.py` explains how the rules are written.

hero, friend: names; kind, friend_kind: what animals they are; home: where the hero lives. Quotes are straight double
ones, a comma or stop stands inside them.
"""

from conteur.corpus.fables.english_words import LEXICONS as LEXICONS

RULES = """
tale
  - <opening>( <habit>|)¶<friend>¶<plot>( <closing>|)

plot
  - <lost>
  - <gift>
  - <fear>
  - <sharing>
  - <race>
  - <rescue>
  - <seed>
  - <noise>
  - <truth>
  - <bridge>

who
  3- {hero.name}
  - {hero.name} the {kind.word}
  2- the {kind.word}
  - the little {kind.word}

Who
  3- {hero.name}
  - {hero.name} the {kind.word}
  2- The {kind.word}
  - The little {kind.word}

pal
  2- {friend.name}
  - {friend.name} the {friend_kind.word}
  - the {friend_kind.word}

opening
  3- Once upon a time, a <little> {kind:kinds.word} named {hero:names.name} lived in <house> {home:places.near}.
  2- Once upon a time, there was a <little> {kind:kinds.word} named {hero:names.name}, who lived in <house>
    {home:places.near}.
  2- One <morning>, {kind:kinds.a} named {hero:names.name} opened the door of {hero.his} house {home:places.near} and
    <greeted>.
  - One morning, {kind:kinds.a} named {hero:names.name} opened the door of {hero.his} house {home:places.near} and
    <greeted>.
  - In <house> {home:places.near} lived a <little> {kind:kinds.word} named {hero:names.name}.
  - {hero:names.name} was a <little> {kind:kinds.word} who lived in <house> {home:places.near}.
  - There was once a <little> {kind:kinds.word} named {hero:names.name}, and {hero.his} home was <house>
    {home:places.near}.
  - {home:places.Near} stood <house>, and in it lived {hero:names.name}, a <little> {kind:kinds.word}.
  - Long ago, a <little> {kind:kinds.word} named {hero:names.name} lived all alone in <house> {home:places.near}.

little
  2- little
  - young
  - cheerful
  - curious
  - gentle
  - merry
  - polite
  - sleepy

house
  - a <snug> house with a <paint> (door|roof|chimney)
  - a <snug> <paint> house
  - a <snug> house made of (wood|stone|clay)

snug
  - small
  - snug
  - crooked
  - tidy
  - round
  - narrow

paint
  - red
  - blue
  - green
  - yellow
  - white
  - grey

morning
  - sunny morning
  - windy morning
  - rainy morning
  - frosty morning
  - foggy morning
  - warm afternoon
  - cold afternoon
  - quiet evening

greeted
  - sniffed the air
  - looked up at the clouds
  - smiled at the whole world
  - said good day to the sparrows
  - listened to the wind
  - wondered what was for supper

habit
  - Every (morning|evening), <who> <chore> and <treat>.
  - Every day, <who> <chore> before {hero.he} <treat>.
  - <Who> could <skill>, and {hero.he} was very proud of it.
  - Nobody {home.near} could <skill> as well as {hero.name}.
  - <Who> could <skill>, but {hero.he} could not <failing>.
  - <Who> loved <food> more than anything, except perhaps <pleasure>.
  - There were two things that <who> loved: <food> and <pleasure>.

chore
  - swept the floor
  - watered the flowers
  - fed the chickens
  - brushed {hero.his} coat
  - counted {hero.his} spoons
  - polished the windows
  - chopped the wood
  - made the bed

treat
  - drank a cup of warm milk
  - ate a slice of bread
  - sang a song to the moon
  - read one page of a very long book
  - sat on the step and did nothing at all
  - told the kettle a joke

skill
  - whistle with a mouth full of porridge
  - stand on one leg
  - bake bread
  - guess the weather
  - tell long stories
  - jump over a bucket
  - make friends with anybody
  - sing with {hero.his} eyes shut

failing
  - keep a secret
  - remember birthdays
  - sit still
  - cook an egg
  - find {hero.his} spoons
  - get up early

food
  - hot soup
  - fresh bread
  - pancakes
  - ripe plums
  - carrot cake
  - honey
  - toasted cheese

pleasure
  - long walks
  - a good nap
  - jumping in puddles
  - telling stories
  - the smell of rain
  - clean socks

friend
  - {hero.His} best friend was {friend:names.name}, {friend_kind:kinds.a} who lived <next_door>.
  - {hero.name} had a good friend, {friend:names.name} the {friend_kind:kinds.word}, who <friend_habit>.
  - {hero.His} best friend, {friend:names.name} the {friend_kind:kinds.word}, <friend_habit>.
  - {friend:names.name} the {friend_kind:kinds.word} lived <next_door>, and {friend.he} and {hero.name} <together>.
  - With {friend:names.name} the {friend_kind:kinds.word}, who lived <next_door>, {hero.he} shared everything, even
    <even>.

next_door
  - next door
  - across the road
  - on the other side of the stream
  - just behind the hedge
  - three gardens away
  - at the end of the lane

friend_habit
  - laughed at everything
  - always had sand in {friend.his} pockets
  - talked a great deal
  - hardly ever spoke
  - knew every path for miles
  - came to tea on Sundays
  - was always late
  - never wore a coat

together
  - met every day
  - were never bored
  - were the best of friends
  - played together after lunch
  - quarrelled only on Mondays

even
  - the last biscuit
  - bad weather
  - the measles
  - {hero.his} secrets
  - the washing-up

time
  - One <morning>
  - One day
  - On the first day of (spring|summer|autumn|winter)
  - Early one morning
  - On Monday

lost
  - <lost_start> <lost_cry>( <lost_search>|)¶<lost_ask>( <lost_walk>|)¶<lost_elder> <lost_found>¶<lost_turn>
    <lost_end> <moral_lost>

lost_start
  - <time>, {hero.name} could not find {hero.his} {look:looks.word} {thing:nests.word}.
  - <time>, {hero.name} looked for {hero.his} {look:looks.word} {thing:nests.word}, but it was gone.
  - <time>, the {look:looks.word} {thing:nests.word} that {hero.name} loved so much was not in its place.

lost_cry
  - "Where is my {thing.word}?" <wailed> <who>. "<dear>"
  - "My {look.word} {thing.word} is gone!" (cried|said|wailed|sobbed) <who>. "<dear>"

dear
  - My grandmother made that {look.word} {thing.word} for me!
  - I have had that {thing.word} since I was as small as a bean!
  - What is {kind.a} without {look.a} {thing.word}?
  - Last night the {look.word} {thing.word} was still here!

lost_search
  - {hero.He} looked <under> and <in>, but {hero.he} found only <rubbish>.
  - <Who> searched <under>, <in> and even in the soup, but all {hero.he} found was <rubbish>.

under
  - under the bed
  - behind the stove
  - on top of the cupboard
  - under the stairs

in
  - in every drawer
  - in the cellar
  - in the woodpile
  - among the potatoes

rubbish
  - two buttons and a spoon
  - a very surprised cricket
  - half a biscuit
  - an odd sock
  - some dust

lost_ask
  - So <who> ran to {friend.name}. "I have not seen your {look.word} {thing.word}," said {friend.name}, "but I will
    help you look."
  - {friend.name} came over at once to comfort {hero.name}. "Do not cry about the {thing.word}," {friend.he} said,
    "for four eyes see more than two."
  - {friend.name} the {friend_kind.word} heard {hero.name} and came over. "Let us look for the {look.word}
    {thing.word} together," {friend.he} said.

lost_walk
  - Together they walked as far as {spot:places.the}, and {friend.name} looked <under_out>.
  - They looked near {spot:places.the} until <who> was <tired>.
  - They asked everyone they met between the house and {spot:places.the}, but nobody knew anything about {thing.a}.

under_out
  - under every stone
  - behind every bush
  - into every puddle
  - between the roots

tired
  - tired and hungry
  - wet to the knees
  - ready to give up
  - close to tears

lost_elder
  - There {hero.name} and {friend.name} met an old {elder:elders.word}. "I saw something {look.word} <when_seen>,"
    {elder.he} said. "Look {place:places.near}, but <softly>."
  - An old {elder:elders.word} had been watching {hero.name} and {friend.name}. "Look for your {thing.word}
    {place:places.near}," {elder.he} said, "but <softly>."
  - Then an old {elder:elders.word} (coughed|yawned) beside them. "What you seek is {place:places.near}," said the
    {elder.word}.

lost_found
  - And there, {place.near}, lay the {look.word} {thing.word}, and in it slept a tiny {small:small_ones.word}.
  - {hero.name} ran, and {place.near} {hero.he} found the {thing.word}. But a little {small:small_ones.word} had made
    a bed in it.
  - They went on tiptoe, {hero.name} in front and {friend.name} behind. The {look.word} {thing.word} was there, and
    out of it peeped a little {small:small_ones.word}.

lost_turn
  - "I was so cold," whispered the {small.word}, "and your {look.word} {thing.word} is so warm." <Who> <thought>.
  - "Please do not be angry," said the {small.word}. "The wind took my home <place_near>, and your {look.word}
    {thing.word} was so soft." <Who> <thought>.

thought
  - thought for a moment
  - looked at {friend.name}, and {friend.name} looked at the clouds
  - scratched {hero.his} nose
  - swallowed hard
  - was quiet for a while

lost_end
  - "Keep it until spring," {hero.name} told the {small.word}. From then on, the {small.word} <thanked> every
    (morning|evening).
  - "Keep it," {hero.name} told the {small.word} at last. "I have a house {home.near}, and now you have one too, even
    if it is {thing.a}." And <pal> was proud of {hero.name}.
  - "Then the {look.word} {thing.word} is yours," said {hero.name}. And the {small.word} <thanked> as long as
    (summer|autumn|winter) lasted.

thanked
  - waved to {hero.name}
  - told {hero.him} a story
  - came to see {hero.him}
  - wished {hero.him} good day

moral_lost
  - <Who> went home without {hero.his} {thing.word}, and with a new friend.
  - <Who> had lost {look.a} {thing.word} and found {small.a} for a friend, and that was a good bargain.
  - What we give away is never quite lost, <says>.

says
  - as {friend.name} likes to say
  - as the {friend_kind.word} says to this day
  - and {hero.name} knows it best
  - and {friend.name} knows it too

gift
  - <gift_start> <gift_see>¶<gift_work>¶<gift_small> <gift_give>¶<gift_door> <gift_end> <moral_gift>

gift_start
  - It would soon be the birthday of {friend.name}, and {hero.name} wanted to give {friend.him} something <fine>.
  - "Tomorrow is my birthday," <pal> told {hero.name} <time_small>. <Who> wanted to find a <fine_a> present.

fine
  - really fine
  - very special
  - lovely
  - better than socks

fine_a
  - really fine
  - very special
  - lovely
  - perfect

time_small
  - one morning
  - one evening
  - at breakfast
  - over the garden gate

gift_see
  - In the window of the shop, {hero.he} saw {look:looks.a} {thing:things.word}. But it cost <price> pennies, and
    <who> had only <coins>.
  - At the market, there was {look:looks.a} {thing:things.word} for <price> pennies. <Who> turned out {hero.his}
    pockets and found <coins> and a button.

price
  - ten
  - twelve
  - twenty
  - nine

coins
  - two
  - three
  - four

gift_work
  - So {hero.name} went to work for the old {elder:elders.word} {place:places.near}. {hero.He} <job> and <job_two>,
    and in the evening the old {elder.word} paid {hero.name} well.
  - "<can_work>," thought {hero.name}. {hero.He} <job> for the old {elder:elders.word} who lived {place:places.near},
    and {hero.he} <job_two> as well. The {elder.word} smiled and filled {hero.his} pocket with pennies.

job
  - carried water
  - chopped wood
  - picked apples
  - washed a mountain of plates

job_two
  - mended the fence
  - swept the yard
  - hung out the washing
  - wound up all the clocks

gift_small
  - On the way to {shop:places.the}, <who> met a little {small:small_ones.word} who was crying. "<trouble>"
  - But near {shop:places.the}, {hero.name} found a small {small:small_ones.word} that sat in the grass and sobbed.
    "<trouble>"

trouble
  - My mother is ill, and {small.a} cannot pay for <medicine>!
  - The rain came through my roof <rainy>, and no {small.word} can pay for a new one!
  - I have had nothing to eat since <since>, nothing but <nothing>!
  - I have lost all the money for <errand>!

gift_give
  - <Who> looked at {hero.his} pennies and <thought_alone>. Then {hero.he} gave the {small.word} every one of them.
  - "Take this, little {small.word}," said {hero.name}, and {hero.he} put all {hero.his} pennies in front of the
    {small.word}.

thought_alone
  - thought of the {thing.word}
  - sighed deeply
  - counted them once more
  - thought of {friend.name}

gift_door
  - The next day, {hero.name} stood at the door of {friend.name} with nothing in {hero.his} hands, and told
    {friend.him} everything.
  - So {hero.name} came to {friend.name} without a present. "I wanted to give you {look.a} {thing.word}," {hero.he}
    said, and told the whole story.

gift_end
  - {friend.name} hugged {hero.name}. "You have brought me <best>," {friend.he} said, "and that is better than any
    {thing.word}."
  - "<best_said>" said {friend.name}, and {friend.he} cut {hero.name} the biggest slice of <cake>.

best
  - yourself
  - a good story
  - a kind heart

best_said
  - A friend like {hero.name} is present enough!
  - What would I do with {look.a} {thing.word} when I have {hero.name}?
  - You, {hero.name}, are the best present of all!

moral_gift
  - Then the {small.word} knocked, with a bunch of <flowers> for {friend.name} and another for {hero.name}.
  - And the {small.word} came too, and sang until the {look.word} moon went down behind {shop.the}.
  - For a present, as {hero.name} and {friend.name} found out, need not have a ribbon on it.
  - And to this day, {friend.name} tells {hero.name} that it was {friend.his} finest birthday.

flowers
  - daisies
  - violets
  - poppies
  - wild roses

fear
  - <fear_start>( <fear_tease>|)¶<fear_news> <fear_doubt>¶<fear_elder> <fear_way>¶<fear_end> <moral_fear>

fear_start
  - <Who> had one secret: {hero.he} was afraid of <fear_of>.
  - There was only one thing that <who> feared, and that was <fear_of>.
  - {hero.name} was not afraid of spiders or of giants, but {hero.he} was terribly afraid of <fear_of>.

fear_of
  - if not kind.night and not friend_kind.night: {fear:dark.of}
  - if not kind.swims and not friend_kind.swims: {fear:water.of}
  - if not kind.climbs and not friend_kind.climbs: {fear:heights.of}
  - {fear:thunder.of}

fear_tease
  - if fear.dark: <Who> slept with three candles and a <lamp>.
  - if fear.dark: When the sun went down, <who> hid <hiding>.
  - if fear.water: <Who> would not even <dare_water>.
  - if fear.heights: <Who> would not even <dare_heights>.
  - if fear.thunder: When the sky grew black, <who> hid <hiding>.
  - if fear.thunder: At the first rumble, <who> was already <hiding>.

lamp
  - lantern
  - very big lamp
  - jar of glow-worms

hiding
  - under the bed
  - in the cupboard
  - behind the flour sacks
  - inside the laundry basket

dare_water
  - step into a puddle
  - look into the well
  - take a bath without holding on to the door
  - wash above the knees

dare_heights
  - stand on a chair
  - look out of the upstairs window
  - jump off the bottom step
  - climb on a footstool

fear_news
  - <time_fear>, a little {small:small_ones.word} came hurrying to the door. "{friend.name} <accident>!"
  - <time_fear>, there was a shout outside. It was {small:small_ones.a}. "Come quickly, for {friend.name} <accident>!"

time_fear
  - if fear.dark: One dark night
  - if fear.dark: Late one night
  - if not fear.dark and not fear.thunder: One <morning>
  - if fear.thunder: One stormy night
  - if fear.thunder: In the middle of a great storm

accident
  - if fear.dark: is lost in the black wood and cannot find the way
  - if fear.dark: has hurt a foot and is alone in the dark cave
  - if fear.water: is stuck on the island in the middle of the lake
  - if fear.water: is sitting on a log, and the log is drifting away
  - if fear.heights: is stuck on the high rock and cannot get down
  - if fear.heights: is sitting at the very top of the tower and cannot get down
  - if fear.thunder: is out there with a hurt foot and cannot walk
  - if fear.thunder: is caught under a fallen branch

fear_doubt
  - {hero.name} thought of {friend.name} and of {fear.of}, and began to tremble from {hero.his} ears to {hero.his}
    toes.
  - {hero.name} turned as pale as <pale>. "Why me?" {hero.he} asked the {small.word}.
  - "Surely someone else can help {friend.name}," said {hero.name}. But there was only the {small.word}, who was much
    too small.

fear_elder
  - On the doorstep, {hero.name} met an old {elder:elders.word}. "<advice>," said the {elder.word}.
  - The old {elder:elders.word} from next door saw {hero.name} shaking. "<advice>," {elder.he} said kindly.

advice
  - Being brave does not mean that you are not afraid
  - Take your fear by the hand and bring it along
  - Do not think of the whole way, think of the next step
  - Sing, and your fear will listen instead of talking

fear_way
  - if fear.dark: So {hero.name} went out into the night, counted {hero.his} steps and called the name of
    {friend.name} until {friend.he} answered.
  - if fear.dark: {hero.name} took a deep breath and walked into the dark, (humming|singing) <song>, until {hero.he}
    found {friend.name}.
  - if fear.water: So {hero.name} climbed into a wobbly boat, shut one eye and rowed until {hero.he} reached
    {friend.name}.
  - if fear.water: {hero.name} took a deep breath, sat down in an old tub and paddled, (humming|singing) <song>, all
    the way to {friend.name}.
  - if fear.heights: So {hero.name} climbed, step by step, and did not look down until {hero.he} reached
    {friend.name}.
  - if fear.heights: {hero.name} took a rope and a deep breath and climbed up, (humming|singing) <song>, until
    {hero.he} could touch {friend.name}.
  - if fear.thunder: So {hero.name} put a pot on {hero.his} head and ran through the storm until {hero.he} found
    {friend.name}.
  - if fear.thunder: {hero.name} took a deep breath and walked out into the storm, (humming|singing) <song>, until
    {hero.he} found {friend.name}.

song
  - a song about soup
  - a lullaby
  - the only song that {hero.he} knew
  - a song with no words

fear_end
  - "You came!" <cried> <pal>. "But {hero.name}, you are afraid of {fear.of}!" "I still am," said {hero.name}, "but
    you are {friend.name}, and you are my friend."
  - {friend.name} could hardly believe that {hero.name} had come. "Were you not afraid of {fear.of}, {hero.name}?"
    asked <pal>. "Very much," said {hero.name}, "but I was more afraid of losing you, {friend.name}."

moral_fear
  - They went home arm in arm, and the {small.word} <went_ahead>.
  - Since that day, {hero.name} has been only a little afraid of {fear.of}, and never when {friend.name} is near.
  - And when the old {elder.word} heard about {hero.name} and {friend.name}, {elder.he} nodded, as if {elder.he} had
    known it all along.
  - Courage, {hero.name} tells {friend.name} now, is a thing that grows when you need it.

went_ahead
  - led the way
  - told everybody what had happened
  - had the last of the hot milk
  - fell asleep on the way

sharing
  - <sharing_start> <sharing_plan>¶<sharing_first>¶<sharing_second>¶<sharing_turn> <sharing_end> <moral_sharing>

sharing_start
  - That winter, the snow lay so deep that nobody {home.near} had much to eat. But {hero.name} had {goods:foods.a}.
  - <time>, {hero.name} found {goods:foods.a} on the doorstep, and no one knew where it came from.
  - <time>, {hero.name} won {goods:foods.a} at the village fair.

sharing_plan
  - "This is all for me," said <who>, and hid {goods.the} <hiding_food>.
  - "I will not tell anybody," thought <who>, and {hero.he} put {goods.the} <hiding_food>.

hiding_food
  - under the bed
  - behind the stove
  - in the cellar
  - in the wardrobe, under the hats

sharing_first
  - Soon a little {small:small_ones.word} knocked at the door of {hero.name}. "Have you anything to eat for
    {small.a}?" {small.he} asked. "Nothing at all, little {small.word}," said {hero.name}, and {hero.his} ears turned
    red.
  - A hungry little {small:small_ones.word} tapped at the window. "Could you spare a bite for {small.a}, {hero.name}?"
    {small.he} asked. {hero.name} shook {hero.his} head at the {small.word} and drew the curtain.

sharing_second
  - Then {friend.name} came to see {hero.name}. "I have only one <piece>," said {friend.name}, "but half of it is for
    you, {hero.name}."
  - In the evening, {friend.name} stood at the door of {hero.name}. "I found a <piece>," said {friend.name}, "and I
    thought of you, {hero.name}, so let us share it."

piece
  - carrot
  - potato
  - crust of bread
  - turnip
  - small onion

sharing_turn
  - {hero.name} looked at <piece_back>, and suddenly {hero.he} was very ashamed. {hero.He} fetched {goods.the} and
    called the {small.word} back.
  - <Who> could not swallow, not even <piece_two>. "Wait here, {friend.name}," {hero.he} said, and ran to fetch the
    {goods.food} and the {small.word} as well.

piece_back
  - the little gift of {friend.name}
  - the kind face of {friend.name}
  - {friend.name} and then at the floor
  - {friend.name} and could not say a word

sharing_end
  - They ate {goods.food} until they could eat no more, and {friend.name} <party>.
  - {friend.name}, {hero.name} and the {small.word} sat around the fire, shared the {goods.food} and laughed until
    midnight.

party
  - told the story of the two potatoes
  - danced on the table
  - sang all the songs twice
  - fell asleep with a full mouth

moral_sharing
  - And {hero.name} learned that the best way to eat {goods.food} is together.
  - "How strange, {friend.name}," said {hero.name}, "now I have less of the {goods.food}, and yet it is more."
  - Since then, the door of <who> has never been locked, and there is always <one_more>.

one_more
  - a spoon for one more
  - a chair for one more
  - soup for one more
  - a bowl for whoever comes

race
  - <race_start> <race_rival>¶<race_run> <race_stop>¶(<race_help> |)<race_late>¶<race_end> <moral_race>

race_start
  - Every (spring|summer|autumn), there was a great race from {spot:places.the} to {goal:places.the}, and this year
    the prize was {look:looks.a} {thing:things.word}.
  - <time>, everybody came to the great race from {spot:places.the} to {goal:places.the}. The winner would get
    {look:looks.a} {thing:things.word}.

race_rival
  - "I shall win," said {rival:names.name} the {rival_kind:kinds.word}, "because I always do." <Who> <unmoved>.
  - {rival:names.name} the {rival_kind:kinds.word} laughed at {hero.name}. "{kind.A} like you could not win against
    <loser>!"

unmoved
  - said nothing
  - only smiled
  - tied up {hero.his} laces
  - ate a carrot
  - looked at the sky

loser
  - a chair
  - a gatepost
  - a cabbage
  - a wheelbarrow
  - an old shoe

race_run
  - <Who> ran as fast as {hero.he} could, and soon {hero.he} was ahead of them all, even of {rival.name}.
  - They were off, and when {rival.name} slipped in the mud, {hero.name} took the lead.

race_stop
  - But {place:places.near}, <who> heard a thin voice. A little {small:small_ones.word} <stuck>.
  - Then <who> saw, {place:places.near}, a little {small:small_ones.word} that <stuck>.

stuck
  - was stuck in the mud
  - was caught in the thorns
  - had fallen into a bucket
  - lay on {small.his} back and could not get up

race_help
  - "If I stop, I lose the {look.word} {thing.word}," thought {hero.name}, but {hero.his} feet had already stopped
    beside the {small.word}.
  - {hero.name} looked at the road to {goal.the}, and {hero.he} looked at the little {small.word}, and {hero.he}
    turned back.
  - "Hold on, little {small.word}!" called {hero.name}, and {hero.he} forgot all about the {look.word} {thing.word}.

race_late
  - <Who> helped the {small.word} up and dried {small.his} tears. Meanwhile, {rival.name} ran past {hero.name} without
    a look and won the race.
  - It took so long that when {hero.name} came to {goal.the} at last, with the {small.word} on {hero.his} shoulder,
    {rival.name} had won.

race_end
  - {friend.name} had seen it all from {goal.the} and told everybody. They cheered for {hero.name} so loudly that
    {rival.name} <rival_end>.
  - "{hero.name} was the fastest," the {small.word} told {friend.name}, "for {hero.he} was the first to help." And
    {rival.name} <rival_end>.

rival_end
  - turned red and gave {hero.him} the {thing.word}
  - laid the {thing.word} at the feet of {hero.name}
  - looked at the {look.word} {thing.word} and was no longer so happy with it
  - asked {hero.him} for pardon

moral_race
  - {friend.name} carried {hero.name} home on {friend.his} back, and there were pancakes for both of them.
  - There are races, {hero.name} tells {friend.name}, that one wins by stopping.
  - The next year, {rival.name} stopped when {hero.name} stopped, so nobody won, and it was the best race of all.

rescue
  - <rescue_start> <rescue_plea>¶<rescue_laugh> <rescue_free>¶<rescue_fall> <rescue_call>¶<rescue_end> <moral_rescue>

rescue_start
  - <time>, {hero.name} was walking past {spot:places.the} when {hero.he} heard a tiny voice. It was
    {small:small_ones.a} that <trapped>.
  - <time>, near {spot:places.the}, {hero.name} almost stepped on a little {small:small_ones.word} that <trapped>.

trapped
  - was caught in an old net
  - sat at the bottom of a jug
  - was caught under a flowerpot
  - if small.tiny: was stuck in a drop of honey
  - if small.tiny: had got tangled in a thread
  - if not small.tiny: could not get out of a bramble bush
  - if not small.tiny: was shut in a wooden box

rescue_plea
  - "Let me out, dear {kind.word}," begged the {small.word}, "and one day <some_day> I will help you."
  - "Please set me free, kind {kind.word}!" cried the {small.word}. "{small.A} never forgets <forgets>."

rescue_laugh
  - {hero.name} had to laugh at the {small.word}. "How could a little {small.word} ever help {kind.a}?"
  - "You, {small.a}, help me?" <laughed> {hero.name}. "<too_small>"

rescue_free
  - But <who> had a good heart and set the {small.word} free.
  - Still, <who> bent down and freed the {small.word}, very gently.

rescue_fall
  - A week later, {hero.name} <fell> near {place:places.the}.
  - Not long after, {hero.name} went out alone to {place:places.the}, and there {hero.he} <fell>.

fell
  - fell into a deep hole
  - got stuck between two rocks
  - stepped into a hunter's trap
  - slipped and sprained an ankle

rescue_call
  - {hero.name} called for {friend.name} until {hero.his} voice was gone, but no one heard {hero.him}, no one except
    the {small.word}.
  - Night came {place.near}, and it began to (rain|snow|hail|thunder). Then {hero.name} heard a tiny voice: "Do not be
    afraid, {hero.name}, it is me, the {small.word}!"

rescue_end
  - if small.flies: The {small.word} flew straight to {friend.name} and pulled {friend.him} by the ear all the way.
    With a long rope, <pal> got {hero.name} out.
  - if not small.flies: The {small.word} crept all night to the house of {friend.name}, and in the morning
    {friend.name} came with a long rope.
  - The {small.word} fetched {friend.name} and a hundred cousins, and all together they pulled {hero.name} out.

moral_rescue
  - "Now I know," {hero.name} told {friend.name}, "how a little {small.word} can help {kind.a}."
  - And {hero.name} the {kind.word} never again laughed at {small.a} or at anyone else for being small.
  - No friend is too small, and no kindness either, <says>.

seed
  - <seed_start> <seed_plant>¶<seed_wait> <seed_friend>¶<seed_more> <seed_grow>¶<seed_end> <moral_seed>

seed_start
  - <time>, an old {elder:elders.word} gave {hero.name} a seed no bigger than (a crumb|a flea|the letter o).
    "<promise>," said the {elder.word}.
  - <time>, {hero.name} helped an old {elder:elders.word} to carry a basket home from {spot:places.the}. To thank
    {hero.name}, the {elder.word} gave {hero.him} a seed. "<promise>," said the old {elder.word}.

promise
  - There is a wonder in it, but wonders take their time
  - Give it water, little {kind.word}, and do not hurry it
  - It will be bigger than {kind.a} one day, if you are patient

seed_plant
  - {hero.name} planted it <bed>, gave it water and sat down to watch.
  - {hero.name} dug a hole <bed>, put the seed in and said good night to it.

seed_wait
  - After <hours>, nothing had happened, so {hero.name} <tried>.
  - The next morning, there was nothing to see but <but_earth>, so {hero.name} <tried>.

tried
  - read it a story, in case it was bored
  - sang to it, in case it was asleep
  - gave it some soup, in case it was hungry
  - shouted at it to wake up
  - lent it a scarf, in case it was cold

seed_friend
  - {friend.name} looked over the fence at {hero.name}. "You cannot pull <puller> up by its ears," said {friend.name}.
  - "Will it never grow, {friend.name}?" asked {hero.name}. "It is growing now," said {friend.name}, "only you cannot
    see it, {hero.name}."
  - "Perhaps I should dig it up, {friend.name}," said {hero.name}. "Perhaps you should have some <cake>, {hero.name},"
    said {friend.name}.

seed_more
  - So {hero.name} waited while it rained and the sun shone, and {friend.name} came by every (day|evening|Sunday).
  - Days passed, and weeks, and while {hero.name} waited, {friend.name} taught {hero.him} to <learned>.

learned
  - knit
  - play the flute
  - count to a thousand
  - bake bread

seed_grow
  - Then, one morning, there was a green tip, and (two|three|four) summers later it was {plant:plants.a}, taller than
    {hero.name}.
  - And at last, something green came out of the ground before the eyes of <who>. In <years> it became
    {plant:plants.a}, the finest {home.near}.

seed_end
  - There were so many {plant.fruits} that {hero.name} invited {friend.name}, the old {elder.word} and everybody else.
  - {hero.name} took the first {plant.fruits} to the old {elder.word} and the next to {friend.name}.

moral_seed
  - "You were right, dear {elder.word}," said {hero.name}. "<wonder_time>, and this {plant.word} took just enough."
  - And in {hero.his} pocket, <who> kept one seed for <hurry> who was still in a hurry.
  - Good things grow slowly, <says>.

hurry
  - somebody
  - some young {friend_kind.word}
  - a neighbour
  - any {kind.word}

noise
  - <noise_start>( <noise_guess>|)¶<noise_fetch> <noise_walk>¶<noise_find> <noise_why>¶<noise_end> <moral_noise>

noise_start
  - One night, {hero.name} woke up, because something near {spot:places.the} went "<sound>!"
  - In the middle of the night, {hero.name} heard a strange noise near {spot:places.the}, first a "<sound>!" and then
    a "<sound_two>!"

sound
  - Boom
  - Scratch
  - Whoo
  - Clack

sound_two
  - Boo
  - Crack
  - Hum

noise_guess
  - "That is a (dragon|giant|ghost)," whispered <who>, and pulled the blanket up to {hero.his} nose.
  - <Who> thought of (dragons|giants|ghosts), and then {hero.he} tried hard to think of <cake>.

noise_fetch
  - {hero.name} crept over to {friend.name} and woke {friend.him}. "<plan>," said {friend.name}.
  - But <pal> had heard it too and met {hero.name} at the door with a <weapon>. "<plan>," {friend.he} said.

plan
  - Two are braver than one, {hero.name}
  - We shall go and look, {hero.name}
  - You go first, {hero.name}, and I will be right behind you
  - It takes more than that to frighten {friend_kind.a}

weapon
  - broom
  - soup ladle
  - candle
  - frying pan

noise_walk
  - On tiptoe they went past {place:places.the}, {hero.name} with {look:looks.a} lantern and {friend.name} with
    shaking knees.
  - They walked and walked, hand in hand, with {look:looks.a} lantern, and behind {place:places.the} the noise grew
    louder.

noise_find
  - {hero.name} lifted the {look.word} lantern, but there was no <monster>. There was only a little
    {small:small_ones.word} with {instrument:instruments.a}.
  - And what did {hero.name} and {friend.name} see? A tiny {small:small_ones.word}, all alone, with
    {instrument:instruments.a} ten times {small.his} size.

noise_why
  - "I am practising," said the {small.word}, "for by day, everybody laughs at {small.a} with {instrument.a}."
  - "I cannot sleep," said the {small.word}, "and {instrument.the} is my only friend <place_since>."
  - "I hoped that somebody would hear me," said the {small.word}, "for the nights {spot.near} are so lonely."

noise_end
  - {hero.name} and {friend.name} looked at each other and burst out laughing. "Come with us, little {small.word},"
    said {hero.name}. "<invite>."
  - "And we were afraid of {small.a}!" said {friend.name}. {hero.name} put down the {look.word} lantern. "<invite>,"
    said {hero.name}.

invite
  - There is still some <invite_food> {home.near}
  - Tomorrow you shall play {instrument.the} for all of us
  - You can play {instrument.the} in my kitchen, but not before breakfast

moral_noise
  - Since then, there has been music {home.near} every Sunday, and {hero.name} claps the loudest.
  - Most monsters are quite small once you bring a lantern, <says>.
  - And {hero.name} slept well that night, with {instrument.the} playing softly in the next room.

truth
  - <truth_start> <truth_break>¶<truth_lie>( <truth_believe>|)¶<truth_night> <truth_go>¶<truth_end> <moral_truth>

truth_start
  - <time>, {friend.name} lent {hero.name} {friend.his} {look:looks.word} {thing:fragile.word}. "Take good care of my
    {thing.word}, {hero.name}," said {friend.name}.
  - {friend.name} had {look:looks.a} {thing:fragile.word}, and <time_lower> {friend.he} lent it to {hero.name}.

time_lower
  - one day
  - one <morning>
  - on Monday

truth_break
  - <Who> was very careful until <until>, and then the {look.word} {thing.word} fell to the ground and broke.
  - But {hero.name} danced through the kitchen with the {thing.word}, and crash! There lay the {look.word}
    {thing.word}, in <pieces> pieces.

until
  - the cake was ready
  - {hero.he} had to sneeze
  - the song was over
  - a fly sat on {hero.his} nose

pieces
  - two
  - three
  - seven
  - a hundred

truth_lie
  - "Where is my {look.word} {thing.word}?" {friend.name} asked {hero.name} the next day. "<excuse>," said
    {hero.name}, and looked at <floor>.
  - When {friend.name} came to fetch the {thing.word}, {hero.name} said quickly: "<excuse>."

excuse
  - The wind took your {thing.word}
  - A big bird carried your {thing.word} off
  - Your {look.word} {thing.word} walked away by itself
  - A stranger in a long coat came for the {thing.word}

truth_believe
  - {friend.name} was sad, but {friend.he} believed every word, and for {hero.name} that was the worst of it.
  - "Poor {hero.name}," said {friend.name}. "What a fright for a little {kind.word}!"

truth_night
  - That night, {hero.name} thought of {friend.name} and could not sleep. The lie lay in {hero.his} bed like <heavy>.
  - {hero.name} could not eat that evening, not even {hero.his} <soup>, for the lie about the {look.word} {thing.word}
    had made {hero.him} quite full.

soup
  - soup
  - pancakes
  - honey bread
  - pudding

truth_go
  - Before sunrise, <who> took the pieces, ran to {friend.name} and told {friend.him} the truth.
  - At last {hero.he} went out, past {place:places.the}, and knocked at the door of {friend.name}. "It was me,
    {friend.name}," said <who>. "I broke your {look.word} {thing.word}, and then I lied."

truth_end
  - {friend.name} looked at {hero.name} and was quiet for a long time. "I can live without {thing.a}," {friend.he}
    said at last, "but not without a friend whom I can believe."
  - "Thank you for telling me, {hero.name}," said {friend.name}, "for {look.a} {thing.word} can be mended." And
    {hero.name} and {friend.name} sat down with a pot of glue.

moral_truth
  - The {look.word} {thing.word} still has a crack, and {hero.name} thinks it is the best part.
  - The next night, {hero.name} slept well, and {hero.he} dreamt of {look.a} {thing.word} with wings.
  - A lie is heavy to carry, but the truth has legs of its own, <says>.

bridge
  - <bridge_start> <bridge_sad>¶<bridge_plan> <bridge_doubt>¶<bridge_bring> <bridge_build>¶<bridge_end> <moral_bridge>

bridge_start
  - One night, a storm carried away the little bridge on the way to {spot:places.the}.
  - <time>, when {hero.name} wanted to walk to {spot:places.the}, the little bridge was gone, and so was <gone>.

bridge_sad
  - "How shall we ever get across, {hero.name}?" (asked|sighed|wondered) {friend.name}. On the side of {spot.the}
    stood a little {small:crawlers.word} and cried.
  - A little {small:crawlers.word} sat on the bank and sobbed. "My mother is over there," the {small.word} told
    {hero.name}, "and <supper> too!"

bridge_plan
  - "Then we shall build a new one, {friend.name}," said {hero.name}. "To {kind.a}, a bridge is nothing but a very
    long <furniture>."
  - {hero.name} looked at the water and then at {friend.name}. "Have you got <saw>, {friend.name}?" {hero.he} asked.

furniture
  - table
  - bench
  - bed
  - shelf

bridge_doubt
  - "It cannot be done," grumbled an old {elder:elders.word}. "I have seen <number> bridges fall, {hero.name}, and I
    liked none of them."
  - "You, {hero.name}?" said an old {elder:elders.word} who was passing by. "Whoever heard of {kind.a} that builds
    bridges, and with {friend_kind.a} at that?"

number
  - two
  - three
  - four
  - nine

bridge_bring
  - {hero.name} brought <wood>, {friend.name} brought <tool>, and the {small.word} found <bit>.
  - They fetched what they had: {hero.name} <wood>, {friend.name} <tool>, and the {small.word} <bit>.

wood
  - six old planks
  - the door of the shed
  - a long ladder
  - the kitchen table

tool
  - a jar of nails
  - a rope
  - two hammers
  - a saw

bit
  - one bent nail
  - a piece of string
  - a very small plank
  - a pencil

bridge_build
  - {hero.name} sawed and {friend.name} hammered until <evening>. The bridge fell down <times>, and each time
    {hero.name} said: "<again>."
  - When the new bridge fell down for the first time, {friend.name} laughed and {hero.name} <sneezed>. When it fell
    down again, {hero.name} said: "<again>."

times
  - twice
  - three times
  - four times
  - five times

again
  - Now we know how not to do it, {friend.name}
  - Once more, {friend.name}, and with more string
  - It was nearly standing, {friend.name}

bridge_end
  - On the <day> day, the {small.word} crossed the new bridge, then {friend.name}, then {hero.name}, and last of all
    the old {elder.word}, very carefully.
  - On the <day> day, the old {elder.word} came, walked across and jumped up and down in the middle. "Hm," said the
    {elder.word} to {hero.name}, "it is a bridge, and I rather like it."

day
  - third
  - fourth
  - fifth
  - seventh

moral_bridge
  - They painted it <paint>, and in the evening {hero.name}, {friend.name} and the {small.word} danced on it, one at a
    time.
  - Alone, {hero.name} tells {friend.name}, one builds half a bridge, and it is the other half that one needs.
  - If you ever walk to {spot.the}, look at it well: it is a little crooked where {friend.name} held the ruler.

closing
  - And that is the story of {hero.name} the {kind.word} and {friend.name} the {friend_kind.word}.
  - And if they have not moved away, {hero.name} and {friend.name} still live {home.near}.
  - That is how it happened {home.near}, and {friend.name} the {friend_kind.word} will tell you the same.

wailed
  - cried
  - asked
  - wailed
  - sobbed
  - called

when_seen
  - this morning
  - last night
  - an hour ago
  - at sunrise
  - before the rain

softly
  - tread softly
  - do not shout
  - be kind
  - be quick about it
  - wipe your feet

place_near
  - last week
  - in the storm
  - on Friday
  - while I was out
  - with all my socks in it

medicine
  - so much medicine
  - the doctor
  - a bottle of syrup
  - an honest doctor

rainy
  - last night
  - on Sunday
  - all week
  - again

since
  - yesterday
  - Sunday
  - the day before yesterday
  - breakfast

nothing
  - a dry leaf
  - a crumb
  - cold dew
  - half a pea

errand
  - our bread
  - the lamp oil
  - the winter wood
  - my sister's shoes

can_work
  - I am {kind.a}, and I can work
  - {kind.A} can always find work
  - {look.A} {thing.word} is worth a day of work
  - I have four feet, and all of them can work

cake
  - cake
  - carrot cake
  - plum cake
  - walnut cake
  - apple pie

pale
  - milk
  - flour
  - the moon
  - a candle
  - a boiled egg

cried
  - cried
  - said
  - sobbed
  - laughed

piece_two
  - one crumb
  - a tiny bit
  - a sip of water
  - {hero.his} own tears

forgets
  - a good deed
  - a friend
  - a kind face
  - such a thing

some_day
  - perhaps
  - or one night
  - soon
  - when you need it

laughed
  - laughed
  - said
  - cried
  - giggled

too_small
  - if small.tiny: {small.A} is no bigger than (a button|a crumb|the nose of {kind.a})!
  - if not small.tiny: {small.A} is no bigger than (a pear|my foot|the ear of {kind.a})!
  - {small.A} could not even lift the (spoon|slipper|hat) of {kind.a}!

bed
  - behind the house
  - under the kitchen window
  - in the vegetable garden
  - between the cabbages
  - beside the rain barrel
  - in the sunniest corner
  - next to the fence
  - near the washing line

hours
  - an hour
  - two hours
  - a whole afternoon
  - a day and a night

but_earth
  - earth
  - a worm
  - mud
  - a very small stone

puller
  - a plant
  - a seed
  - a flower
  - summer

years
  - two years
  - three years
  - a few years
  - good time

wonder_time
  - Wonders take their time
  - All wonders need time
  - A wonder takes its time

monster
  - monster
  - dragon
  - giant
  - ghost

place_since
  - at night
  - these days
  - in this cold
  - now

invite_food
  - soup
  - pudding
  - hot milk
  - carrot cake

floor
  - the floor
  - the ceiling
  - {hero.his} feet
  - the stove
  - the butter

heavy
  - a stone
  - a wet blanket
  - a heap of crumbs
  - a snoring giant
  - a sack of onions

gone
  - the path
  - the fence
  - the bench beside it
  - half the garden
  - the ducks' house

supper
  - supper
  - my bed
  - the soup
  - all my brothers
  - my birthday cake

saw
  - a hammer
  - a pencil
  - a ladder
  - any string
  - a plan

evening
  - the evening
  - it was dark
  - the moon came up
  - supper time
  - their ears rang

sneezed
  - sneezed
  - wept a little
  - ate a biscuit
  - lay down in the grass
  - counted the nails
"""
