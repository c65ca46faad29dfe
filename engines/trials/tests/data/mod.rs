//! Small published data, typed from the publications named beside them.

/// Weights of dried plants under a control and two treatments. Dobson 1983, *An Introduction to
/// Statistical Modelling*, table 7.1; `PlantGrowth` of R.
pub(crate) fn plant_growth() -> String {
    let groups = [
        ("ctrl", [4.17, 5.58, 5.18, 6.11, 4.50, 4.61, 5.17, 4.53, 5.33, 5.14]),
        ("trt1", [4.81, 4.17, 4.41, 3.59, 5.87, 3.83, 6.03, 4.89, 4.32, 4.69]),
        ("trt2", [6.31, 5.12, 5.54, 5.50, 5.37, 5.29, 4.92, 6.15, 5.80, 5.26]),
    ];
    let mut out = "weight,group\n".to_owned();
    for (group, weights) in groups {
        weights.iter().for_each(|weight| out += &format!("{weight},{group}\n"));
    }
    out
}

/// Peas: N, P and K with NPK confounded with blocks. Venables & Ripley 2002, *Modern Applied
/// Statistics with S*, section 6.7.
pub(crate) const NPK: &str = "block,N,P,K,yield
1,0,1,1,49.5\n1,1,1,0,62.8\n1,0,0,0,46.8\n1,1,0,1,57.0
2,1,0,0,59.8\n2,1,1,1,58.5\n2,0,0,1,55.5\n2,0,1,0,56.0
3,0,1,0,62.8\n3,1,1,1,55.8\n3,1,0,0,69.5\n3,0,0,1,55.0
4,1,0,0,62.0\n4,1,1,1,48.8\n4,0,0,1,45.5\n4,0,1,0,44.2
5,1,1,0,52.0\n5,0,0,0,51.5\n5,1,0,1,49.8\n5,0,1,1,48.8
6,1,0,1,57.2\n6,1,1,0,59.0\n6,0,1,1,53.2\n6,0,0,0,56.0
";

/// Oats: varieties on whole plots, nitrogen on sub-plots. Yates 1935, *Complex experiments*, J. R.
/// Stat. Soc. Suppl. 2; Pinheiro & Bates 2000, section 1.6.
pub(crate) fn oats() -> String {
    let blocks = [
        ("I", [[111, 130, 157, 174], [117, 114, 161, 141], [105, 140, 118, 156]]),
        ("II", [[61, 91, 97, 100], [70, 108, 126, 149], [96, 124, 121, 144]]),
        ("III", [[68, 64, 112, 86], [60, 102, 89, 96], [89, 129, 132, 124]]),
        ("IV", [[74, 89, 81, 122], [64, 103, 132, 133], [70, 89, 104, 117]]),
        ("V", [[62, 90, 100, 116], [80, 82, 94, 126], [63, 70, 109, 99]]),
        ("VI", [[53, 74, 118, 113], [89, 82, 86, 104], [97, 99, 119, 121]]),
    ];
    let mut out = "Block,Variety,nitro,yield\n".to_owned();
    for (block, plots) in blocks {
        for (variety, plot) in ["Victory", "Golden Rain", "Marvellous"].iter().zip(plots) {
            for (nitro, weight) in ["0", "0.2", "0.4", "0.6"].iter().zip(plot) {
                out += &format!("{block},{variety},{nitro},{weight}\n");
            }
        }
    }
    out
}

/// A Latin square of five treatments against stem rust. Goulden 1952, *Methods of Statistical
/// Analysis*, p. 216.
pub(crate) const GOULDEN: &str = "trt,yield,row,col
B,4.9,5,1\nC,9.3,4,1\nD,7.6,3,1\nE,5.3,2,1\nA,9.3,1,1
D,6.4,5,2\nA,4.0,4,2\nC,15.4,3,2\nB,7.6,2,2\nE,6.3,1,2
E,3.3,5,3\nB,6.2,4,3\nA,6.5,3,3\nC,13.2,2,3\nD,11.8,1,3
A,9.5,5,4\nE,5.1,4,4\nB,6.0,3,4\nD,8.6,2,4\nC,15.9,1,4
C,11.8,5,5\nD,5.4,4,5\nE,4.6,3,5\nA,4.9,2,5\nB,7.6,1,5
";

/// Sugar beets: harvest on whole plots, sowing on sub-plots; percent of sugar. Halekoh & Højsgaard
/// 2014, JSS 59(9), section 2.1.
pub(crate) fn beets() -> String {
    let plots = [
        ("harv1", "block1", [17.0, 17.0, 17.1, 16.9, 16.6]),
        ("harv1", "block2", [16.9, 17.0, 17.0, 16.8, 16.5]),
        ("harv1", "block3", [16.9, 16.9, 17.1, 16.8, 16.6]),
        ("harv2", "block1", [16.8, 17.0, 17.0, 16.7, 16.5]),
        ("harv2", "block2", [16.8, 17.0, 17.0, 16.7, 16.4]),
        ("harv2", "block3", [16.7, 16.9, 16.9, 16.6, 16.4]),
    ];
    let mut out = "harvest,block,sow,sugar\n".to_owned();
    for (harvest, block, sugars) in plots {
        for (sow, sugar) in sugars.iter().enumerate() {
            out += &format!("{harvest},{block},sow{},{sugar}\n", sow + 1);
        }
    }
    out
}

/// Seeds of two species of *Orobanche* germinated on two root extracts: germinated, of how many.
/// Crowder 1978, Appl. Stat. 27, table 3.
pub(crate) fn seeds() -> String {
    let plates = [
        ("O75", "bean", vec![(10, 39), (23, 62), (23, 81), (26, 51), (17, 39)]),
        ("O75", "cucumber", vec![(5, 6), (53, 74), (55, 72), (32, 51), (46, 79), (10, 13)]),
        ("O73", "bean", vec![(8, 16), (10, 30), (8, 28), (23, 45), (0, 4)]),
        ("O73", "cucumber", vec![(3, 12), (22, 41), (15, 30), (32, 51), (3, 7)]),
    ];
    let mut out = "plate,gen,extract,germ,n\n".to_owned();
    let mut plate = 0;
    for (species, extract, counts) in plates {
        for (germ, n) in counts {
            plate += 1;
            out += &format!("P{plate},{species},{extract},{germ},{n}\n");
        }
    }
    out
}
