//! The singular of a table's name: `OrderDetails` is a table of `OrderDetail`.
//!
//! The meaning is that of Python's `inflection.singularize`, which the forerunner uses, so that its
//! clients find the same types. Where that makes a word that does not exist (`Bonu`, `Curf`,
//! `Cooky`, `Quotum`) ours is the English one.

/// Plurals with a singular of their own: what the whole last word is, and what it becomes.
const IRREGULAR: &[(&str, &str)] = &[
    ("oxen", "ox"),
    ("axes", "axis"),
    ("men", "man"),
    ("mice", "mouse"),
    ("lice", "louse"),
    ("kine", "cow"),
    ("sexes", "sex"),
    ("moves", "move"),
    ("criteria", "criterion"),
    ("phenomena", "phenomenon"),
    ("bases", "basis"),
    ("abuses", "abuse"),
    ("caches", "cache"),
    ("niches", "niche"),
    ("toes", "toe"),
    ("foes", "foe"),
    ("canoes", "canoe"),
    ("cookies", "cookie"),
    ("calories", "calorie"),
    ("brownies", "brownie"),
    ("pies", "pie"),
    ("ties", "tie"),
    ("lies", "lie"),
    ("rookies", "rookie"),
    ("selfies", "selfie"),
    ("hoodies", "hoodie"),
    ("smoothies", "smoothie"),
    ("prairies", "prairie"),
    ("leaves", "leaf"),
    ("loaves", "loaf"),
    ("thieves", "thief"),
    ("sheaves", "sheaf"),
    ("hooves", "hoof"),
    ("lives", "life"),
];

/// Words that look like a plural and are not, or are the same in both numbers. Those that end in
/// `s` have a plural in `es`.
const SINGULAR: &[&str] = &[
    // Not to be counted.
    "equipment",
    "information",
    "money",
    "rice",
    "fish",
    "sheep",
    "jeans",
    "series",
    "species",
    // In `us`, `as`, `is`, `os` and the like.
    "abacus",
    "apparatus",
    "bonus",
    "cactus",
    "campus",
    "census",
    "circus",
    "citrus",
    "consensus",
    "corpus",
    "exodus",
    "focus",
    "fungus",
    "genius",
    "genus",
    "lotus",
    "minus",
    "nexus",
    "nucleus",
    "opus",
    "plus",
    "prospectus",
    "radius",
    "sinus",
    "stimulus",
    "surplus",
    "terminus",
    "versus",
    "virus",
    "walrus",
    "atlas",
    "bias",
    "canvas",
    "christmas",
    "gas",
    "pancreas",
    "chassis",
    "debris",
    "iris",
    "pelvis",
    "tennis",
    "trellis",
    "this",
    "chaos",
    "cosmos",
    "ethos",
    "kudos",
    "rhinoceros",
    "lens",
    "summons",
    "corps",
    "perhaps",
    "always",
    // Abbreviations.
    "aws",
    "cms",
    "dns",
    "gis",
    "gps",
    "ios",
    "sms",
    "tls",
    "xls",
    // In `ice` and `men`.
    "accomplice",
    "chalice",
    "malice",
    "police",
    "slice",
    "splice",
    "abdomen",
    "omen",
    "regimen",
    "specimen",
];

/// Endings and what becomes of them; the first that fits decides.
const ENDINGS: &[(&str, &str)] = &[
    ("databases", "database"),
    ("quizzes", "quiz"),
    ("zzes", "zz"),
    ("matrices", "matrix"),
    ("vertices", "vertex"),
    ("indices", "index"),
    ("passersby", "passerby"),
    ("people", "person"),
    ("women", "woman"),
    ("children", "child"),
    ("aliases", "alias"),
    ("alias", "alias"),
    ("statuses", "status"),
    ("status", "status"),
    ("octopi", "octopus"),
    ("octopus", "octopus"),
    ("viri", "virus"),
    ("axis", "axis"),
    ("crises", "crisis"),
    ("oases", "oasis"),
    ("testes", "testis"),
    ("theses", "thesis"),
    ("synopses", "synopsis"),
    ("prognoses", "prognosis"),
    ("parentheses", "parenthesis"),
    ("diagnoses", "diagnosis"),
    ("analyses", "analysis"),
    ("sis", "sis"),
    ("testis", "testis"),
    ("shoes", "shoe"),
    ("oes", "o"),
    ("buses", "bus"),
    ("bus", "bus"),
    ("dormice", "dormouse"),
    ("headaches", "headache"),
    ("xes", "x"),
    ("ches", "ch"),
    ("sses", "ss"),
    ("shes", "sh"),
    ("movies", "movie"),
    ("zombies", "zombie"),
    ("series", "series"),
    ("quies", "quy"),
    ("aies", "aie"),
    ("eies", "eie"),
    ("oies", "oie"),
    ("uies", "uie"),
    ("yies", "yie"),
    ("ies", "y"),
    ("knives", "knife"),
    ("wives", "wife"),
    ("elves", "elf"),
    ("wolves", "wolf"),
    ("calves", "calf"),
    ("halves", "half"),
    ("scarves", "scarf"),
    ("dwarves", "dwarf"),
    ("wharves", "wharf"),
    // Latin.
    ("data", "datum"),
    ("media", "medium"),
    ("bacteria", "bacterium"),
    ("errata", "erratum"),
    ("strata", "stratum"),
    ("millennia", "millennium"),
    ("symposia", "symposium"),
    ("consortia", "consortium"),
    ("aquaria", "aquarium"),
    ("news", "news"),
    ("ss", "ss"),
    ("s", ""),
];

/// The singular of the last word of a name in camel case; the name itself if it has none.
///
/// Letters that are kept keep their case; those that are new have the case of the name's last letter.
pub(super) fn singular(name: &str) -> String {
    let lower = name.to_ascii_lowercase();
    let ends_with_word = |word: &str| {
        lower.ends_with(word) && begins_a_word(name.as_bytes(), name.len() - word.len())
    };
    if SINGULAR.iter().any(|word| ends_with_word(word)) {
        return name.to_owned();
    }
    if let Some(stem) = lower.strip_suffix("es") {
        let is_plural = |word: &&&str| {
            word.ends_with('s')
                && stem.ends_with(**word)
                && begins_a_word(name.as_bytes(), stem.len() - word.len())
        };
        if SINGULAR.iter().any(|word| is_plural(&word)) {
            return name[..stem.len()].to_owned();
        }
    }
    let irregular = IRREGULAR.iter().find(|(plural, _)| ends_with_word(plural));
    let ending = || ENDINGS.iter().find(|(ending, _)| lower.ends_with(ending));
    match irregular.or_else(ending) {
        // A name that is only an ending, such as `S`, has nothing to lose.
        Some((ending, replacement)) if !replacement.is_empty() || ending.len() < name.len() => {
            replace_ending(name, &lower, ending, replacement)
        }
        _ => name.to_owned(),
    }
}

/// Whether a word of a name in camel case begins at this place.
fn begins_a_word(name: &[u8], place: usize) -> bool {
    place == 0
        || !name[place - 1].is_ascii_alphabetic()
        || (name[place].is_ascii_uppercase() && !name[place - 1].is_ascii_uppercase())
}

fn replace_ending(name: &str, lower: &str, ending: &str, replacement: &str) -> String {
    let start = name.len() - ending.len();
    let kept = lower[start..]
        .bytes()
        .zip(replacement.bytes())
        .take_while(|(old, new)| old == new)
        .count();
    let added = &replacement[kept..];
    let mut singular = name[..start + kept].to_owned();
    if name.ends_with(|last: char| last.is_ascii_uppercase()) {
        singular.push_str(&added.to_ascii_uppercase());
    } else {
        singular.push_str(added);
    }
    singular
}

#[cfg(test)]
mod tests {
    use super::singular;

    /// Words that the forerunner's library and ours turn into the same.
    const AS_THE_FORERUNNER: &[(&str, &str)] = &[
        ("customers", "customer"),
        ("OrderDetails", "OrderDetail"),
        ("employees", "employee"),
        ("address", "address"),
        ("addresses", "address"),
        ("status", "status"),
        ("statuses", "status"),
        ("OrderStatus", "OrderStatus"),
        ("alias", "alias"),
        ("aliases", "alias"),
        ("series", "series"),
        ("TimeSeries", "TimeSeries"),
        ("species", "species"),
        ("people", "person"),
        ("SalesPeople", "SalesPerson"),
        ("men", "man"),
        ("women", "woman"),
        ("children", "child"),
        ("data", "datum"),
        ("datas", "data"),
        ("metadata", "metadatum"),
        ("media", "medium"),
        ("news", "news"),
        ("bus", "bus"),
        ("buses", "bus"),
        ("analysis", "analysis"),
        ("analyses", "analysis"),
        ("basis", "basis"),
        ("bases", "basis"),
        ("databases", "database"),
        ("diagnoses", "diagnosis"),
        ("crisis", "crisis"),
        ("crises", "crisis"),
        ("theses", "thesis"),
        ("hypotheses", "hypothesis"),
        ("ox", "ox"),
        ("oxen", "ox"),
        ("mice", "mouse"),
        ("indices", "index"),
        ("vertices", "vertex"),
        ("matrices", "matrix"),
        ("quizzes", "quiz"),
        ("categories", "category"),
        ("territories", "territory"),
        ("queries", "query"),
        ("soliloquies", "soliloquy"),
        ("days", "day"),
        ("keys", "key"),
        ("boxes", "box"),
        ("taxes", "tax"),
        ("branches", "branch"),
        ("wishes", "wish"),
        ("classes", "class"),
        ("processes", "process"),
        ("business", "business"),
        ("businesses", "business"),
        ("heroes", "hero"),
        ("potatoes", "potato"),
        ("shoes", "shoe"),
        ("movies", "movie"),
        ("moves", "move"),
        ("archives", "archive"),
        ("natives", "native"),
        ("shelves", "shelf"),
        ("wolves", "wolf"),
        ("halves", "half"),
        ("wives", "wife"),
        ("knives", "knife"),
        ("sizes", "size"),
        ("houses", "house"),
        ("courses", "course"),
        ("licenses", "license"),
        ("invoices", "invoice"),
        ("prices", "price"),
        ("types", "type"),
        ("octopi", "octopus"),
        ("virus", "virus"),
        ("axis", "axis"),
        ("axes", "axis"),
        ("zombies", "zombie"),
        ("passersby", "passerby"),
        ("equipment", "equipment"),
        ("information", "information"),
        ("money", "money"),
        ("rice", "rice"),
        ("fish", "fish"),
        ("sheep", "sheep"),
        ("jeans", "jeans"),
        ("staff", "staff"),
        ("person", "person"),
        ("Order", "Order"),
        ("Region", "Region"),
        ("Sales", "Sale"),
        ("SampleDBVersion", "SampleDBVersion"),
    ];

    /// Words that the forerunner's library spoils.
    const BETTER: &[(&str, &str)] = &[
        ("bonus", "bonus"),
        ("bonuses", "bonus"),
        ("campus", "campus"),
        ("campuses", "campus"),
        ("CustomerCensus", "CustomerCensus"),
        ("viruses", "virus"),
        ("gas", "gas"),
        ("gases", "gas"),
        ("lens", "lens"),
        ("lenses", "lens"),
        ("bias", "bias"),
        ("canvases", "canvas"),
        ("BlueJeans", "BlueJeans"),
        ("SMS", "SMS"),
        ("curves", "curve"),
        ("reserves", "reserve"),
        ("drives", "drive"),
        ("leaves", "leaf"),
        ("lives", "life"),
        ("olives", "olive"),
        ("caches", "cache"),
        ("coaches", "coach"),
        ("cookies", "cookie"),
        ("ties", "tie"),
        ("properties", "property"),
        ("quota", "quota"),
        ("criteria", "criterion"),
        ("slice", "slice"),
        ("police", "police"),
        ("policies", "policy"),
        ("specimen", "specimen"),
        ("specimens", "specimen"),
        ("CATEGORIES", "CATEGORY"),
        ("PEOPLE", "PERSON"),
    ];

    #[test]
    fn words_become_what_the_forerunner_makes_of_them() {
        for (plural, expected) in AS_THE_FORERUNNER.iter().chain(BETTER) {
            assert_eq!(singular(plural), *expected, "the singular of `{plural}`");
        }
    }

    #[test]
    fn a_name_without_a_singular_stays() {
        for name in ["", "S", "s", "Größe", "日本語", "X1", "A_", "é"] {
            assert_eq!(singular(name), name);
        }
    }

    #[test]
    fn only_the_last_word_changes() {
        assert_eq!(singular("SalesOrdersLines"), "SalesOrdersLine");
        assert_eq!(singular("ÜbersichtsDaten"), "ÜbersichtsDaten");
        assert_eq!(singular("Größens"), "Größen");
    }
}
