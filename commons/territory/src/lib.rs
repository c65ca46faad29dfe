//! The territory: its communes, and how far it is from one point to another.
//!
//! Where no network of streets is loaded, ways are estimated: as the crow flies × 1.3, at 4.8 km/h
//! on foot. Whoever shows such a figure says that it is an estimate.

mod communes;

pub use communes::{COMMUNES, Commune, commune};

/// A point on the earth, in millionths of a degree (WGS 84).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Point {
    /// Latitude, north.
    pub lat_e6: i64,
    /// Longitude, east.
    pub lon_e6: i64,
}

/// Mean radius of the earth in metres (IUGG).
const EARTH_M: f64 = 6_371_008.8;
/// Ways are longer than the crow flies.
const DETOUR: f64 = 1.3;
/// Metres a minute on foot: 4.8 km/h.
const WALK_M: f64 = 80.0;

/// Metres from one point to another as the crow flies (haversine).
pub fn metres(from: Point, to: Point) -> f64 {
    let radians = |e6: i64| (e6 as f64 / 1e6).to_radians();
    let (from_lat, to_lat) = (radians(from.lat_e6), radians(to.lat_e6));
    let north = (to_lat - from_lat) / 2.0;
    let east = (radians(to.lon_e6) - radians(from.lon_e6)) / 2.0;
    let half = north.sin().powi(2) + from_lat.cos() * to_lat.cos() * east.sin().powi(2);
    2.0 * EARTH_M * half.sqrt().min(1.0).asin()
}

/// Minutes on foot from one point to another, estimated and rounded up.
pub fn minutes_on_foot(from: Point, to: Point) -> i64 {
    (metres(from, to) * DETOUR / WALK_M).ceil() as i64
}

#[cfg(test)]
mod tests {
    use super::{COMMUNES, commune, metres, minutes_on_foot};

    #[test]
    fn the_département_has_its_36_communes_and_1_654_712_people() {
        assert_eq!(COMMUNES.iter().map(|one| one.population).sum::<i64>(), 1_654_712);
        assert!(COMMUNES.is_sorted_by(|one, next| one.code < next.code));
        assert_eq!(commune("92050").map(|one| one.name), Some("Nanterre"));
        assert_eq!(commune("75056"), None);
    }

    #[test]
    fn a_degree_of_latitude_is_111_195_metres_and_ways_are_walked_at_4_8_km_an_hour() {
        let at = |lat_e6| super::Point { lat_e6, lon_e6: 2_000_000 };
        let degree = metres(at(48_000_000), at(49_000_000));
        assert!((degree - 111_195.08).abs() < 0.1, "{degree}");
        // 4.8 km in all: 3,692 m as the crow flies.
        let hour = at(48_000_000 + 33_205);
        assert_eq!(minutes_on_foot(at(48_000_000), hour), 60);
        assert_eq!(minutes_on_foot(hour, hour), 0);
    }
}
