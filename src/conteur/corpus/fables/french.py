"""The French fables: ten plots around a hero and a friend. `notation.py` explains how the rules are written.

hero, friend: names; kind, friend_kind: what animals they are; home: where the hero lives. Quotes are « » with plain
spaces inside, and a plain space stands before : ; ! ? too; the apostrophe is the straight one of the keyboard.
"""

from conteur.corpus.fables.french_words import LEXICONS as LEXICONS

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
  3- {hero.nom}
  - {hero.nom} {kind.le}
  2- {kind.le}
  - {kind.le_petit}

Who
  3- {hero.nom}
  - {hero.nom} {kind.le}
  2- {kind.Le}
  - {kind.Le_petit}

pal
  2- {friend.nom}
  - {friend.nom} {friend_kind.le}
  - {friend_kind.le}

ils
  - if hero.f: <ils_of_her>
  - if hero.m: ils

ils_of_her
  - if friend.f: elles
  - if friend.m: ils

Ils
  - if hero.f: <Ils_of_her>
  - if hero.m: Ils

Ils_of_her
  - if friend.f: Elles
  - if friend.m: Ils

opening
  3- Il était une fois {kind:kinds.un_petit} nommé{kind.e} {hero:names~kind.nom}, qui vivait dans <house>
    {home:places.pres}.
  2- Il était une fois {kind:kinds.un} {trait:traits.~kind} qui s'appelait {hero:names~kind.nom} et qui habitait
    <house> {home:places.pres}.
  2- <morning>, {kind:kinds.un} nommé{kind.e} {hero:names~kind.nom} ouvrit la porte de sa maison, {home:places.pres},
    et <greeted>.
  - Un matin, {kind:kinds.un} nommé{kind.e} {hero:names~kind.nom} ouvrit la porte de sa maison, {home:places.pres}, et
    <greeted>.
  - Dans <house> {home:places.pres} vivait {kind:kinds.un} {trait:traits.~kind} nommé{kind.e} {hero:names~kind.nom}.
  - {hero:names.nom} était {kind:kinds~hero.un} {trait:traits.~kind} qui vivait dans <house> {home:places.pres}.
  - Il y a bien longtemps, {kind:kinds.un} {trait:traits.~kind} nommé{kind.e} {hero:names~kind.nom} vivait
    tout{kind.e} seul{kind.e} dans <house> {home:places.pres}.
  - {home:places.Pres} se dressait <house>, où vivait {hero:names.nom}, {kind:kinds~hero.un} {trait:traits.~kind}.

house
  - une <nice> maison <paint>
  - une <nice> maison (de bois|de pierre|de terre)
  - une <nice> maison aux volets <paints>

nice
  - petite
  - jolie
  - vieille
  - modeste
  - minuscule

paint
  - rouge
  - bleue
  - verte
  - jaune
  - blanche
  - grise

paints
  - rouges
  - bleus
  - verts
  - jaunes
  - blancs
  - gris

morning
  - Un beau matin
  - Un matin de pluie
  - Un matin de grand vent
  - Un matin d'automne
  - Un matin d'hiver
  - Un soir d'été
  - Un après-midi de printemps
  - Un soir de brouillard

greeted
  - huma l'air frais
  - regarda passer les nuages
  - sourit au monde entier
  - dit bonjour aux moineaux
  - écouta chanter le vent
  - se demanda ce qu'il y aurait à souper

habit
  - Chaque (matin|soir), <who> <chore>, puis {hero.il} <treat>.
  - Tous les jours, <who> <chore> avant de <to_treat>.
  - <Who> savait <skill>, et {hero.il} en était très {hero.fier}.
  - Personne, {home.pres}, ne savait <skill> aussi bien {hero.que}.
  - <Who> savait <skill>, mais {hero.il} ne savait pas <failing>.
  - <Who> aimait <food> par-dessus tout, sauf peut-être <pleasure>.
  - Il y avait deux choses {hero.que} aimait : <food> et <pleasure>.

chore
  - balayait le plancher
  - arrosait les fleurs
  - nourrissait les poules
  - se brossait le poil
  - comptait ses cuillères
  - astiquait les fenêtres
  - coupait du bois
  - faisait son lit

treat
  - buvait une tasse de lait chaud
  - mangeait une tartine
  - chantait une chanson à la lune
  - lisait une page d'un très gros livre
  - s'asseyait sur le seuil et ne faisait rien du tout
  - racontait une blague à la bouilloire

to_treat
  - boire une tasse de lait chaud
  - manger une tartine
  - chanter une chanson à la lune
  - lire une page d'un très gros livre
  - ne rien faire du tout sur le pas de la porte
  - raconter une blague à la bouilloire

skill
  - siffler la bouche pleine
  - tenir sur une patte
  - faire le pain
  - deviner le temps
  - raconter de longues histoires
  - sauter par-dessus un seau
  - se faire des amis partout
  - chanter les yeux fermés

failing
  - garder un secret
  - retenir les anniversaires
  - tenir en place
  - cuire un œuf
  - retrouver ses cuillères
  - se lever tôt

food
  - la soupe chaude
  - le pain frais
  - les crêpes
  - les prunes mûres
  - le gâteau aux carottes
  - le miel
  - la tarte aux pommes

pleasure
  - les longues promenades
  - une bonne sieste
  - les flaques d'eau
  - les belles histoires
  - l'odeur de la pluie
  - les chaussettes propres

friend
  - {friend:names.Meilleur_ami}, {friend.nom}, était {friend_kind:kinds~friend.un} qui habitait <next_door>.
  - {hero.nom} avait {friend:names.bon_ami}, {friend.nom} {friend_kind:kinds~friend.le}, qui <friend_habit>.
  - {friend:names.Meilleur_ami}, {friend.nom} {friend_kind:kinds~friend.le}, <friend_habit>.
  - {friend:names.nom} {friend_kind:kinds~friend.le} habitait <next_door>, et <ils> <together>.
  - Avec {friend:names.nom} {friend_kind:kinds~friend.le}, qui habitait <next_door>, {hero.il} partageait tout, même
    <even>.

next_door
  - la maison voisine
  - de l'autre côté du chemin
  - de l'autre côté du ruisseau
  - juste derrière la haie
  - trois jardins plus loin
  - au bout de l'allée

friend_habit
  - riait de tout
  - avait toujours du sable dans les poches
  - parlait beaucoup
  - ne parlait presque jamais
  - connaissait tous les sentiers
  - venait goûter le dimanche
  - était toujours en retard
  - ne mettait jamais de manteau

together
  - se voyaient tous les jours
  - ne s'ennuyaient jamais
  - jouaient ensemble après le déjeuner
  - ne se disputaient que le lundi
  - se disaient tout

even
  - le dernier biscuit
  - le mauvais temps
  - la rougeole
  - ses secrets
  - la vaisselle

time
  - <morning>
  - Un jour
  - Le premier jour (du printemps|de l'été|de l'automne|de l'hiver)
  - Un matin, de bonne heure
  - Un lundi

says
  - comme {friend.nom} aime le rappeler
  - comme {friend.nom} le dit encore aujourd'hui
  - et {hero.nom} le sait mieux que personne
  - et {friend.nom} le sait aussi

lost
  - <lost_start> <lost_cry>( <lost_search>|)¶<lost_ask>( <lost_walk>|)¶<lost_elder> <lost_found>¶<lost_turn>
    <lost_end> <moral_lost>

lost_start
  - <time>, {hero.nom} ne trouva plus {thing:nests.son} {look:looks.~thing}.
  - <time>, {hero.nom} chercha {thing:nests.son} {look:looks.~thing}, mais {thing.il} avait disparu.
  - <time>, {thing:nests.le} {look:looks.~thing} {hero.que} aimait tant n'était plus à sa place.

lost_cry
  - « Où est {thing.mon} ? » <wailed> <who>. « <dear> »
  - « {thing.Mon} {look.~thing} a disparu ! » <wailed> <who>. « <dear> »

wailed
  - demanda
  - s'écria
  - gémit
  - sanglota
  - cria

dear
  - C'est ma grand-mère qui m'a fait {thing.le} {look.~thing} !
  - Que devient {kind.un} sans {thing.mot} {look.~thing} ?
  - Hier encore, {thing.le} {look.~thing} était à sa place !
  - Jamais je ne dormirai sans {thing.le} {look.~thing} !

lost_search
  - {hero.Il} regarda <under> et <in>, mais tout ce qu'{hero.il} trouva, ce fut <rubbish>.
  - <Who> chercha <under>, <in> et même dans la soupe. {hero.Il} y trouva <rubbish>, et rien d'autre.

under
  - sous le lit
  - derrière le poêle
  - au-dessus de l'armoire
  - sous l'escalier

in
  - dans tous les tiroirs
  - à la cave
  - dans le tas de bois
  - parmi les pommes de terre

rubbish
  - un bouton et une cuillère
  - un cafard très étonné
  - la moitié d'un biscuit
  - une chaussette dépareillée
  - un peu de poussière

lost_ask
  - <Who> courut chez {friend.nom}. « Je n'ai pas vu {thing.le} {look.~thing} », dit {friend.nom}, « mais je vais
    t'aider à chercher. »
  - {friend.nom} arriva aussitôt pour consoler {hero.nom}. « Ne pleure pas pour {thing.un} », dit-{friend.il}, « car
    quatre yeux valent mieux que deux. »
  - {friend.nom} {friend_kind.le} entendit {hero.nom} et accourut. « Cherchons {thing.le} {look.~thing} ensemble »,
    dit-{friend.il}.

lost_walk
  - Ensemble, <ils> allèrent jusqu'{spot:places.au}, et {friend.nom} regarda <under_out>.
  - <Ils> cherchèrent longtemps autour {spot:places.du}. <Who> était déjà <tired>.
  - <Ils> interrogèrent tous les passants jusqu'{spot:places.au}, mais personne n'avait vu {thing.le} {hero.de}.

under_out
  - sous chaque pierre
  - derrière chaque buisson
  - dans chaque flaque
  - entre les racines

tired
  - au bord des larmes
  - à bout de forces
  - trempé{hero.e} jusqu'aux genoux
  - mort{hero.e} de faim

lost_elder
  - {elder:elders.Un} attendait là {hero.nom} et {friend.nom}. « J'ai vu {thing.le} {look.~thing} <when_seen> », dit
    {elder.le}. « Va donc {place:places.pres}, mais <softly>. »
  - {elder:elders.Un} observait {hero.nom} et {friend.nom}. « Cherche {place:places.pres} », dit-{elder.il}, « mais
    <softly>. »
  - Alors {elder:elders.un} (toussa|bâilla) tout près de là. « Ce que tu cherches est {place:places.pres} », dit
    {elder.le}.

when_seen
  - ce matin
  - hier soir
  - il y a une heure
  - au lever du soleil
  - avant la pluie

softly
  - marche doucement
  - ne crie pas
  - ne te fâche pas
  - ne traîne pas
  - essuie-toi les pieds

lost_found
  - Et là, {place.pres}, <ils> trouvèrent {thing.le} {look.~thing}. Mais {small:small_ones.un_petit} y dormait à
    poings fermés.
  - {hero.nom} courut, et {place.pres}, {hero.il} retrouva {thing.son}. Mais {small:small_ones.un_petit} y avait fait
    son lit.
  - <Ils> s'approchèrent sur la pointe des pieds, {hero.nom} devant, {friend.nom} derrière. {thing.Le} {look.~thing}
    était bien là, et {small:small_ones.un_petit} y montrait le bout de son nez.

lost_turn
  - « J'avais si froid », murmura {small.le}, « et il fait si bon dans {thing.le} {look.~thing}. » <Who> <thought>.
  - « Ne te fâche pas », dit {small.le}. « Le vent a emporté ma maison <place_near>, et {thing.le} {look.~thing} était
    si près. » <Who> <thought>.

place_near
  - la semaine dernière
  - pendant la tempête
  - vendredi
  - pendant que je dormais
  - avec toutes mes chaussettes

thought
  - réfléchit un instant
  - regarda {friend.nom}, et {friend.nom} regarda les nuages
  - se gratta le nez
  - avala sa salive
  - garda un moment le silence

lost_end
  - « Garde-{thing.pron} jusqu'au printemps », dit {hero.nom} {small.au}. Depuis, {small.le} <thanked> tous les
    (matins|soirs).
  - « {thing.Le} {look.~thing} est à toi », dit enfin {hero.nom} {small.au}. « Moi, j'ai déjà une maison {home.pres}.
    » Et {friend.nom} était {friend.fier} {hero.de}.
  - « Alors, je te donne {thing.le} {look.~thing} », dit {hero.nom}. Et {small.le} ne l'oublia jamais.

thanked
  - lui fait signe
  - lui raconte une histoire
  - vient {hero.pron} voir
  - lui souhaite une bonne journée

moral_lost
  - <Who> rentra sans {thing.son} {look.~thing}, mais avec {small.nouvel_ami}.
  - <Who> avait perdu {thing.un} {look.~thing} et trouvé {small.nouvel_ami} : c'était une bonne affaire.
  - Ce que l'on donne n'est jamais tout à fait perdu, <says>.

gift
  - <gift_start> <gift_see>¶<gift_work>¶<gift_small> <gift_give>¶<gift_door> <gift_end> <moral_gift>

gift_start
  - C'était bientôt l'anniversaire {friend.de}, et {hero.nom} voulait lui offrir quelque chose <fine>.
  - « Demain, c'est mon anniversaire », dit <pal> à {hero.nom} <time_small>. <Who> voulut lui trouver un cadeau
    <fine_gift>.

fine
  - de vraiment beau
  - de rare
  - d'inoubliable
  - de mieux que des chaussettes

fine_gift
  - parfait
  - magnifique
  - vraiment rare
  - digne d'un roi

time_small
  - un matin
  - un soir
  - au petit déjeuner
  - par-dessus la barrière du jardin

gift_see
  - Dans la vitrine du marchand, {hero.il} vit {thing:things.un} {look:looks.~thing}. Mais cela coûtait <price> sous,
    et <who> n'en avait que <coins>.
  - Au marché, on vendait {thing:things.un} {look:looks.~thing} pour <price> sous. <Who> retourna ses poches : <coins>
    sous et un bouton.

price
  - dix
  - douze
  - vingt
  - neuf

coins
  - deux
  - trois
  - quatre

gift_work
  - {hero.Il} alla donc travailler chez {elder:elders.un}, {place:places.pres}. {hero.Il} <job> et <job_two>, et le
    soir, {elder.le} paya bien {hero.nom}.
  - « <can_work> », se dit {hero.nom}. {hero.Il} <job> pour {elder:elders.un} qui vivait {place:places.pres}, et
    {hero.il} <job_two> aussi. {elder.Le} sourit et lui remplit la poche de sous.

can_work
  - {kind.Un}, cela sait travailler
  - Pour {thing.un} {look.~thing}, je travaillerai tout le jour
  - J'ai quatre pattes, et toutes savent travailler
  - Il y a toujours du travail pour {kind.un}

job
  - porta de l'eau
  - coupa du bois
  - cueillit des pommes
  - lava une montagne d'assiettes

job_two
  - répara la clôture
  - balaya la cour
  - étendit le linge
  - remonta toutes les pendules

gift_small
  - Sur le chemin {shop:places.du}, <who> rencontra {small:small_ones.un_petit} qui pleurait. « <trouble> »
  - Mais près {shop:places.du}, {hero.nom} trouva {small:small_ones.un_petit} qui sanglotait dans l'herbe. « <trouble>
    »

trouble
  - Ma mère est malade, et {small.un} n'a pas de quoi payer <medicine> !
  - La pluie traverse mon toit <rainy>, et {small.un} ne peut pas le réparer !
  - Je n'ai rien mangé depuis <since>, rien <nothing> !
  - J'ai perdu tout l'argent <errand> !

medicine
  - le remède
  - le médecin
  - un sirop
  - tant de remèdes

rainy
  - depuis hier
  - depuis dimanche
  - toutes les nuits
  - encore une fois

since
  - hier
  - dimanche
  - trois jours
  - ce matin

nothing
  - qu'une feuille sèche
  - qu'une miette
  - qu'un peu de rosée
  - qu'un demi-pois

errand
  - du pain
  - du loyer
  - du bois pour l'hiver
  - des chaussures de ma sœur

gift_give
  - <Who> regarda ses sous et <thought_alone>. Puis {hero.il} les donna tous {small.au}.
  - « Prends <take> », dit <who> en posant tous ses sous devant {small.le}.

take
  - ceci
  - tout
  - mes sous
  - tout cela
  - ce que j'ai

thought_alone
  - pensa {thing.au} {look.~thing}
  - soupira
  - les compta encore une fois
  - pensa à {friend.nom}

gift_door
  - Le lendemain, {hero.nom} se présenta chez {friend.nom} les pattes vides et lui raconta tout.
  - {hero.nom} arriva donc chez {friend.nom} sans cadeau. « Je voulais t'offrir {thing.un} {look.~thing} »,
    dit-{hero.il}, et {hero.il} raconta toute l'histoire.

gift_end
  - {friend.nom} serra {hero.nom} dans ses bras. « Tu m'as apporté <best> », dit-{friend.il}, « et cela vaut mieux
    qu'{thing.un} {look.~thing}. »
  - « <best_said> » dit {friend.nom}, et {friend.il} coupa pour {hero.nom} la plus grosse part <cake>.

cake
  - de gâteau
  - de tarte
  - de gâteau aux noix
  - de brioche
  - de flan

best
  - ton amitié
  - une belle histoire
  - ton bon cœur

best_said
  - Avec {hero.nom}, j'ai déjà mon cadeau !
  - Que ferais-je d'{thing.un} {look.~thing} quand j'ai {hero.nom} ?
  - Le plus beau des cadeaux, {hero.nom}, c'est toi !

moral_gift
  - {small.Le} frappa alors à la porte, avec un bouquet <flowers> pour {friend.nom} et un autre pour {hero.nom}.
  - {small.Le} vint aussi, et {hero.nom} chanta avec {friend.nom} jusqu'à minuit.
  - Car un cadeau, {hero.nom} et {friend.nom} le savent bien, n'a pas besoin de ruban.
  - Et aujourd'hui encore, {friend.nom} dit à {hero.nom} que ce fut son plus bel anniversaire.

flowers
  - de marguerites
  - de violettes
  - de coquelicots
  - d'églantines

fear
  - <fear_start>( <fear_tease>|)¶<fear_news> <fear_doubt>¶<fear_elder> <fear_way>¶<fear_end> <moral_fear>

fear_start
  - <Who> avait un secret : {hero.il} avait peur <fear_of>.
  - Il n'y avait qu'une chose {hero.que} redoutait, c'était <fear_the>.
  - <Who> ne craignait ni les orties ni les géants, mais {hero.il} avait terriblement peur <fear_of>.

fear_of
  - if not kind.night and not friend_kind.night: {fear:dark.de}
  - if not kind.swims and not friend_kind.swims: {fear:water.de}
  - if not kind.climbs and not friend_kind.climbs: {fear:heights.de}
  - {fear:thunder.de}

fear_the
  - if not kind.night and not friend_kind.night: {fear:dark.le}
  - if not kind.swims and not friend_kind.swims: {fear:water.le}
  - if not kind.climbs and not friend_kind.climbs: {fear:heights.le}
  - {fear:thunder.le}

fear_tease
  - if fear.dark: <Who> dormait avec trois bougies et une (lanterne|grosse lampe).
  - if fear.dark: Dès que le soleil se couchait, <who> se cachait <hiding>.
  - if fear.water: <Who> n'osait même pas <dare_water>.
  - if fear.heights: <Who> n'osait même pas <dare_heights>.
  - if fear.thunder: Dès que le ciel noircissait, <who> se cachait <hiding>.
  - if fear.thunder: Au premier grondement, <who> était déjà <hiding>.

hiding
  - sous le lit
  - dans l'armoire
  - derrière les sacs de farine
  - dans le panier à linge

dare_water
  - marcher dans une flaque
  - se pencher sur le puits
  - prendre un bain
  - se laver plus haut que les genoux

dare_heights
  - monter sur une chaise
  - regarder par la fenêtre du grenier
  - sauter de la dernière marche
  - grimper sur un tabouret

fear_news
  - <time_fear>, {small:small_ones.un_petit} arriva, tout{small.e} tremblant{small.e}. « {friend.nom} <accident> ! »
  - <time_fear>, on cria dehors. C'était {small:small_ones.un_petit}. « Viens vite, {friend.nom} <accident> ! »

time_fear
  - if fear.dark: Une nuit sans lune
  - if fear.dark: Par une nuit très noire
  - if not fear.dark and not fear.thunder: <morning>
  - if fear.thunder: Un soir d'orage
  - if fear.thunder: Au beau milieu d'un orage

accident
  - if fear.dark: s'est perdu{friend.e} dans le bois
  - if fear.dark: s'est blessé{friend.e} à la patte au fond de la grotte
  - if fear.water: est coincé{friend.e} sur l'île, au milieu du lac
  - if fear.water: est sur un tronc d'arbre, et le courant l'emporte
  - if fear.heights: est coincé{friend.e} en haut du grand rocher
  - if fear.heights: est au sommet de la tour et ne peut plus descendre
  - if fear.thunder: s'est blessé{friend.e} et ne peut plus marcher
  - if fear.thunder: est coincé{friend.e} sous une branche

fear_doubt
  - {hero.nom} pensa à {friend.nom}, puis à sa peur, et se mit à trembler des oreilles jusqu'aux pieds.
  - {hero.nom} devint pâle comme <pale>. « Pourquoi moi ? » demanda-t-{hero.il} {small.au}.
  - « Quelqu'un d'autre peut sûrement aider {friend.nom} », dit {hero.nom}. Mais il n'y avait là que {small.le}.

pale
  - la lune
  - le lait
  - la farine
  - une bougie
  - un œuf

fear_elder
  - Sur le seuil, {hero.nom} trouva {elder:elders.un}. « <advice> », dit {elder.le}.
  - {elder:elders.Le} d'à côté vit trembler {hero.nom}. « <advice> », dit-{elder.il} doucement.

advice
  - On peut être brave et avoir peur
  - Prends ta peur par la patte et emmène-la avec toi
  - Ne pense pas à tout le chemin, pense au prochain pas
  - Chante, et ta peur se taira pour t'écouter

fear_way
  - if fear.dark: {hero.nom} sortit dans la nuit, compta ses pas et appela {friend.nom} jusqu'au moment où une voix
    lui répondit.
  - if fear.dark: {hero.nom} respira un grand coup et s'enfonça dans le noir en (fredonnant|chantant) <song>, et
    {hero.il} finit par trouver {friend.nom}.
  - if fear.water: {hero.nom} grimpa dans une barque branlante, ferma un œil et rama jusqu'à {friend.nom}.
  - if fear.water: {hero.nom} respira un grand coup, s'assit dans un vieux baquet et pagaya jusqu'à {friend.nom} en
    (fredonnant|chantant) <song>.
  - if fear.heights: {hero.nom} grimpa donc, pas à pas, et ne regarda pas en bas avant d'avoir rejoint {friend.nom}.
  - if fear.heights: {hero.nom} prit une corde, respira un grand coup et monta jusqu'à {friend.nom} en
    (fredonnant|chantant) <song>.
  - if fear.thunder: {hero.nom} se coiffa d'une marmite et courut sous l'orage jusqu'à {friend.nom}.
  - if fear.thunder: {hero.nom} respira un grand coup et partit sous l'orage en (fredonnant|chantant) <song>, et
    {hero.il} finit par trouver {friend.nom}.

song
  - une berceuse
  - une chanson sur la soupe
  - la seule chanson qu'{hero.il} connaissait
  - une chanson sans paroles

fear_end
  - « Tu es venu{hero.e} ! » <cried> <pal>. « Mais {hero.nom}, toi qui as si peur {fear.de} ! » « J'ai toujours peur
    », dit {hero.nom}, « mais c'était pour toi, {friend.nom}. »
  - {friend.nom} n'en revenait pas de voir {hero.nom}. « Tu n'as pas eu peur {fear.de}, {hero.nom} ? » demanda <pal>.
    « Si, très peur », dit {hero.nom}, « mais j'avais encore plus peur de te perdre, {friend.nom}. »

cried
  - dit
  - s'écria
  - sanglota
  - cria

moral_fear
  - <Ils> rentrèrent bras dessus, bras dessous, et {small.le} <went_ahead>.
  - Depuis ce jour, {hero.nom} n'a plus qu'un tout petit peu peur {fear.de}, et jamais quand {friend.nom} est là.
  - Quand {elder.le} apprit ce qu'avait fait {hero.nom} pour {friend.nom}, {elder.il} hocha la tête, comme si c'était
    écrit depuis toujours.
  - Le courage, dit maintenant {hero.nom} à {friend.nom}, pousse quand on en a besoin.

went_ahead
  - ouvrit la marche
  - raconta l'histoire à tout le monde
  - eut droit au dernier lait chaud
  - s'endormit en chemin

sharing
  - <sharing_start> <sharing_plan>¶<sharing_first>¶<sharing_second>¶<sharing_turn> <sharing_end> <moral_sharing>

sharing_start
  - Cet hiver-là, la neige était si haute que personne, {home.pres}, n'avait grand-chose à manger. Mais {hero.nom}
    avait {goods:foods.un}.
  - <time>, {hero.nom} trouva {goods:foods.un} devant sa porte, sans savoir d'où cela venait.
  - <time>, {hero.nom} gagna {goods:foods.un} à la fête du village.

sharing_plan
  - « Tout cela est pour moi », dit <who>, et {hero.il} cacha {goods.le} <hiding_food>.
  - « Je ne dirai rien à personne », pensa <who>, et {hero.il} mit {goods.le} <hiding_food>.

hiding_food
  - sous le lit
  - derrière le poêle
  - à la cave
  - dans l'armoire, sous les chapeaux

sharing_first
  - Bientôt, {small:small_ones.un_petit} frappa chez {hero.nom}. « As-tu quelque chose à manger pour {small.un} ? » «
    Rien du tout », dit <who> {small.au}, et ses oreilles devinrent toutes rouges.
  - {small:small_ones.Un_petit}, qui avait très faim, toqua à la fenêtre. « Aurais-tu une bouchée pour {small.un},
    {hero.nom} ? » demanda-t-{small.il}. {hero.nom} ne répondit pas {small.au} et tira le rideau.

sharing_second
  - Puis {friend.nom} vint voir {hero.nom}. « Je n'ai plus qu'<piece> », dit {friend.nom}, « mais la moitié est pour
    toi, {hero.nom}. »
  - Le soir, {friend.nom} se tenait à la porte {hero.de}. « J'ai trouvé <piece> », dit {friend.nom}, « et j'ai pensé à
    toi, {hero.nom}, alors partageons. »

piece
  - une carotte
  - une pomme de terre
  - un quignon de pain
  - un navet
  - un petit oignon

sharing_turn
  - {hero.nom} regarda <piece_back>, et {hero.il} eut soudain très honte. {hero.Il} alla chercher {goods.le} et
    rappela {small.le}.
  - <Who> ne put rien avaler, pas même <piece_two>. « Attends, {friend.nom} », dit-{hero.il}, et {hero.il} courut
    chercher {goods.mets}, et {small.le} aussi.

piece_two
  - une miette
  - une bouchée
  - une gorgée d'eau
  - sa salive

piece_back
  - le petit cadeau {friend.de}
  - le bon visage {friend.de}
  - {friend.nom}, puis ses pieds
  - {friend.nom} sans pouvoir parler

sharing_end
  - <Ils> partagèrent {goods.mets} avec {small.le}, et {friend.nom} <party>.
  - Au coin du feu, {friend.nom}, {hero.nom} et {small.le} mangèrent {goods.mets} et rirent jusqu'à minuit.

party
  - raconta l'histoire des deux patates
  - dansa sur la table
  - chanta toutes ses chansons deux fois
  - s'endormit la bouche pleine

moral_sharing
  - Et {hero.nom} découvrit que {goods.mets}, c'est bien meilleur à plusieurs.
  - « C'est étrange, {friend.nom} », dit {hero.nom}. « Plus on mange {goods.mets} ensemble, plus il en reste. »
  - Depuis, {home.pres}, la porte {hero.de} n'est jamais fermée à clé, et il y a toujours <one_more>.

one_more
  - une cuillère de plus
  - une chaise de plus
  - de la soupe pour qui a faim
  - un bol pour qui passe

race
  - <race_start> <race_rival>¶<race_run> <race_stop>¶(<race_help> |)<race_late>¶<race_end> <moral_race>

race_start
  - Chaque (printemps|été|automne), une grande course allait {spot:places.du} {goal:places.au}. Cette année-là, on
    gagnait {thing:things.un} {look:looks.~thing}.
  - <time>, tout le monde vint à la grande course, qui allait {spot:places.du} {goal:places.au}. On pouvait y gagner
    {thing:things.un} {look:looks.~thing}.

race_rival
  - « Je gagnerai », dit {rival:names.nom} {rival_kind:kinds~rival.le}, « car je gagne toujours. » <Who> <unmoved>.
  - {rival:names.nom} {rival_kind:kinds~rival.le} se moqua {hero.de}. « {kind.Un} comme toi ne battrait même pas
    <loser> ! »

unmoved
  - ne dit rien
  - se contenta de sourire
  - noua ses lacets
  - croqua une carotte
  - regarda le ciel

loser
  - une chaise
  - un chou
  - une borne
  - une brouette
  - un vieux soulier

race_run
  - <Who> courut de toutes ses forces, et bientôt {hero.il} fut en tête, devant {rival.nom}.
  - Au départ, {rival.nom} glissa dans la boue, et {hero.nom} prit la tête.

race_stop
  - Mais {place:places.pres}, <who> entendit une petite voix. {small:small_ones.Un_petit} <stuck>.
  - Alors, {place:places.pres}, <who> aperçut {small:small_ones.un_petit} qui <stuck>.

stuck
  - s'enlisait dans la boue
  - s'était pris{small.e} dans les ronces
  - était tombé{small.e} dans un seau
  - était sur le dos et ne pouvait plus se relever

race_help
  - « Si je m'arrête, je perds {thing.le} {look.~thing} », pensa {hero.nom}, mais ses pieds s'étaient déjà arrêtés
    près {small.du}.
  - {hero.nom} regarda la route {goal.du}, puis {small.le_petit}, et {hero.il} revint sur ses pas.
  - « Tiens bon ! » cria {hero.nom} {small.au}, et {hero.il} oublia {thing.le} {look.~thing}.

race_late
  - <Who> aida {small.le} et sécha ses larmes. Pendant ce temps, {rival.nom} passa devant {hero.nom} sans un regard et
    gagna la course.
  - Il fallut du temps. Quand {hero.nom} arriva enfin {goal.au}, {small.le} sur l'épaule, {rival.nom} avait gagné.

race_end
  - {friend.nom} avait tout vu, {goal.pres}, et le raconta à tout le monde. On applaudit si fort {hero.nom}
    {rival.que} <rival_end>.
  - « {hero.nom} a gagné mieux que la course », dit {small.le} à {friend.nom}, « car {hero.il} fut {hero.premier} à
    m'aider. » Et {rival.nom} <rival_end>.

rival_end
  - rougit et lui donna {thing.le}
  - posa {thing.le} aux pieds {hero.de}
  - regarda {thing.le} {look.~thing} et ne fut plus si {rival.fier}
  - lui demanda pardon

moral_race
  - {friend.nom} ramena {hero.nom} sur son dos et lui fit des crêpes.
  - Il y a des courses, dit {hero.nom} à {friend.nom}, que l'on gagne en s'arrêtant.
  - L'année suivante, {rival.nom} s'arrêta avec {hero.nom}, personne ne gagna, et ce fut la plus belle des courses.

rescue
  - <rescue_start> <rescue_plea>¶<rescue_laugh> <rescue_free>¶<rescue_fall> <rescue_call>¶<rescue_end> <moral_rescue>

rescue_start
  - <time>, {hero.nom} passait près {spot:places.du} quand {hero.il} entendit une voix minuscule. C'était
    {small:small_ones.un_petit} qui <trapped>.
  - <time>, près {spot:places.du}, {hero.nom} faillit marcher sur {small:small_ones.un_petit} qui <trapped>.

trapped
  - s'était pris{small.e} dans un vieux filet
  - était tombé{small.e} au fond d'une cruche
  - était coincé{small.e} sous un pot de fleurs
  - if small.tiny: était collé{small.e} dans une goutte de miel
  - if small.tiny: s'était emmêlé{small.e} dans un fil
  - if not small.tiny: ne pouvait plus sortir d'un buisson
  - if not small.tiny: était enfermé{small.e} dans une boîte

rescue_plea
  - « Délivre-moi, {hero.nom} », supplia {small.le}, « et un jour, <some_day>, je t'aiderai. »
  - « Libère-moi, je t'en prie, {hero.nom} ! » cria {small.le}. « {small.Un} n'oublie jamais <forgets>. »

some_day
  - peut-être
  - ou une nuit
  - bientôt
  - quand il le faudra

forgets
  - une bonne action
  - un ami
  - un bon visage
  - une chose pareille

rescue_laugh
  - {hero.nom} regarda {small.le} et se mit à rire. « Comment {small.un_petit} pourrait-{small.il} aider {kind.un} ? »
  - « Toi, {small.un}, m'aider ? » <laughed> {hero.nom}. « <too_small> »

laughed
  - dit
  - s'écria
  - cria
  - pouffa

too_small
  - if small.tiny: {small.Un} tient dans (un dé à coudre|une coquille de noix|l'oreille d'{kind.un}) !
  - if not small.tiny: {small.Un} tient dans (une tasse|un bonnet|la poche d'{kind.un}) !
  - {small.Un} ne soulèverait même pas (la cuillère|la pantoufle|le chapeau) d'{kind.un} !

rescue_free
  - Mais <who> avait bon cœur et délivra {small.le}.
  - <Who> se pencha tout de même et libéra {small.le} avec douceur.

rescue_fall
  - Une semaine plus tard, {hero.nom} <fell> près {place:places.du}.
  - Peu après, {hero.nom} partit sans compagnie jusqu'{place:places.au}, et là, {hero.il} <fell>.

fell
  - tomba dans un grand trou
  - resta coincé{hero.e} entre deux rochers
  - mit la patte dans un piège
  - glissa et se tordit la cheville

rescue_call
  - {hero.nom} appela {friend.nom} à en perdre la voix, mais personne ne l'entendit, personne, sauf {small.le}.
  - La nuit vint {place.pres}, et il se mit à (pleuvoir|neiger|grêler|tonner). Alors {hero.nom} entendit une toute
    petite voix : « N'aie pas peur, {hero.nom}, c'est moi, {small.le} ! »

rescue_end
  - if small.flies: {small.Le} vola droit chez {friend.nom} et {friend.pron} tira par l'oreille tout le long du
    chemin. Avec une corde, <pal> sauva {hero.nom}.
  - if not small.flies: {small.Le} avança toute la nuit jusque chez {friend.nom}, et au matin, <pal> arriva avec une
    longue corde.
  - {small.Le} alla chercher {friend.nom} et une centaine de cousins, et tous ensemble tirèrent {hero.nom} de là.

moral_rescue
  - « Maintenant, je sais », dit {hero.nom} à {friend.nom}, « comment {small.un_petit} peut aider {kind.un}. »
  - Et {hero.nom} {kind.le} ne se moqua plus jamais d'{small.un}, ni de personne d'autre.
  - Aucun ami n'est trop petit, et aucune bonté non plus, <says>.

seed
  - <seed_start> <seed_plant>¶<seed_wait> <seed_friend>¶<seed_more> <seed_grow>¶<seed_end> <moral_seed>

seed_start
  - <time>, {elder:elders.un} donna à {hero.nom} une graine pas plus grosse (qu'une miette|qu'une puce|qu'une
    virgule). « <promise> », dit {elder.le}.
  - <time>, {hero.nom} aida {elder:elders.un} à rapporter un panier {spot:places.du}. Pour remercier {hero.nom},
    {elder.le} lui donna une graine. « <promise> », dit-{elder.il}.

promise
  - Elle cache une merveille, mais les merveilles prennent leur temps
  - Donne-lui de l'eau, petit{kind.e} {kind.mot}, et ne la presse pas
  - Elle deviendra plus grande qu'{kind.un}, si tu es patient{hero.e}

seed_plant
  - {hero.nom} la planta <bed>, l'arrosa et s'assit pour la regarder.
  - {hero.nom} creusa un trou <bed>, y mit la graine et lui souhaita bonne nuit.

bed
  - derrière la maison
  - sous la fenêtre de la cuisine
  - dans le jardin
  - entre les choux
  - à côté du tonneau
  - dans le coin le plus ensoleillé
  - près de la clôture
  - sous la corde à linge

seed_wait
  - Au bout <hours>, rien n'avait bougé. <Who> <tried>.
  - Le lendemain matin, on ne voyait que <but_earth>. <Who> <tried>.

hours
  - d'une heure
  - de deux heures
  - d'un après-midi
  - d'un jour et d'une nuit

but_earth
  - de la terre
  - de la boue
  - le bout d'un ver
  - des cailloux

tried
  - lui lut une histoire, au cas où elle s'ennuierait
  - lui chanta une chanson, au cas où elle serait triste
  - lui versa de la soupe, au cas où elle aurait faim
  - lui cria de se réveiller
  - lui prêta une écharpe, au cas où elle aurait froid

seed_friend
  - {friend.nom} regarda {hero.nom} par-dessus la clôture. « On ne fait pas pousser <puller> en lui tirant les
    oreilles », dit {friend.nom}.
  - « Ne poussera-t-elle jamais, {friend.nom} ? » demanda {hero.nom}. « Elle pousse déjà », dit {friend.nom}, « mais
    tu ne le vois pas, {hero.nom}. »
  - « Je devrais peut-être la déterrer, {friend.nom} », dit {hero.nom}. « Tu devrais peut-être goûter, {hero.nom} »,
    dit {friend.nom}.

puller
  - une plante
  - une graine
  - une fleur
  - le printemps

seed_more
  - {hero.nom} attendit donc sous la pluie et le soleil, et {friend.nom} passa tous les (jours|soirs|dimanches).
  - Les jours passèrent, puis les semaines, et en attendant, {friend.nom} apprit à {hero.nom} à <learned>.

learned
  - tricoter
  - jouer de la flûte
  - compter jusqu'à mille
  - faire du pain

seed_grow
  - Puis, un matin, une pointe verte parut, et (deux|trois|quatre) étés plus tard, c'était {plant:plants.un}, plus
    haut {hero.que}.
  - Enfin, quelque chose de vert sortit de terre sous le nez {hero.de}. En <years>, cela devint {plant:plants.un}
    comme on n'en avait jamais vu {home.pres}.

years
  - deux ans
  - trois ans
  - quelques années
  - quatre ans

seed_end
  - Il y eut tant de {plant.fruits} {hero.que} invita {friend.nom}, {elder.le} et tout le voisinage.
  - {hero.nom} porta les premières {plant.fruits} {elder.au} et les suivantes à {friend.nom}.

moral_seed
  - « Tu avais raison », dit {hero.nom} {elder.au}. « <wonder_time>, et {plant.un} aussi. »
  - Et dans sa poche, <who> garda une graine pour <hurry>.
  - Les bonnes choses poussent lentement, <says>.

hurry
  - quelqu'un de pressé
  - un voisin pressé
  - un jour de tristesse
  - son prochain ami

wonder_time
  - Les merveilles prennent leur temps
  - Une merveille se fait attendre
  - Il faut du temps pour une merveille

noise
  - <noise_start>( <noise_guess>|)¶<noise_fetch> <noise_walk>¶<noise_find> <noise_why>¶<noise_end> <moral_noise>

noise_start
  - Une nuit, {hero.nom} se réveilla, car près {spot:places.du}, quelque chose faisait : « <sound> ! »
  - Au milieu de la nuit, {hero.nom} entendit un drôle de bruit près {spot:places.du} : « <sound> ! » puis «
    <sound_two> ! »

sound
  - Boum
  - Crac
  - Hou
  - Clac

sound_two
  - Bim
  - Cric
  - Zim

noise_guess
  - « C'est un (dragon|géant|fantôme) », murmura <who> en tirant la couverture jusqu'à son nez.
  - <Who> pensa aux (dragons|géants|fantômes), puis {hero.il} essaya très fort de penser à <sweet>.

sweet
  - un gâteau
  - une brioche
  - des crêpes
  - un flan

noise_fetch
  - <Who> courut chez {friend.nom} pour {friend.pron} réveiller. « <plan> », dit {friend.nom}.
  - Mais <pal> avait entendu aussi et attendait déjà {hero.nom} avec <weapon>. « <plan> », dit-{friend.il}.

plan
  - À deux, on est plus brave, {hero.nom}
  - Allons voir, {hero.nom}
  - Passe devant, {hero.nom}, je te suis de près
  - Il en faut plus pour effrayer {friend_kind.un}

weapon
  - un balai
  - une louche
  - une bougie
  - une poêle

noise_walk
  - Sur la pointe des pieds, <ils> dépassèrent {place:places.le}, {hero.nom} avec une lanterne {look:looks.f} et
    {friend.nom} les genoux tremblants.
  - <Ils> marchèrent longtemps, côte à côte, avec une lanterne {look:looks.f}, et derrière {place:places.le}, le bruit
    se fit plus fort.

noise_find
  - {hero.nom} leva la lanterne {look.f}. Il n'y avait pas de <monster>, mais {small:small_ones.un_petit} avec
    {instrument:instruments.un}.
  - Et que virent {hero.nom} et {friend.nom} ? {small:small_ones.Un_petit}, tout{small.e} seul{small.e}, avec
    {instrument:instruments.un} dix fois trop grand{instrument.e}.

monster
  - monstre
  - dragon
  - géant
  - fantôme

noise_why
  - « Je m'exerce », dit {small.le}, « car le jour, tout le monde rit d'{small.un} avec {instrument.un}. »
  - « Je n'arrive pas à dormir », dit {small.le}, « et {instrument.mon} me tient compagnie <place_since>. »
  - « J'espérais que quelqu'un m'entendrait », dit {small.le}, « car les nuits sont longues {spot.pres}. »

place_since
  - chaque soir
  - la nuit
  - dans ce froid
  - depuis l'automne

noise_end
  - {hero.nom} et {friend.nom} se regardèrent et éclatèrent de rire. « Viens avec nous », dit {hero.nom} {small.au}. «
    <invite>. »
  - « Et nous qui avions peur d'{small.un} ! » dit {friend.nom}. {hero.nom} posa la lanterne {look.f}. « <invite> »,
    dit-{hero.il} {small.au}.

invite
  - Il reste <invite_food> {home.pres}
  - Demain, tu joueras {instrument.du} pour tout le monde
  - Tu peux jouer {instrument.du} dans ma cuisine, mais pas avant le petit déjeuner

invite_food
  - de la soupe
  - du flan
  - du lait chaud
  - du gâteau

moral_noise
  - Depuis, il y a de la musique {home.pres} chaque dimanche, et c'est {hero.nom} qui applaudit le plus fort.
  - La plupart des monstres sont tout petits dès qu'on apporte une lanterne, <says>.
  - Et cette nuit-là, {hero.nom} dormit bien, pendant que {instrument.le} jouait tout bas dans la pièce d'à côté.

truth
  - <truth_start> <truth_break>¶<truth_lie>( <truth_believe>|)¶<truth_night> <truth_go>¶<truth_end> <moral_truth>

truth_start
  - <time>, {friend.nom} prêta à {hero.nom} {thing:fragile.son} {look:looks.~thing}. « Prends-en bien soin, {hero.nom}
    », dit {friend.nom}.
  - {friend.nom} possédait {thing:fragile.un} {look:looks.~thing}, et <time_lower>, {friend.il} {thing.pron} prêta à
    {hero.nom}.

time_lower
  - un jour
  - un beau matin
  - un lundi

truth_break
  - <Who> y fit bien attention jusqu'<until>, puis {thing.le} {look.~thing} tomba par terre et se brisa.
  - Mais {hero.nom} dansa dans la cuisine avec {thing.le}, et patatras ! {thing.Le} {look.~thing} était en <pieces>
    morceaux.

until
  - au dessert
  - à la fin de la chanson
  - au premier éternuement
  - à l'arrivée d'une mouche

pieces
  - deux
  - trois
  - sept
  - cent

truth_lie
  - « Où est {thing.mon} {look.~thing} ? » demanda {friend.nom} à {hero.nom} le lendemain. « <excuse> », dit
    {hero.nom} en regardant <floor>.
  - Quand {friend.nom} vint {thing.pron} reprendre, {hero.nom} répondit très vite : « <excuse>. »

floor
  - le plancher
  - le plafond
  - ses pieds
  - le poêle
  - le beurre

excuse
  - Le vent a emporté {thing.le} {look.~thing}
  - Un gros oiseau a volé {thing.le} {look.~thing}
  - {thing.Le} {look.~thing} est parti{thing.e} sur la pointe des pieds
  - Un inconnu est venu chercher {thing.le} {look.~thing}

truth_believe
  - {friend.nom} fut bien triste, mais {friend.il} en crut chaque mot, et pour {hero.nom}, c'était cela, le pire.
  - « Comme tu as dû avoir peur, {hero.nom} ! » dit {friend.nom}. Et <who> se sentit encore plus mal.

truth_night
  - Cette nuit-là, {hero.nom} pensa à {friend.nom} et ne put dormir. Le mensonge prenait toute la place dans son lit,
    comme <heavy>.
  - Ce soir-là, {hero.nom} ne mangea rien, pas même <soup>, car le mensonge sur {thing.le} {look.~thing} lui
    remplissait le ventre.

heavy
  - une grosse pierre
  - un géant qui ronfle
  - une couverture mouillée
  - un tas de miettes
  - un sac d'oignons

soup
  - sa soupe
  - ses crêpes
  - sa tartine de miel
  - son gâteau

truth_go
  - Avant l'aube, <who> prit les morceaux, courut chez {friend.nom} et lui dit la vérité.
  - Enfin, {hero.il} sortit, dépassa {place:places.le} et alla frapper chez {friend.nom}. « C'est moi, {friend.nom} »,
    dit <who>. « J'ai cassé {thing.le} {look.~thing}, et puis j'ai menti. »

truth_end
  - {friend.nom} regarda {hero.nom} et se tut longtemps. « Je peux vivre sans {thing.mot} », dit-{friend.il} enfin, «
    mais pas sans te croire. »
  - « Merci de me l'avoir dit, {hero.nom} », répondit {friend.nom}. « {thing.Un} {look.~thing}, cela se répare. » Et
    {hero.nom} et {friend.nom} sortirent le pot de colle.

moral_truth
  - {thing.Le} {look.~thing} a gardé une fêlure, et {hero.nom} trouve que c'est son plus bel endroit.
  - La nuit suivante, {hero.nom} dormit bien et rêva d'{thing.un} {look.~thing} avec des ailes.
  - Un mensonge est lourd à porter, mais la vérité marche toute seule, <says>.

bridge
  - <bridge_start> <bridge_sad>¶<bridge_plan> <bridge_doubt>¶<bridge_bring> <bridge_build>¶<bridge_end> <moral_bridge>

bridge_start
  - Une nuit, la tempête emporta le petit pont qui menait {spot:places.au}.
  - <time>, {hero.nom} voulut aller jusqu'{spot:places.au}, mais le petit pont avait disparu, et <gone> aussi.

gone
  - le sentier
  - la clôture
  - le banc
  - la moitié du jardin
  - la cabane des canards

bridge_sad
  - « Comment allons-nous traverser, {hero.nom} ? » (demanda|soupira|murmura) {friend.nom}. Sur l'autre rive,
    {small:crawlers.un_petit} pleurait.
  - {hero.nom} vit {small:crawlers.un_petit} qui sanglotait au bord de l'eau. « Ma mère est là-bas », dit {small.le} à
    {hero.nom}, « et <supper> aussi ! »

supper
  - la soupe
  - mon lit
  - le souper
  - mon petit frère
  - mon gâteau

bridge_plan
  - « Alors, bâtissons-en un autre, {friend.nom} », dit {hero.nom}. « Pour {kind.un}, un pont n'est rien d'autre
    <furniture>. »
  - {hero.nom} regarda l'eau, puis {friend.nom}. « As-tu <saw>, {friend.nom} ? » demanda-t-{hero.il}.

saw
  - un marteau
  - un crayon
  - une échelle
  - de la ficelle
  - un plan

furniture
  - qu'une très longue table
  - qu'un très long banc
  - qu'un très long lit
  - qu'une étagère couchée

bridge_doubt
  - « C'est impossible », grogna {elder:elders.un}. « J'ai vu tomber <number> ponts, {hero.nom}, et aucun ne m'a plu.
    »
  - « Toi, {hero.nom} ? » dit {elder:elders.un} qui passait par là. « A-t-on jamais vu {kind.un} bâtir un pont, et
    avec {friend_kind.un} par-dessus le marché ? »

number
  - deux
  - trois
  - quatre
  - neuf

bridge_bring
  - {hero.nom} apporta <wood>, {friend.nom} <tool>, et {small.le} trouva <bit>.
  - On alla chercher ce qu'on avait : {hero.nom} <wood>, {friend.nom} <tool> et {small.le} <bit>.

wood
  - six vieilles planches
  - la porte de la remise
  - une longue échelle
  - la table de la cuisine

tool
  - un pot de clous
  - une corde
  - deux marteaux
  - une scie

bit
  - un clou tordu
  - un bout de ficelle
  - une toute petite planche
  - un crayon

bridge_build
  - {hero.nom} scia et {friend.nom} cloua jusqu'<evening>. Le pont tomba <times>, et chaque fois, {hero.nom} disait :
    « <again>. »
  - Quand le pont s'écroula pour la première fois, {friend.nom} rit et {hero.nom} <sneezed>. Quand il s'écroula de
    nouveau, {hero.nom} dit : « <again>. »

evening
  - au soir
  - à la nuit
  - au lever de la lune
  - à l'heure du souper
  - à la dernière planche

times
  - deux fois
  - trois fois
  - quatre fois

sneezed
  - éternua
  - versa une larme
  - croqua un biscuit
  - se coucha dans l'herbe
  - compta les clous

again
  - Maintenant, {friend.nom}, nous savons comment il ne faut pas faire
  - Recommençons, {friend.nom}, avec plus de ficelle
  - Il tenait presque debout, {friend.nom}

bridge_end
  - Le <day> jour, {small.le} passa d'abord sur le pont tout neuf, puis {friend.nom}, puis {hero.nom}, et tout à la
    fin {elder.le}, avec prudence.
  - Le <day> jour, {elder.le} vint, traversa et sauta trois fois au milieu. « Hum », dit {elder.le} à {hero.nom}, «
    c'est un pont, et il me plaît assez. »

day
  - troisième
  - quatrième
  - cinquième
  - septième

moral_bridge
  - On le peignit en <colour>, et le soir, {hero.nom}, {friend.nom} et {small.le} y dansèrent à tour de rôle.
  - Quand on est seul, dit {hero.nom} à {friend.nom}, on ne bâtit que la moitié d'un pont, et c'est l'autre moitié qui
    manque.
  - Si tu vas un jour jusqu'{spot.au}, regarde-le bien : il est un peu de travers, là où {friend.nom} tenait la règle.

colour
  - rouge
  - bleu
  - vert
  - jaune
  - blanc

closing
  - Et c'est l'histoire {hero.de} {kind.le} et {friend.de} {friend_kind.le}.
  - Et si l'histoire est vraie, {hero.nom} et {friend.nom} vivent encore {home.pres}.
  - Voilà ce qui se passa {home.pres}, et {friend.nom} {friend_kind.le} vous dira la même chose.
"""
