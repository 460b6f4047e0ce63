"""The English fables: ten plots around a hero and a friend. `notation.py` explains how the rules are written.

hero, friend: names; kind, friend_kind: what animals they are; home: where the hero lives. Quotes are straight double
ones, a comma or stop stands inside them.
"""

from conteur.corpus.fables.english_words import LEXICONS as LEXICONS

RULES = """
tale
  - <opening> <habit>¶<friend>¶<plot>( <closing>|)

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
  - Every (morning|evening), {hero.he} <chore> and <treat>.
  - Every day, {hero.name} <chore> before {hero.he} <treat>.
  - {hero.name} could <skill>, and {hero.he} was very proud of it.
  - Nobody {home.near} could <skill> as well as {hero.name}.
  - {hero.He} could <skill>, but {hero.he} could not <failing>.
  - {hero.name} loved <food> more than anything, except perhaps <pleasure>.
  - There were two things that {hero.name} loved: <food> and <pleasure>.

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
  - bake the best bread
  - guess the weather
  - tell long stories
  - jump over a bucket
  - make friends with anybody
  - sing very loudly

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
  - <lost_start> <lost_cry> <lost_search>¶<lost_ask> <lost_walk>¶<lost_elder> <lost_found>¶<lost_turn> <lost_end>
    <moral_lost>

lost_start
  - <time>, {hero.name} could not find {hero.his} {look:looks.word} {thing:nests.word}.
  - <time>, {hero.name} looked for {hero.his} {look:looks.word} {thing:nests.word}, but it was gone.
  - <time>, the {look:looks.word} {thing:nests.word} that {hero.name} loved so much was not in its place.

lost_cry
  - "Where is my {thing.word}?" {hero.he} (cried|asked|wailed). "<dear>"
  - "My {look.word} {thing.word} is gone!" (cried|said) {hero.name}. "<dear>"

dear
  - It was a present from my grandmother!
  - I have had it since I was small!
  - I cannot be happy without it!
  - It was here last night!

lost_search
  - {hero.He} looked <under> and <in>, but {hero.he} found only <rubbish>.
  - {hero.name} searched <under>, <in> and even in the soup, but all {hero.he} found was <rubbish>.

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
  - So {hero.he} ran to {friend.name}. "I have not seen it," said {friend.name}, "but I will help you look."
  - {friend.name} came at once. "Do not cry," {friend.he} said. "Four eyes see more than two."
  - {friend.name} the {friend_kind.word} heard the noise and came over. "Let us look together," {friend.he} said.

lost_walk
  - Together they walked as far as {spot:places.the}, and {friend.name} looked <under_out>.
  - They looked near {spot:places.the} until {hero.name} was <tired>.
  - They asked everyone they met between the house and {spot:places.the}, but nobody knew anything about a
    {thing.word}.

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
  - There sat an old {elder:elders.word}. "I saw something {look.word}," {elder.he} said. "Look {place:places.near},
    but tread softly."
  - An old {elder:elders.word} had been watching them. "Try {place:places.near}," {elder.he} said, "and please do not
    shout."
  - Then an old {elder:elders.word} (coughed|yawned) beside them. "What you seek is {place:places.near}," said the
    {elder.word}.

lost_found
  - And there, {place.near}, lay the {look.word} {thing.word}, and in it slept a tiny {small:small_ones.word}.
  - {hero.name} ran, and {place.near} {hero.he} found the {thing.word}. But a little {small:small_ones.word} had made
    a bed in it.
  - They went on tiptoe. The {look.word} {thing.word} was there, and out of it peeped a little
    {small:small_ones.word}.

lost_turn
  - "I was so cold," whispered the {small.word}, "and your {thing.word} is so warm." {hero.name} <thought>.
  - "Please do not be angry," said the {small.word}. "The wind took my home, and I had nowhere to go." {hero.name}
    <thought>.

thought
  - thought for a moment
  - looked at {friend.name}, and {friend.name} looked at the clouds
  - scratched {hero.his} nose
  - swallowed hard
  - was quiet for a while

lost_end
  - "Keep it until spring," {hero.he} said. From then on, the {small.word} <thanked> every (morning|evening).
  - "Keep it," {hero.he} said at last. "I have a house, and now you have one too." {friend.name} was proud of
    {hero.him}.
  - "Then it is yours," said {hero.name}. And the {small.word} <thanked> as long as (summer|autumn|winter) lasted.

thanked
  - waved to {hero.name}
  - told {hero.him} a story
  - came to see {hero.him}
  - wished {hero.him} good day

moral_lost
  - {hero.name} went home without {hero.his} {thing.word}, and with a new friend.
  - {hero.He} had lost a {thing.word} and found a friend, and that was a good bargain.
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
  - "Tomorrow is my birthday," said {friend.name} <time_small>. {hero.name} wanted to find a <fine_a> present.

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
    {hero.name} had only <coins>.
  - At the market, there was {look:looks.a} {thing:things.word} for <price> pennies. {hero.name} turned out {hero.his}
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
    and in the evening the {elder.word} paid {hero.him} well.
  - "I can work," {hero.he} thought. {hero.He} <job> for the old {elder:elders.word} who lived {place:places.near},
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
  - On the way to {shop:places.the}, {hero.he} met a little {small:small_ones.word} who was crying. "<trouble>"
  - But near {shop:places.the}, a small {small:small_ones.word} sat in the grass and sobbed. "<trouble>"

trouble
  - My mother is ill, and I cannot pay for her medicine!
  - The rain came through my roof, and I cannot buy a new one!
  - I have had nothing to eat since yesterday!
  - I have lost all the money for our bread!

gift_give
  - {hero.name} looked at {hero.his} pennies and <thought_alone>. Then {hero.he} gave the {small.word} every one of
    them.
  - "Take this," said {hero.name}, and {hero.he} put all {hero.his} pennies in front of the {small.word}.

thought_alone
  - thought of the {thing.word}
  - sighed deeply
  - counted them once more
  - thought of {friend.name}

gift_door
  - The next day, {hero.name} stood at the door of {friend.name} with nothing in {hero.his} hands, and told
    {friend.him} everything.
  - So {hero.name} came to the party without a present. "I wanted to give you {look.a} {thing.word}," {hero.he} said,
    and told the whole story.

gift_end
  - {friend.name} hugged {hero.him}. "You have brought me <best>," {friend.he} said, "and that is better than any
    {thing.word}."
  - "<best_said>" said {friend.name}, and {friend.he} cut {hero.him} the biggest slice of cake.

best
  - yourself
  - a good story
  - a kind heart

best_said
  - A friend like you is present enough!
  - What would I do with a {thing.word}? I have you!
  - That is the best present of all!

moral_gift
  - Then somebody knocked. It was the {small.word}, with a bunch of <flowers> for them both.
  - And the {small.word} came too, and sang until the {look.word} moon went down behind {shop.the}.
  - For a present, as {hero.name} found out, need not have a ribbon on it.
  - And to this day, {friend.name} says that it was {friend.his} finest birthday.

flowers
  - daisies
  - violets
  - poppies
  - wild roses

fear
  - <fear_start> <fear_tease>¶<fear_news> <fear_doubt>¶<fear_elder> <fear_way>¶<fear_end> <moral_fear>

fear_start
  - {hero.name} had one secret: {hero.he} was afraid of <fear_of>.
  - There was only one thing that {hero.name} feared, and that was <fear_of>.
  - {hero.name} was not afraid of spiders or of giants, but {hero.he} was terribly afraid of <fear_of>.

fear_of
  - if not kind.night: {fear:dark.of}
  - if not kind.swims: {fear:water.of}
  - if not kind.climbs: {fear:heights.of}
  - {fear:thunder.of}

fear_tease
  - if fear.dark: {hero.He} slept with three candles and a <lamp>.
  - if fear.dark: When the sun went down, {hero.he} hid <hiding>.
  - if fear.water: {hero.He} would not even <dare_water>.
  - if fear.heights: {hero.He} would not even <dare_heights>.
  - if fear.thunder: When the sky grew black, {hero.he} hid <hiding>.
  - if fear.thunder: At the first rumble, {hero.he} was already <hiding>.

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
  - <time_fear>, there was a shout outside. It was {small:small_ones.a}. "Come quickly! {friend.name} <accident>!"

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
  - {hero.name} began to tremble from {hero.his} ears to {hero.his} toes.
  - {hero.name} turned pale. "Why me?" {hero.he} (whispered|asked).
  - "Surely someone else can go," said {hero.name}. But there was no one else.

fear_elder
  - On the doorstep sat an old {elder:elders.word}. "<advice>," said the {elder.word}.
  - The old {elder:elders.word} from next door saw {hero.him} shaking. "<advice>," {elder.he} said kindly.

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
  - "You came!" (cried|said) {friend.name}. "But you are afraid of {fear.of}!" - "I still am," said {hero.name}. "But
    you are my friend."
  - {friend.name} could hardly believe it. "Were you not afraid?" {friend.he} asked. "Very much," said {hero.name},
    "but I was more afraid of losing you."

moral_fear
  - They went home arm in arm, and the {small.word} <went_ahead>.
  - Since that day, {hero.name} has been only a little afraid of {fear.of}, and never when {friend.name} is near.
  - And when the {elder.word} heard about it, {elder.he} nodded, as if {elder.he} had known it all along.
  - Courage, {hero.name} says now, is a thing that grows when you need it.

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
  - "This is all for me," {hero.he} said, and hid {goods.the} <hiding_food>.
  - "I will not tell anybody," thought {hero.name}, and {hero.he} put {goods.the} <hiding_food>.

hiding_food
  - under the bed
  - behind the stove
  - in the cellar
  - in the wardrobe, under the hats

sharing_first
  - Soon there was a knock. It was a little {small:small_ones.word}. "Have you anything to eat?" "Nothing at all,"
    said {hero.name}, and {hero.his} ears turned red.
  - A hungry little {small:small_ones.word} tapped at the window. "Could you spare a bite?" {small.he} asked.
    {hero.name} shook {hero.his} head and drew the curtain.

sharing_second
  - Then came {friend.name}. "I have only one <piece>," said {friend.name}, "but half of it is for you."
  - In the evening, {friend.name} stood at the door. "I found a <piece>," {friend.he} said, "and I thought of you. Let
    us share it."

piece
  - carrot
  - potato
  - crust of bread
  - turnip
  - small onion

sharing_turn
  - {hero.name} looked at the <piece_back>, and suddenly {hero.he} was very ashamed. {hero.He} fetched {goods.the} and
    called the {small.word} back.
  - {hero.name} could not swallow. "Wait," {hero.he} said, and ran to fetch the {goods.food} and the {small.word} as
    well.

piece_back
  - little gift
  - kind face of {friend.name}
  - floor

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
  - "How strange," said {hero.name}. "Now I have less, and yet it is more."
  - Since then, the door of {hero.name} has never been locked, and there is always <one_more>.

one_more
  - a spoon for one more
  - a chair for one more
  - soup for one more
  - a bowl for whoever comes

race
  - <race_start> <race_rival>¶<race_run> <race_stop>¶<race_help> <race_late>¶<race_end> <moral_race>

race_start
  - Every (spring|summer|autumn), there was a great race from {spot:places.the} to {goal:places.the}, and this year
    the prize was {look:looks.a} {thing:things.word}.
  - <time>, everybody came to the great race from {spot:places.the} to {goal:places.the}. The winner would get
    {look:looks.a} {thing:things.word}.

race_rival
  - "I shall win," said {rival:names.name} the {rival_kind:kinds.word}, "because I always do." {hero.name} (said
    nothing|only smiled|tied up {hero.his} laces).
  - {rival:names.name} the {rival_kind:kinds.word} laughed at {hero.name}. "You? You could not win against a
    (chair|gatepost|cabbage)!"

race_run
  - {hero.name} ran as fast as {hero.he} could, and soon {hero.he} was ahead of them all, even of {rival.name}.
  - They were off! {rival.name} slipped in the mud, and {hero.name} took the lead.

race_stop
  - But {place:places.near}, {hero.he} heard a thin voice. A little {small:small_ones.word} <stuck>.
  - Then {hero.he} saw, {place:places.near}, a little {small:small_ones.word} that <stuck>.

stuck
  - was stuck in the mud
  - was caught in the thorns
  - had fallen into a bucket
  - lay on {small.his} back and could not get up

race_help
  - "If I stop, I lose," thought {hero.name}. But {hero.his} feet had already stopped.
  - {hero.name} looked at the road, and {hero.he} looked at the {small.word}. Then {hero.he} turned back.
  - "Hold on!" called {hero.name}, and {hero.he} forgot all about the {thing.word}.

race_late
  - {hero.He} helped the {small.word} up and dried {small.his} tears. Meanwhile, {rival.name} ran past without a look.
  - It took a long time. When {hero.he} came to {goal.the} at last, with the {small.word} on {hero.his} shoulder,
    {rival.name} had won.

race_end
  - {friend.name} had seen it all from {goal.the} and told everybody. They cheered for {hero.name} so loudly that
    {rival.name} <rival_end>.
  - "{hero.name} was the fastest," said the {small.word}, "for {hero.he} was the first to help." And {rival.name}
    <rival_end>.

rival_end
  - turned red and gave {hero.him} the {thing.word}
  - laid the {thing.word} at the feet of {hero.name}
  - looked at the {look.word} {thing.word} and was no longer so happy with it
  - asked {hero.him} for pardon

moral_race
  - {friend.name} carried {hero.name} home on {friend.his} back, and they had pancakes.
  - There are races, says {hero.name}, that one wins by stopping.
  - The next year, {rival.name} stopped too, and then nobody won, and it was the best race of all.

rescue
  - <rescue_start> <rescue_plea>¶<rescue_laugh> <rescue_free>¶<rescue_fall> <rescue_call>¶<rescue_end> <moral_rescue>

rescue_start
  - <time>, {hero.name} was walking past {spot:places.the} when {hero.he} heard a tiny voice. It was
    {small:small_ones.a} that <trapped>.
  - <time>, near {spot:places.the}, {hero.name} almost stepped on a little {small:small_ones.word} that <trapped>.

trapped
  - was caught in an old net
  - was stuck in a drop of honey
  - had got tangled in a thread
  - sat at the bottom of a jug

rescue_plea
  - "Let me out," begged the {small.word}, "and one day I will help you."
  - "Please set me free!" {small.he} cried. "I shall never forget it."

rescue_laugh
  - {hero.name} had to laugh. "How could somebody so small help {kind.a}?"
  - "You, help me?" said {hero.name}. "You are no bigger than (a button|a crumb|my nose)!"

rescue_free
  - But {hero.he} had a good heart and set the {small.word} free.
  - Still, {hero.he} bent down and freed the {small.word}, very gently.

rescue_fall
  - A week later, {hero.name} <fell> near {place:places.the}.
  - Not long after, {hero.name} went out alone to {place:places.the}, and there {hero.he} <fell>.

fell
  - fell into a deep hole
  - got stuck between two rocks
  - stepped into a hunter's trap
  - slipped and sprained an ankle

rescue_call
  - {hero.He} called until {hero.his} voice was gone, but no one heard. No one except the {small.word}.
  - Night came, and it began to (rain|snow). Then {hero.name} heard a tiny voice: "I am here!" It was the
    {small.word}.

rescue_end
  - if small.flies: The {small.word} flew straight to {friend.name} and pulled {friend.him} by the ear all the way.
    With a long rope, {friend.name} got {hero.him} out.
  - if not small.flies: The {small.word} crept all night to the house of {friend.name}, and in the morning
    {friend.name} came with a long rope.
  - The {small.word} fetched {friend.name} and a hundred cousins, and all together they pulled {hero.name} out.

moral_rescue
  - "Now I know," said {hero.name}, "how somebody so small can help {kind.a}."
  - And {hero.name} never again laughed at anyone for being small.
  - No friend is too small, and no kindness either, <says>.

seed
  - <seed_start> <seed_plant>¶<seed_wait> <seed_friend>¶<seed_more> <seed_grow>¶<seed_end> <moral_seed>

seed_start
  - <time>, an old {elder:elders.word} gave {hero.name} a seed no bigger than (a crumb|a flea|the letter o).
    "<promise>," said the {elder.word}.
  - <time>, {hero.name} helped an old {elder:elders.word} to carry a basket home from {spot:places.the}. To thank
    {hero.him}, the {elder.word} gave {hero.him} a seed. "<promise>."

promise
  - There is a wonder in it, but wonders take their time
  - Give it water and do not hurry it
  - It will be big one day, if you are patient

seed_plant
  - {hero.name} planted it behind the house, gave it water and sat down to watch.
  - {hero.He} dug a hole with a spoon, put the seed in and said good night to it.

seed_wait
  - After an hour, nothing had happened. {hero.name} <tried>.
  - The next morning, there was still nothing to see. {hero.name} <tried>.

tried
  - read it a story, in case it was bored
  - sang to it, in case it was asleep
  - gave it some soup, in case it was hungry
  - shouted at it to wake up
  - lent it a scarf, in case it was cold

seed_friend
  - {friend.name} looked over the fence. "You cannot pull it up by its ears," {friend.he} said.
  - "Will it never grow?" {hero.he} asked. "It is growing now," said {friend.name}, "only you cannot see it."
  - "Perhaps I should dig it up," said {hero.name}. "Perhaps you should have some cake," said {friend.name}.

seed_more
  - So {hero.name} waited. It rained, and the sun shone, and {friend.name} came by every (day|evening|Sunday).
  - Days passed, and weeks. {hero.name} learned to <learned> while {hero.he} waited.

learned
  - knit
  - play the flute
  - count to a thousand
  - bake bread

seed_grow
  - Then, one morning, there was a green tip, and by (summer|autumn) it was {plant:plants.a}, taller than {hero.name}.
  - And at last, something green came out of the ground. It grew and grew and became {plant:plants.a}, the finest
    {home.near}.

seed_end
  - There were so many <harvest> that {hero.name} invited {friend.name}, the old {elder.word} and everybody else.
  - {hero.name} took the first <harvest> to the old {elder.word} and the second to {friend.name}.

harvest
  - {plant.gift}

moral_seed
  - "You were right," {hero.he} told the {elder.word}. "Wonders take their time."
  - And in {hero.his} pocket, {hero.name} kept one seed for somebody who was still in a hurry.
  - Good things grow slowly, <says>.

noise
  - <noise_start> <noise_guess>¶<noise_fetch> <noise_walk>¶<noise_find> <noise_why>¶<noise_end> <moral_noise>

noise_start
  - One night, {hero.name} woke up. Something outside went "<sound>!"
  - In the middle of the night, {hero.name} heard a strange noise near {spot:places.the}. "<sound>!" it went.
    "<sound_two>!"

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
  - "That is a (dragon|giant|ghost)," whispered {hero.name}, and pulled the blanket up to {hero.his} nose.
  - {hero.He} thought of (dragons|giants|ghosts), and then {hero.he} tried hard to think of cake.

noise_fetch
  - {hero.He} crept over to {friend.name} and woke {friend.him}. "<plan>," said {friend.name}.
  - {friend.name} had heard it too and stood at the door with a <weapon>. "<plan>," {friend.he} said.

plan
  - Two are braver than one
  - We shall go and look
  - You go first, I will be right behind you

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
  - {hero.name} lifted the lantern. There was no monster. There was only a little {small:small_ones.word} with
    {instrument:instruments.a}.
  - And what did they see? A tiny {small:small_ones.word}, all alone, with {instrument:instruments.a} ten times
    {small.his} size.

noise_why
  - "I am practising," said the {small.word}. "By day, everybody laughs at me."
  - "I cannot sleep," said the {small.word}, "and {instrument.the} is my only friend."
  - "I hoped that somebody would hear me," {small.he} said. "It is so lonely here at night."

noise_end
  - {hero.name} and {friend.name} looked at each other and burst out laughing. "Come with us," said {hero.name}.
    "<invite>."
  - "And we were afraid of you!" said {friend.name}. {hero.name} put down the lantern. "<invite>," {hero.he} said.

invite
  - There is still some soup
  - Tomorrow you shall play for all of us
  - You can play in my kitchen, but not before breakfast

moral_noise
  - Since then, there has been music {home.near} every Sunday, and {hero.name} claps the loudest.
  - Most monsters are quite small, <says>, once you bring a lantern.
  - And {hero.name} slept well that night, with {instrument.the} playing softly in the next room.

truth
  - <truth_start> <truth_break>¶<truth_lie> <truth_believe>¶<truth_night> <truth_go>¶<truth_end> <moral_truth>

truth_start
  - <time>, {friend.name} lent {hero.name} {friend.his} {look:looks.word} {thing:fragile.word}. "Take good care of
    it," {friend.he} said.
  - {friend.name} had {look:looks.a} {thing:fragile.word}, and <time_lower> {friend.he} lent it to {hero.name}.

time_lower
  - one day
  - one <morning>
  - on Monday

truth_break
  - {hero.name} was very careful until <until>, and then it fell to the ground and broke.
  - But {hero.name} danced through the kitchen with the {thing.word}, and crash! There it lay, in <pieces> pieces.

until
  - lunch
  - four o'clock
  - it began to rain
  - a fly sat on {hero.his} nose

pieces
  - two
  - three
  - seven
  - a hundred

truth_lie
  - "Where is my {thing.word}?" {friend.name} asked the next day. "<excuse>," said {hero.name}, and looked at the
    floor.
  - When {friend.name} came to fetch the {thing.word}, {hero.name} said quickly: "<excuse>."

excuse
  - The wind took it
  - A big bird carried it off
  - It walked away by itself
  - A stranger in a long coat came for it

truth_believe
  - {friend.name} was sad, but {friend.he} believed every word. That was the worst of it.
  - "Poor you," said {friend.name}. "You must have been so frightened!"

truth_night
  - That night, {hero.name} could not sleep. The lie lay in {hero.his} bed like (a stone|a wet dog|a heap of crumbs).
  - {hero.name} could not eat that evening, not even {hero.his} <soup>. The lie had made {hero.him} quite full.

soup
  - soup
  - pancakes
  - honey bread
  - pudding

truth_go
  - Before sunrise, {hero.he} took the pieces, ran to {friend.name} and told {friend.him} the truth.
  - At last {hero.he} went out, past {place:places.the}, and knocked. "It was me," {hero.he} said. "I broke it, and
    then I lied."

truth_end
  - {friend.name} was quiet for a long time. "I can live without a {thing.word}," {friend.he} said at last, "but not
    without a friend whom I can believe."
  - "Thank you for telling me," said {friend.name}. "A {thing.word} can be mended." And they sat down with a pot of
    glue.

moral_truth
  - The {look.word} {thing.word} still has a crack, and {hero.name} thinks it is the best part.
  - That night, {hero.name} slept like a stone, and without one.
  - A lie is heavy to carry, <says>, and the truth has legs of its own.

bridge
  - <bridge_start> <bridge_sad>¶<bridge_plan> <bridge_doubt>¶<bridge_bring> <bridge_build>¶<bridge_end> <moral_bridge>

bridge_start
  - One night, a storm carried away the little bridge on the way to {spot:places.the}.
  - <time>, when {hero.name} wanted to walk to {spot:places.the}, the little bridge was gone. The stream had carried
    it off.

bridge_sad
  - "How shall we ever get across?" (asked|sighed) {friend.name}. On the other side stood a little
    {small:small_ones.word} and cried.
  - A little {small:small_ones.word} sat on the bank and sobbed. "My mother is over there," {small.he} told
    {hero.name}, "and supper too!"

bridge_plan
  - "Then we shall build a new one," said {hero.name}. "A bridge is nothing but a very long <furniture>."
  - {hero.name} looked at the water and then at {friend.name}. "Have you got a saw?" {hero.he} asked.

furniture
  - table
  - bench
  - bed
  - shelf

bridge_doubt
  - "It cannot be done," grumbled an old {elder:elders.word}. "I have seen <number> bridges fall, and I liked none of
    them."
  - "You?" said an old {elder:elders.word} who was passing by. "Whoever heard of {kind.a} that builds bridges?"

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
  - They sawed and hammered until the evening. The bridge fell down <times>, and each time {hero.name} said:
    "<again>."
  - When it fell down for the first time, {friend.name} laughed. When it fell down again, {hero.name} said: "<again>."

times
  - once
  - twice
  - three times

again
  - Now we know how not to do it
  - Once more, and with more string
  - It was nearly standing

bridge_end
  - On the <day> day, it stood. The {small.word} went over first, then {friend.name}, then {hero.name}, and last of
    all the old {elder.word}, very carefully.
  - On the <day> day, the old {elder.word} came, walked across and jumped up and down in the middle. "Hm," {elder.he}
    told {hero.name}. "It is a bridge."

day
  - third
  - fourth
  - fifth
  - seventh

moral_bridge
  - They painted it <paint>, and in the evening everybody danced on it, one at a time.
  - Alone, says {hero.name}, one builds half a bridge, and it is the other half that one needs.
  - If you ever walk to {spot.the}, look at it well: it is a little crooked where {friend.name} held the ruler.

closing
  - And that is the end of the story.
  - And if they have not moved away, {hero.name} and {friend.name} still live there today.
  - Then the moon came up, and everybody {home.near} went to bed.
  - The end.
"""
