//! Published optima.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use trials::desirability::{Region, Response, Wanted, desirability_at, most_desirable};
use trials::surface::{Kind, Surface, SurfaceFound, surface};
use trials::{Formula, Table};

/// Central composite design in two blocks. Myers, Montgomery & Anderson-Cook 2009, table 7.6.
const CHEM_REACT: &str = "Time,Temp,Block,Yield
80,170,B1,80.5\n80,180,B1,81.5\n90,170,B1,82.0\n90,180,B1,83.5
85,175,B1,83.9\n85,175,B1,84.3\n85,175,B1,84.0
85,175,B2,79.7\n85,175,B2,79.8\n85,175,B2,79.5
92.07,175,B2,78.4\n77.93,175,B2,75.6\n85,182.07,B2,78.5\n85,167.93,B2,77.0
";

/// Box-Behnken design. Lawson 2015, *Design and Analysis of Experiments with R*, section 10.3.
const TREB: &str = "x1,x2,x3,y
-1,-1,0,33\n1,-1,0,85\n-1,1,0,86\n1,1,0,113\n-1,0,-1,75\n1,0,-1,105\n-1,0,1,40\n1,0,1,89
0,-1,-1,83\n0,1,-1,108\n0,-1,1,49\n0,1,1,101\n0,0,0,88\n0,0,0,91\n0,0,0,91
";

fn asked(csv: &str, response: &str, factors: &[&str], block: Option<&str>) -> SurfaceFound {
    let question = Surface {
        response: response.into(),
        factors: factors.iter().map(|factor| (*factor).into()).collect(),
        block: block.map(Into::into),
        least: false,
        seed: 7,
    };
    surface(&Table::from_csv(csv).unwrap(), &question).unwrap()
}

#[track_caller]
fn near(found: f64, published: f64, half_a_digit: f64) {
    assert!((found - published).abs() <= half_a_digit, "{found} is not {published}");
}

/// Lenth 2009, JSS 32(7), section 3.
#[test]
fn chem_react() {
    let factors = ["x1=(Time-85)/5", "x2=(Temp-175)/5"];
    let found = asked(CHEM_REACT, "Yield", &factors, Some("Block"));
    let published = [84.09543, -4.45753, 0.93254, 0.57771, 0.12500, -1.30856, -0.93344];
    for (row, published) in found.coefficients.iter().zip(published) {
        near(row.estimate, published, 0.000005);
    }
    near(found.r_squared, 0.9981, 0.00005);
    let lack = found.lack_of_fit.unwrap();
    assert_eq!(lack.df, 3.0);
    near(lack.p, 0.68509, 0.000005);
    let place = found.stationary.unwrap();
    near(place.coded["x1"], 0.3722954, 5e-8);
    near(place.coded["x2"], 0.3343802, 5e-8);
    near(place.units["Time"], 86.86148, 5e-6);
    near(place.units["Temp"], 176.67190, 5e-6);
    near(found.eigenvalues[0], -0.9233027, 5e-8);
    near(found.eigenvalues[1], -1.3186949, 5e-8);
    assert_eq!(found.kind, Kind::Maximum);
    assert!(found.verdict.optimum && found.verdict.text.contains("confirmation run"));
}

#[test]
fn treb_is_a_saddle() {
    let found = asked(TREB, "y", &["x1", "x2", "x3"], None);
    let place = found.stationary.unwrap();
    for (name, published) in [("x1", 0.9236846), ("x2", -1.7161183), ("x3", -2.7698217)] {
        near(place.coded[name], published, 5e-8);
    }
    near(found.eigenvalues[0], 1.280298, 5e-7);
    near(found.eigenvalues[2], -11.853850, 5e-6);
    assert_eq!(found.kind, Kind::Saddle);
    let lack = found.lack_of_fit.unwrap();
    near(lack.f, 1.6111, 0.00005);
    near(lack.p, 0.405, 0.0005);
    assert!(!found.verdict.optimum && found.verdict.text.starts_with("No optimum found"));
    // Each point of the ridge is the best at its distance: nothing beside it is better.
    let b = |name: &str| found.coefficients.iter().find(|row| row.term == name).unwrap().estimate;
    let height = |x: [f64; 3]| {
        b("(Intercept)")
            + x[0] * b("x1")
            + x[1] * b("x2")
            + x[2] * b("x3")
            + x[0] * x[1] * b("x1:x2")
            + x[0] * x[2] * b("x1:x3")
            + x[1] * x[2] * b("x2:x3")
            + x[0] * x[0] * b("x1^2")
            + x[1] * x[1] * b("x2^2")
            + x[2] * x[2] * b("x3^2")
    };
    for point in found.ridge.iter().skip(1) {
        let x = ["x1", "x2", "x3"].map(|name| point.coded[name]);
        near(height(x), point.predicted, 1e-9);
        for turn in [[0.01, 0.0, 0.0], [0.0, 0.01, 0.0], [0.0, 0.0, -0.01], [-0.01, 0.01, 0.01]] {
            let moved = [x[0] + turn[0], x[1] + turn[1], x[2] + turn[2]];
            let length = moved.iter().map(|v| v * v).sum::<f64>().sqrt();
            assert!(height(moved.map(|v| v * point.distance / length)) <= point.predicted + 1e-9);
        }
    }
}

/// The same answer from the same seed, and a surface that the runs do not determine is refused.
#[test]
fn seeds_replay_and_too_few_runs_are_refused() {
    let of = || asked(TREB, "y", &["x1", "x2", "x3"], None).confidence.unwrap().intervals;
    assert_eq!(of(), of());
    let csv = "x,y\n-1,2\n1,3\n-1,4\n1,5\n1,7\n";
    let question = Surface {
        response: "y".into(),
        factors: vec!["x".into()],
        block: None,
        least: false,
        seed: 1,
    };
    let fault = surface(&Table::from_csv(csv).unwrap(), &question).unwrap_err();
    assert!(fault.is_no_answer() && fault.to_string().contains("three levels"), "{fault}");
}

/// Myers & Montgomery 1995, as optimised by Kuhn, vignette of the R package desirability.
#[test]
fn conversion_and_activity() {
    let conversion = "conversion ~ 81.09 + 1.0284*x1 + 4.043*x2 + 6.2037*x3 - 1.8366*x1^2 \
                      + 2.9382*x2^2 - 5.1915*x3^2 + 2.2150*x1*x2 + 11.375*x1*x3 - 3.875*x2*x3";
    let activity = "activity ~ 59.85 + 3.583*x1 + 0.2546*x2 + 2.2298*x3 + 0.83479*x1^2 \
                    + 0.07484*x2^2 + 0.05716*x3^2 - 0.3875*x1*x2 - 0.375*x1*x3 + 0.3125*x2*x3";
    let responses = [
        Response { model: Formula::parse(conversion).unwrap(), wanted: Wanted::Most(80.0, 97.0) },
        Response {
            model: Formula::parse(activity).unwrap(),
            wanted: Wanted::Target(55.0, 57.5, 60.0),
        },
    ];
    let centre = desirability_at(&responses, &[("x1", 0.0), ("x2", 0.0), ("x3", 0.0)]).unwrap();
    near(centre.desirability, 0.06202, 0.000005);
    let cube = most_desirable(&responses, Region::Cube(1.682)).unwrap();
    near(cube.desirability, 0.9425094, 5e-8);
    near(cube.responses["activity"], 57.5, 1e-5);
    near(cube.factors["x2"], 1.682, 1e-6);
    let sphere = most_desirable(&responses, Region::Sphere(1.682)).unwrap();
    near(sphere.desirability, 0.8581525, 5e-8);
    let never =
        [Response { model: Formula::parse("y ~ x^2").unwrap(), wanted: Wanted::Least(-2.0, -1.0) }];
    assert!(most_desirable(&never, Region::Cube(1.0)).unwrap_err().is_no_answer());
}
