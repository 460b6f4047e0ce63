"""The French fables: ten plots around a hero and a friend. `notation.py` explains how the rules are written.

hero, friend: names; kind, friend_kind: what animals they are; home: where the hero lives. Quotes are « » with plain
spaces inside, and a plain space stands before : ; ! ? too; the apostrophe is the straight one of the keyboard.
"""

from conteur.corpus.fables.french_words import LEXICONS as LEXICONS

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
  - Chaque (matin|soir), {hero.il} <chore>, puis {hero.il} <treat>.
  - Tous les jours, {hero.nom} <chore> avant de <to_treat>.
  - {hero.nom} savait <skill>, et {hero.il} en était très {hero.fier}.
  - Personne, {home.pres}, ne savait <skill> aussi bien {hero.que}.
  - {hero.Il} savait <skill>, mais {hero.il} ne savait pas <failing>.
  - {hero.nom} aimait <food> par-dessus tout, sauf peut-être <pleasure>.
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
  - faire le meilleur pain
  - deviner le temps
  - raconter de longues histoires
  - sauter par-dessus un seau
  - se faire des amis partout
  - chanter très fort

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
  - comme aime à le répéter {friend.nom}
  - comme {friend.nom} le dit encore aujourd'hui
  - et {hero.nom} le sait mieux que personne
  - et {friend.nom} le sait aussi

lost
  - <lost_start> <lost_cry> <lost_search>¶<lost_ask> <lost_walk>¶<lost_elder> <lost_found>¶<lost_turn> <lost_end>
    <moral_lost>

lost_start
  - <time>, {hero.nom} ne trouva plus {thing:nests.son} {look:looks.~thing}.
  - <time>, {hero.nom} chercha {thing:nests.son} {look:looks.~thing}, mais {thing.il} avait disparu.
  - <time>, {thing:nests.le} {look:looks.~thing} {hero.que} aimait tant n'était plus à sa place.

lost_cry
  - « Où est {thing.mon} ? » (demanda-t-|s'écria-t-|gémit-){hero.il}. « <dear> »
  - « {thing.Mon} {look.~thing} a disparu ! » (dit|s'écria) {hero.nom}. « <dear> »

dear
  - C'était un cadeau de ma grand-mère !
  - Jamais je ne dormirai tranquille !
  - Hier encore, je l'avais !
  - Qui donc a pu me faire cela ?

lost_search
  - {hero.Il} regarda <under> et <in>, mais tout ce qu'{hero.il} trouva, ce fut <rubbish>.
  - {hero.nom} chercha <under>, <in> et même dans la soupe. {hero.Il} y trouva <rubbish>, et rien d'autre.

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
  - {hero.Il} courut chez {friend.nom}. « Je n'ai rien vu », dit {friend.nom}, « mais je vais t'aider à chercher. »
  - {friend.nom} arriva aussitôt. « Ne pleure pas », dit-{friend.il}. « Quatre yeux valent mieux que deux. »
  - {friend.nom} {friend_kind.le} entendit tout ce bruit et accourut. « Cherchons ensemble », dit-{friend.il}.

lost_walk
  - Ensemble, <ils> allèrent jusqu'{spot:places.au}, et {friend.nom} regarda <under_out>.
  - <Ils> cherchèrent longtemps autour {spot:places.du}. {hero.nom} était déjà <tired>.
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
  - Là se tenait {elder:elders.un}. « J'ai vu quelque chose », dit-{elder.il}. « Va donc {place:places.pres}, mais
    marche doucement. »
  - {elder:elders.Un} observait la scène. « Essaie {place:places.pres} », dit-{elder.il}, « et surtout, ne crie pas. »
  - Alors {elder:elders.un} (toussa|bâilla) tout près de là. « Ce que tu cherches est {place:places.pres} », dit
    {elder.le}.

lost_found
  - Et là, {place.pres}, <ils> trouvèrent {thing.le} {look.~thing}. Mais {small:small_ones.un_petit} y dormait à
    poings fermés.
  - {hero.nom} courut, et {place.pres}, {hero.il} retrouva {thing.son}. Mais {small:small_ones.un_petit} y avait fait
    son lit.
  - <Ils> s'approchèrent sur la pointe des pieds. {thing.Le} {look.~thing} était bien là, et
    {small:small_ones.un_petit} y montrait le bout de son nez.

lost_turn
  - « J'avais si froid », murmura {small.le}, « et il fait si bon ici. » {hero.nom} <thought>.
  - « Ne te fâche pas », dit {small.le}. « Le vent a emporté ma maison, et je ne savais plus où aller. » {hero.nom}
    <thought>.

thought
  - réfléchit un instant
  - regarda {friend.nom}, et {friend.nom} regarda les nuages
  - se gratta le nez
  - avala sa salive
  - garda un moment le silence

lost_end
  - « Garde-{thing.pron} jusqu'au printemps », dit-{hero.il}. Depuis, {small.le} <thanked> tous les (matins|soirs).
  - « {thing.Il} est à toi », dit enfin {hero.nom}. « Moi, j'ai une maison. » {friend.nom} était {friend.fier} de
    {hero.lui}.
  - « Alors, je te {thing.pron} donne », dit {hero.nom}. Et {small.le} le remercia tant que dura
    (l'été|l'automne|l'hiver).

thanked
  - lui fait signe
  - lui raconte une histoire
  - vient {hero.pron} voir
  - lui souhaite une bonne journée

moral_lost
  - {hero.nom} rentra sans {thing.son}, mais avec {small.nouvel_ami}.
  - {hero.nom} avait perdu {thing.un} et trouvé {small.nouvel_ami} : c'était une bonne affaire.
  - Ce que l'on donne n'est jamais tout à fait perdu, <says>.

gift
  - <gift_start> <gift_see>¶<gift_work>¶<gift_small> <gift_give>¶<gift_door> <gift_end> <moral_gift>

gift_start
  - C'était bientôt l'anniversaire {friend.de}, et {hero.nom} voulait lui offrir quelque chose <fine>.
  - « Demain, c'est mon anniversaire », dit {friend.nom} <time_small>. {hero.nom} voulut lui trouver un cadeau
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
    et {hero.nom} n'en avait que <coins>.
  - Au marché, on vendait {thing:things.un} {look:looks.~thing} pour <price> sous. {hero.nom} retourna ses poches :
    <coins> sous et un bouton.

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
    soir, {elder.le} {hero.pron} paya bien.
  - « Je peux travailler », se dit {hero.nom}. {hero.Il} <job> pour {elder:elders.un} qui vivait {place:places.pres},
    et {hero.il} <job_two> aussi. {elder.Le} sourit et lui remplit la poche de sous.

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
  - Sur le chemin {shop:places.du}, {hero.il} rencontra {small:small_ones.un_petit} qui pleurait. « <trouble> »
  - Mais près {shop:places.du}, {small:small_ones.un_petit} sanglotait dans l'herbe. « <trouble> »

trouble
  - Ma mère est malade, et je n'ai pas de quoi payer le remède !
  - La pluie traverse mon toit, et je ne peux pas le réparer !
  - Je n'ai rien mangé depuis hier !
  - J'ai perdu tout l'argent du pain !

gift_give
  - {hero.nom} regarda ses sous et <thought_alone>. Puis {hero.il} les donna tous {small.au}.
  - « Prends ceci », dit {hero.nom} en posant tous ses sous devant {small.le}.

thought_alone
  - pensa {thing.au} {look.~thing}
  - soupira
  - les compta encore une fois
  - pensa à {friend.nom}

gift_door
  - Le lendemain, {hero.nom} se présenta chez {friend.nom} les pattes vides et lui raconta tout.
  - {hero.nom} arriva donc à la fête sans cadeau. « Je voulais t'offrir {thing.un} {look.~thing} », dit-{hero.il}, et
    {hero.il} raconta toute l'histoire.

gift_end
  - {friend.nom} {hero.pron} serra dans ses bras. « Tu m'as apporté <best> », dit-{friend.il}, « et cela vaut mieux
    qu'{thing.un} {look.~thing}. »
  - « <best_said> » dit {friend.nom}, et {friend.il} lui coupa la plus grosse part de gâteau.

best
  - ton amitié
  - une belle histoire
  - ton bon cœur

best_said
  - Tu es là, et cela me suffit !
  - Que ferais-je d'{thing.un} ? Je t'ai, toi !
  - C'est le plus beau de tous les cadeaux !

moral_gift
  - On frappa alors à la porte. C'était {small.le}, avec un bouquet <flowers> pour tout le monde.
  - {small.Le} vint aussi, et l'on chanta chez {friend.nom} jusqu'à minuit.
  - Car un cadeau, {hero.nom} l'avait compris, n'a pas besoin de ruban.
  - Et aujourd'hui encore, {friend.nom} dit que ce fut son plus bel anniversaire.

flowers
  - de marguerites
  - de violettes
  - de coquelicots
  - d'églantines

fear
  - <fear_start> <fear_tease>¶<fear_news> <fear_doubt>¶<fear_elder> <fear_way>¶<fear_end> <moral_fear>

fear_start
  - {hero.nom} avait un secret : {hero.il} avait peur <fear_of>.
  - Il n'y avait qu'une chose {hero.que} redoutait, c'était <fear_the>.
  - {hero.nom} ne craignait ni les orties ni les géants, mais {hero.il} avait terriblement peur <fear_of>.

fear_of
  - if not kind.night: {fear:dark.de}
  - if not kind.swims: {fear:water.de}
  - if not kind.climbs: {fear:heights.de}
  - {fear:thunder.de}

fear_the
  - if not kind.night: {fear:dark.le}
  - if not kind.swims: {fear:water.le}
  - if not kind.climbs: {fear:heights.le}
  - {fear:thunder.le}

fear_tease
  - if fear.dark: {hero.Il} dormait avec trois bougies et une (lanterne|grosse lampe).
  - if fear.dark: Dès que le soleil se couchait, {hero.il} se cachait <hiding>.
  - if fear.water: {hero.Il} n'osait même pas <dare_water>.
  - if fear.heights: {hero.Il} n'osait même pas <dare_heights>.
  - if fear.thunder: Dès que le ciel noircissait, {hero.il} se cachait <hiding>.
  - if fear.thunder: Au premier grondement, {hero.il} était déjà <hiding>.

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
  - <time_fear>, on cria dehors. C'était {small:small_ones.un_petit}. « Viens vite ! {friend.nom} <accident> ! »

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
  - {hero.nom} se mit à trembler des oreilles jusqu'aux pieds.
  - {hero.nom} devint tout{hero.e} pâle. « Pourquoi moi ? » (demanda|murmura)-t-{hero.il}.
  - « Quelqu'un d'autre peut sûrement y aller », dit {hero.nom}. Mais il n'y avait personne d'autre.

fear_elder
  - Sur le seuil se tenait {elder:elders.un}. « <advice> », dit {elder.le}.
  - {elder:elders.Le} d'à côté {hero.pron} vit trembler. « <advice> », dit-{elder.il} doucement.

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
  - « Tu es venu{hero.e} ! » (dit|s'écria) {friend.nom}. « Toi qui as si peur {fear.de} ! » « J'ai toujours peur »,
    dit {hero.nom}, « mais c'était pour toi. »
  - {friend.nom} n'en revenait pas. « Tu n'as pas eu peur ? » demanda-t-{friend.il}. « Si, très peur », dit
    {hero.nom}, « mais j'avais encore plus peur de te perdre. »

moral_fear
  - <Ils> rentrèrent bras dessus, bras dessous, et {small.le} <went_ahead>.
  - Depuis ce jour, {hero.nom} n'a plus qu'un tout petit peu peur {fear.de}, et jamais quand {friend.nom} est là.
  - Quand {elder.le} l'apprit, {elder.il} hocha la tête, comme si c'était écrit depuis toujours.
  - Le courage, dit maintenant {hero.nom}, pousse quand on en a besoin.

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
  - « Tout cela est pour moi », dit-{hero.il}, et {hero.il} cacha {goods.le} <hiding_food>.
  - « Je ne dirai rien à personne », pensa {hero.nom}, et {hero.il} mit {goods.le} <hiding_food>.

hiding_food
  - sous le lit
  - derrière le poêle
  - à la cave
  - dans l'armoire, sous les chapeaux

sharing_first
  - Bientôt, on frappa. C'était {small:small_ones.un_petit}. « As-tu quelque chose à manger ? » « Rien du tout », dit
    {hero.nom}, et ses oreilles devinrent toutes rouges.
  - {small:small_ones.Un_petit}, qui avait très faim, toqua à la fenêtre. « Aurais-tu une bouchée pour moi ? »
    demanda-t-{small.il}. {hero.nom} secoua la tête et tira le rideau.

sharing_second
  - Puis vint {friend.nom}. « Je n'ai plus qu'<piece> », dit {friend.nom}, « mais la moitié est pour toi. »
  - Le soir, {friend.nom} se tenait à la porte. « J'ai trouvé <piece> », dit-{friend.il}, « et j'ai pensé à toi.
    Partageons. »

piece
  - une carotte
  - une pomme de terre
  - un quignon de pain
  - un navet
  - un petit oignon

sharing_turn
  - {hero.nom} regarda <piece_back>, et {hero.il} eut soudain très honte. {hero.Il} alla chercher {goods.le} et
    rappela {small.le}.
  - {hero.nom} ne put rien avaler. « Attends », dit-{hero.il}, et {hero.il} courut chercher {goods.mets}, et
    {small.le} aussi.

piece_back
  - ce petit cadeau
  - le bon visage {friend.de}
  - ses pieds

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
  - « C'est étrange », dit {hero.nom}. « J'en ai moins, et pourtant c'est plus. »
  - Depuis, la porte {hero.de} n'est jamais fermée à clé, et il y a toujours <one_more>.

one_more
  - une cuillère de plus
  - une chaise de plus
  - de la soupe pour qui a faim
  - un bol pour qui passe

race
  - <race_start> <race_rival>¶<race_run> <race_stop>¶<race_help> <race_late>¶<race_end> <moral_race>

race_start
  - Chaque (printemps|été|automne), une grande course allait {spot:places.du} {goal:places.au}. Cette année-là, on
    gagnait {thing:things.un} {look:looks.~thing}.
  - <time>, tout le monde vint à la grande course, qui allait {spot:places.du} {goal:places.au}. On pouvait y gagner
    {thing:things.un} {look:looks.~thing}.

race_rival
  - « Je gagnerai », dit {rival:names.nom} {rival_kind:kinds~rival.le}, « car je gagne toujours. » {hero.nom} (ne dit
    rien|se contenta de sourire|noua ses lacets).
  - {rival:names.nom} {rival_kind:kinds~rival.le} se moqua {hero.de}. « Toi ? Tu ne battrais même pas (une chaise|un
    chou|une borne) ! »

race_run
  - {hero.nom} courut de toutes ses forces, et bientôt {hero.il} fut en tête, devant {rival.nom}.
  - Le départ fut donné. {rival.nom} glissa dans la boue, et {hero.nom} prit la tête.

race_stop
  - Mais {place:places.pres}, {hero.il} entendit une petite voix. {small:small_ones.Un_petit} <stuck>.
  - Alors, {place:places.pres}, {hero.il} aperçut {small:small_ones.un_petit} qui <stuck>.

stuck
  - s'enlisait dans la boue
  - s'était pris{small.e} dans les ronces
  - était tombé{small.e} dans un seau
  - était sur le dos et ne pouvait plus se relever

race_help
  - « Si je m'arrête, je perds », pensa {hero.nom}. Mais ses pieds s'étaient déjà arrêtés.
  - {hero.nom} regarda la route, puis {small.le}. Et {hero.il} revint sur ses pas.
  - « Tiens bon ! » cria {hero.nom}, et {hero.il} oublia {thing.le} {look.~thing}.

race_late
  - {hero.Il} aida {small.le} et sécha ses larmes. Pendant ce temps, {rival.nom} passa sans un regard.
  - Cela prit du temps. Quand {hero.il} arriva enfin {goal.au}, {small.le} sur l'épaule, {rival.nom} avait gagné.

race_end
  - {friend.nom} avait tout vu et le raconta à tout le monde. On applaudit si fort {hero.nom} que {rival.nom}
    <rival_end>.
  - « {hero.nom} a gagné mieux que la course », dit {small.le}, « car {hero.il} fut {hero.premier} à m'aider. » Et
    {rival.nom} <rival_end>.

rival_end
  - rougit et lui donna {thing.le}
  - posa {thing.le} aux pieds {hero.de}
  - regarda {thing.le} {look.~thing} et ne fut plus si {rival.fier}
  - lui demanda pardon

moral_race
  - {friend.nom} ramena {hero.nom} sur son dos, et l'on mangea des crêpes.
  - Il y a des courses, dit {hero.nom}, que l'on gagne en s'arrêtant.
  - L'année suivante, {rival.nom} s'arrêta aussi, personne ne gagna, et ce fut la plus belle des courses.

rescue
  - <rescue_start> <rescue_plea>¶<rescue_laugh> <rescue_free>¶<rescue_fall> <rescue_call>¶<rescue_end> <moral_rescue>

rescue_start
  - <time>, {hero.nom} passait près {spot:places.du} quand {hero.il} entendit une voix minuscule. C'était
    {small:small_ones.un_petit} qui <trapped>.
  - <time>, près {spot:places.du}, {hero.nom} faillit marcher sur {small:small_ones.un_petit} qui <trapped>.

trapped
  - s'était pris{small.e} dans un vieux filet
  - était collé{small.e} dans une goutte de miel
  - s'était emmêlé{small.e} dans un fil
  - était tombé{small.e} au fond d'une cruche

rescue_plea
  - « Délivre-moi », supplia {small.le}, « et un jour, je t'aiderai. »
  - « Libère-moi, je t'en prie ! » cria {small.le}. « Je ne l'oublierai jamais. »

rescue_laugh
  - {hero.nom} ne put s'empêcher de rire. « Comment un être si petit pourrait-il aider {kind.un} ? »
  - « Toi, m'aider ? » dit {hero.nom}. « Tu tiendrais dans (un dé à coudre|une coquille de noix|ma tasse) ! »

rescue_free
  - Mais {hero.il} avait bon cœur et délivra {small.le}.
  - {hero.Il} se pencha tout de même et libéra {small.le} avec douceur.

rescue_fall
  - Une semaine plus tard, {hero.nom} <fell> près {place:places.du}.
  - Peu après, {hero.nom} partit sans compagnie jusqu'{place:places.au}, et là, {hero.il} <fell>.

fell
  - tomba dans un grand trou
  - resta coincé{hero.e} entre deux rochers
  - mit la patte dans un piège
  - glissa et se tordit la cheville

rescue_call
  - {hero.Il} appela à en perdre la voix, mais personne ne l'entendit. Personne, sauf {small.le}.
  - La nuit vint, et il se mit à (pleuvoir|neiger). Alors {hero.nom} entendit une toute petite voix : « Je suis là ! »
    C'était {small.le}.

rescue_end
  - if small.flies: {small.Le} vola droit chez {friend.nom} et {friend.pron} tira par l'oreille tout le long du
    chemin. Avec une corde, {friend.nom} sauva {hero.nom}.
  - if not small.flies: {small.Le} avança toute la nuit jusque chez {friend.nom}, et au matin, {friend.nom} arriva
    avec une longue corde.
  - {small.Le} alla chercher {friend.nom} et une centaine de cousins, et tous ensemble tirèrent {hero.nom} de là.

moral_rescue
  - « Maintenant, je sais », dit {hero.nom}, « comment un être si petit peut aider {kind.un}. »
  - Et {hero.nom} ne se moqua plus jamais des petits.
  - Aucun ami n'est trop petit, et aucune bonté non plus, <says>.

seed
  - <seed_start> <seed_plant>¶<seed_wait> <seed_friend>¶<seed_more> <seed_grow>¶<seed_end> <moral_seed>

seed_start
  - <time>, {elder:elders.un} donna à {hero.nom} une graine pas plus grosse (qu'une miette|qu'une puce|qu'une
    virgule). « <promise> », dit {elder.le}.
  - <time>, {hero.nom} aida {elder:elders.un} à rapporter un panier {spot:places.du}. Pour {hero.pron} remercier,
    {elder.le} lui donna une graine. « <promise>. »

promise
  - Elle cache une merveille, mais les merveilles prennent leur temps
  - Donne-lui de l'eau et ne la presse pas
  - Elle deviendra grande, si tu es patient{hero.e}

seed_plant
  - {hero.nom} la planta derrière la maison, l'arrosa et s'assit pour la regarder.
  - {hero.nom} creusa un trou avec une cuillère, y mit la graine et lui souhaita bonne nuit.

seed_wait
  - Au bout d'une heure, rien n'avait bougé. {hero.nom} <tried>.
  - Le lendemain matin, on ne voyait toujours rien. {hero.nom} <tried>.

tried
  - lui lut une histoire, au cas où elle s'ennuierait
  - lui chanta une chanson, au cas où elle serait triste
  - lui versa de la soupe, au cas où elle aurait faim
  - lui cria de se réveiller
  - lui prêta une écharpe, au cas où elle aurait froid

seed_friend
  - {friend.nom} regarda par-dessus la clôture. « Elle ne poussera pas plus vite si tu lui tires les oreilles »,
    dit-{friend.il}.
  - « Ne poussera-t-elle jamais ? » demanda {hero.nom}. « Elle pousse déjà », dit {friend.nom}, « mais tu ne le vois
    pas. »
  - « Je devrais peut-être la déterrer », dit {hero.nom}. « Tu devrais peut-être prendre du gâteau », dit
    {friend.nom}.

seed_more
  - {hero.nom} attendit donc. Il plut, le soleil brilla, et {friend.nom} passa tous les (jours|soirs|dimanches).
  - Les jours passèrent, puis les semaines. En attendant, {hero.nom} apprit à <learned>.

learned
  - tricoter
  - jouer de la flûte
  - compter jusqu'à mille
  - faire du pain

seed_grow
  - Puis, un matin, une pointe verte parut, et (en été|à l'automne), c'était {plant:plants.un}, plus haut {hero.que}.
  - Enfin, quelque chose de vert sortit de terre. Cela grandit, grandit et devint {plant:plants.un} comme on n'en
    avait jamais vu {home.pres}.

seed_end
  - Il y eut tant de {plant.fruits} {hero.que} invita {friend.nom}, {elder.le} et tout le voisinage.
  - {hero.nom} porta les premières {plant.fruits} {elder.au} et les suivantes à {friend.nom}.

moral_seed
  - « Tu avais raison », dit {hero.nom} {elder.au}. « Les merveilles prennent leur temps. »
  - Et dans sa poche, {hero.nom} garda une graine pour quelqu'un qui serait encore pressé.
  - Les bonnes choses poussent lentement, <says>.

noise
  - <noise_start> <noise_guess>¶<noise_fetch> <noise_walk>¶<noise_find> <noise_why>¶<noise_end> <moral_noise>

noise_start
  - Une nuit, {hero.nom} se réveilla. Dehors, quelque chose faisait : « <sound> ! »
  - Au milieu de la nuit, {hero.nom} entendit un drôle de bruit près {spot:places.du}. « <sound> ! <sound_two> ! »

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
  - « C'est un (dragon|géant|fantôme) », murmura {hero.nom} en tirant la couverture jusqu'à son nez.
  - {hero.nom} pensa aux (dragons|géants|fantômes), puis {hero.il} essaya très fort de penser à un gâteau.

noise_fetch
  - {hero.Il} courut chez {friend.nom} pour {friend.pron} réveiller. « <plan> », dit {friend.nom}.
  - {friend.nom} avait entendu aussi et se tenait à la porte avec <weapon>. « <plan> », dit-{friend.il}.

plan
  - À deux, on est plus brave
  - Allons voir
  - Passe devant, je te suis de près

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
  - {hero.nom} leva la lanterne. Il n'y avait pas de monstre, mais {small:small_ones.un_petit} avec
    {instrument:instruments.un}.
  - Et que virent-<ils> ? {small:small_ones.Un_petit}, tout{small.e} seul{small.e}, avec {instrument:instruments.un}
    dix fois trop grand{instrument.e}.

noise_why
  - « Je m'exerce », dit {small.le}. « Le jour, tout le monde se moque de moi. »
  - « Je n'arrive pas à dormir », dit {small.le}, « et {instrument.mon} me tient compagnie. »
  - « J'espérais que quelqu'un m'entendrait », dit-{small.il}. « Les nuits sont si longues. »

noise_end
  - {hero.nom} et {friend.nom} se regardèrent et éclatèrent de rire. « Viens avec nous », dit {hero.nom}. « <invite>.
    »
  - « Et nous qui avions peur de toi ! » dit {friend.nom}. {hero.nom} posa la lanterne. « <invite> », dit-{hero.il}.

invite
  - Il reste de la soupe
  - Demain, tu joueras pour tout le monde
  - Tu peux jouer dans ma cuisine, mais pas avant le petit déjeuner

moral_noise
  - Depuis, il y a de la musique {home.pres} chaque dimanche, et c'est {hero.nom} qui applaudit le plus fort.
  - La plupart des monstres sont tout petits, <says>, dès qu'on apporte une lanterne.
  - Et cette nuit-là, {hero.nom} dormit bien, pendant que {instrument.le} jouait tout bas dans la pièce d'à côté.

truth
  - <truth_start> <truth_break>¶<truth_lie> <truth_believe>¶<truth_night> <truth_go>¶<truth_end> <moral_truth>

truth_start
  - <time>, {friend.nom} prêta à {hero.nom} {thing:fragile.son} {look:looks.~thing}. « Prends-en bien soin »,
    dit-{friend.il}.
  - {friend.nom} possédait {thing:fragile.un} {look:looks.~thing}, et <time_lower>, {friend.il} {thing.pron} prêta à
    {hero.nom}.

time_lower
  - un jour
  - un beau matin
  - un lundi

truth_break
  - {hero.nom} y fit bien attention jusqu'<until>, puis {thing.il} tomba par terre et se brisa.
  - Mais {hero.nom} dansa dans la cuisine avec {thing.le}, et patatras ! {thing.Il} était en <pieces> morceaux.

until
  - à midi
  - à quatre heures
  - au goûter
  - à la tombée du jour

pieces
  - deux
  - trois
  - sept
  - cent

truth_lie
  - « Où est {thing.mon} ? » demanda {friend.nom} le lendemain. « <excuse> », dit {hero.nom} en regardant le plancher.
  - Quand {friend.nom} vint {thing.pron} reprendre, {hero.nom} répondit très vite : « <excuse>. »

excuse
  - Le vent l'a emporté{thing.e}
  - Un gros oiseau l'a volé{thing.e}
  - {thing.Il} est parti{thing.e} sur la pointe des pieds
  - Un inconnu est venu {thing.pron} chercher

truth_believe
  - {friend.nom} fut bien triste, mais {friend.il} en crut chaque mot. C'était cela, le pire.
  - « Comme tu as dû avoir peur ! » dit {friend.nom}. Et {hero.nom} se sentit encore plus mal.

truth_night
  - Cette nuit-là, {hero.nom} ne put dormir. Le mensonge prenait toute la place dans son lit, comme <heavy>.
  - Ce soir-là, {hero.nom} ne mangea rien, pas même <soup>. Le mensonge lui remplissait le ventre.

heavy
  - une grosse pierre
  - un géant qui ronfle
  - une vache mouillée

soup
  - sa soupe
  - ses crêpes
  - sa tartine de miel
  - son gâteau

truth_go
  - Avant l'aube, {hero.il} prit les morceaux, courut chez {friend.nom} et lui dit la vérité.
  - Enfin, {hero.il} sortit, dépassa {place:places.le} et alla frapper chez {friend.nom}. « C'est moi »,
    dit-{hero.il}. « Je l'ai cassé{thing.e}, et puis j'ai menti. »

truth_end
  - {friend.nom} se tut longtemps. « Je peux vivre sans {thing.mot} », dit-{friend.il} enfin, « mais pas sans te
    croire. »
  - « Merci de me l'avoir dit », répondit {friend.nom}. « {thing.Un}, cela se répare. » Et <ils> sortirent le pot de
    colle.

moral_truth
  - {thing.Le} {look.~thing} a gardé une fêlure, et {hero.nom} trouve que c'est son plus bel endroit.
  - La nuit suivante, {hero.nom} dormit à poings fermés.
  - Un mensonge est lourd à porter, <says>, mais la vérité marche toute seule.

bridge
  - <bridge_start> <bridge_sad>¶<bridge_plan> <bridge_doubt>¶<bridge_bring> <bridge_build>¶<bridge_end> <moral_bridge>

bridge_start
  - Une nuit, la tempête emporta le petit pont qui menait {spot:places.au}.
  - <time>, {hero.nom} voulut aller jusqu'{spot:places.au}, mais le petit pont avait disparu. Le ruisseau l'avait
    emporté.

bridge_sad
  - « Comment allons-nous traverser ? » (demanda|soupira) {friend.nom}. Sur l'autre rive, {small:small_ones.un_petit}
    pleurait.
  - {small:small_ones.Un_petit} sanglotait au bord de l'eau. « Ma mère est là-bas », dit-{small.il} à {hero.nom}, « et
    la soupe aussi ! »

bridge_plan
  - « Alors, bâtissons-en un autre », dit {hero.nom}. « Un pont n'est rien d'autre <furniture>. »
  - {hero.nom} regarda l'eau, puis {friend.nom}. « As-tu un marteau ? » demanda-t-{hero.il}.

furniture
  - qu'une très longue table
  - qu'un très long banc
  - qu'un très long lit
  - qu'une étagère couchée

bridge_doubt
  - « C'est impossible », grogna {elder:elders.un}. « J'ai vu tomber <number> ponts, et aucun ne m'a plu. »
  - « Toi ? » dit {elder:elders.un} qui passait par là. « A-t-on jamais vu {kind.un} bâtir un pont ? »

number
  - deux
  - trois
  - quatre
  - neuf

bridge_bring
  - {hero.nom} apporta <wood>, {friend.nom} <tool>, et {small.le} trouva <bit>.
  - Chacun alla chercher ce qu'il avait : {hero.nom} <wood>, {friend.nom} <tool> et {small.le} <bit>.

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
  - On scia et l'on cloua jusqu'au soir. Le pont tomba <times>, et chaque fois, {hero.nom} disait : « <again>. »
  - Quand le pont s'écroula pour la première fois, {friend.nom} rit. Quand il s'écroula de nouveau, {hero.nom} dit : «
    <again>. »

times
  - deux fois
  - trois fois
  - quatre fois

again
  - Maintenant, nous savons comment il ne faut pas faire
  - Recommençons, avec plus de ficelle
  - Il tenait presque debout

bridge_end
  - Le <day> jour, il tint bon. {small.Le} passa d'abord, puis {friend.nom}, puis {hero.nom}, et tout à la fin
    {elder.le}, avec prudence.
  - Le <day> jour, {elder.le} vint, traversa et sauta trois fois au milieu. « Hum », dit-{elder.il} à {hero.nom}. «
    C'est un pont. »

day
  - troisième
  - quatrième
  - cinquième
  - septième

moral_bridge
  - On le peignit en <colour>, et le soir, tout le monde y dansa, chacun son tour.
  - Quand on est seul, dit {hero.nom}, on ne bâtit que la moitié d'un pont, et c'est l'autre moitié qui manque.
  - Si tu vas un jour jusqu'{spot.au}, regarde-le bien : il est un peu de travers, là où {friend.nom} tenait la règle.

colour
  - rouge
  - bleu
  - vert
  - jaune
  - blanc

closing
  - Et c'est la fin de l'histoire.
  - Et si l'histoire est vraie, {hero.nom} et {friend.nom} y vivent encore.
  - Puis la lune se leva, et tout le monde, {home.pres}, alla se coucher.
  - Fin.
"""
