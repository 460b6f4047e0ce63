"""The same two sentences in many languages: what a vocabulary learned from one language makes of the others."""

PASSAGES = {
    "English": (
        "Once upon a time there was a fox who lived by the river. Every morning she shared her bread with a bear."
    ),
    "French": (
        "Il était une fois une renarde qui vivait au bord de la rivière. Chaque matin, elle partageait son pain avec "
        "un ours."
    ),
    "German": "Es war einmal eine Füchsin, die lebte am Fluss. Jeden Morgen teilte sie ihr Brot mit einem Bären.",
    "Spanish": "Había una vez una zorra que vivía junto al río. Cada mañana compartía su pan con un oso.",
    "Italian": "C'era una volta una volpe che viveva vicino al fiume. Ogni mattina divideva il suo pane con un orso.",
    "Polish": "Dawno, dawno temu nad rzeką żyła lisica. Każdego ranka dzieliła się chlebem z niedźwiedziem.",
    "Turkish": "Bir zamanlar nehrin kıyısında yaşayan bir tilki varmış. Her sabah ekmeğini bir ayıyla paylaşırmış.",
    "Russian": "Жила-была у реки лиса. Каждое утро она делилась своим хлебом с медведем.",
    "Greek": (
        "Μια φορά κι έναν καιρό ήταν μια αλεπού που ζούσε δίπλα στο ποτάμι. Κάθε πρωί μοιραζόταν το ψωμί της με μια "
        "αρκούδα."
    ),
    "Arabic": "كان يا ما كان ثعلبة تعيش بجانب النهر. كل صباح كانت تتقاسم خبزها مع دب.",
    "Hindi": "एक समय की बात है, नदी के किनारे एक लोमड़ी रहती थी। हर सुबह वह अपनी रोटी एक भालू के साथ बाँटती थी।",
    "Chinese": "从前有一只狐狸住在河边。每天早上，她都和一只熊分享面包。",
    "Japanese": "昔々、川のほとりに一匹の狐が住んでいました。毎朝、狐は熊とパンを分け合いました。",
    "Korean": "옛날 옛적에 강가에 여우 한 마리가 살고 있었습니다. 매일 아침 여우는 곰과 빵을 나누어 먹었습니다.",
}
