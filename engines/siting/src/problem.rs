//! Whom to serve, from where, and how far that is.

/// Demands times sites.
pub const CELLS_MAX: usize = 10_000_000;

/// Demands, sites, and the minutes between them.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    weights: Vec<f64>,
    minutes: Vec<f64>,
    sites: usize,
    kept: Vec<usize>,
    forbidden: Vec<usize>,
}

/// What is wrong with a problem; indices of demands and sites.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Fault {
    /// No demand, no site, or more than [`CELLS_MAX`] pairs.
    Size,
    /// The minutes are not one for each pair.
    Shape,
    /// A weight is negative or no number.
    Weight {
        /// The demand.
        demand: usize,
    },
    /// Minutes are negative or no number.
    Minutes {
        /// The demand.
        demand: usize,
        /// The site.
        site: usize,
    },
    /// A site that does not exist, or is kept and forbidden.
    Site {
        /// The site.
        site: usize,
    },
    /// Fewer places than are kept, or more than sites allowed, or none.
    Places {
        /// Places that must be.
        least: usize,
        /// Places that can be.
        most: usize,
    },
    /// This question needs the minutes of every pair, and these have none.
    Unreached {
        /// The demand.
        demand: usize,
        /// The site.
        site: usize,
    },
}

impl Problem {
    /// Checks a problem. `minutes` holds the sites of the first demand, then of the second, and so
    /// on; infinity is a pair without a way. A demand counts by its weight (people, not negative).
    pub fn new(weights: Vec<f64>, minutes: Vec<f64>, sites: usize) -> Result<Self, Fault> {
        let cells = weights.len().checked_mul(sites).filter(|cells| *cells > 0);
        let Some(cells) = cells.filter(|cells| *cells <= CELLS_MAX) else {
            return Err(Fault::Size);
        };
        if minutes.len() != cells {
            return Err(Fault::Shape);
        }
        if let Some(demand) = weights.iter().position(|weight| !weight.is_finite() || *weight < 0.0)
        {
            return Err(Fault::Weight { demand });
        }
        if let Some(cell) = minutes.iter().position(|value| value.is_nan() || *value < 0.0) {
            return Err(Fault::Minutes { demand: cell / sites, site: cell % sites });
        }
        Ok(Problem { weights, minutes, sites, kept: Vec::new(), forbidden: Vec::new() })
    }

    /// Places that exist and stay, and sites where none may be.
    pub fn with(mut self, mut kept: Vec<usize>, mut forbidden: Vec<usize>) -> Result<Self, Fault> {
        for list in [&mut kept, &mut forbidden] {
            list.sort_unstable();
            list.dedup();
        }
        let wrong = |site: &usize| *site >= self.sites || forbidden.contains(site);
        let unknown = forbidden.iter().find(|site| **site >= self.sites);
        if let Some(site) = kept.iter().find(|site| wrong(site)).or(unknown).copied() {
            return Err(Fault::Site { site });
        }
        (self.kept, self.forbidden) = (kept, forbidden);
        Ok(self)
    }

    /// How many demands there are.
    #[must_use]
    pub fn demands(&self) -> usize {
        self.weights.len()
    }

    /// How many sites there are.
    #[must_use]
    pub fn sites(&self) -> usize {
        self.sites
    }

    /// The weights of the demands.
    #[must_use]
    pub fn weights(&self) -> &[f64] {
        &self.weights
    }

    /// Places that stay.
    #[must_use]
    pub fn kept(&self) -> &[usize] {
        &self.kept
    }

    /// The minutes of each demand to all sites, demand by demand.
    pub fn rows(&self) -> impl Iterator<Item = &[f64]> {
        self.minutes.chunks_exact(self.sites)
    }

    /// Sites where a place may be, kept ones first.
    pub(crate) fn allowed(&self) -> Vec<usize> {
        let free = |site: &usize| {
            self.kept.binary_search(site).is_err() && self.forbidden.binary_search(site).is_err()
        };
        self.kept.iter().copied().chain((0..self.sites).filter(free)).collect()
    }

    /// Whether so many places can be.
    pub(crate) fn check_places(&self, places: usize) -> Result<(), Fault> {
        let (least, most) = (self.kept.len().max(1), self.sites - self.forbidden.len());
        if places < least || places > most {
            return Err(Fault::Places { least, most });
        }
        Ok(())
    }

    /// Every pair has its minutes.
    pub(crate) fn check_reached(&self) -> Result<(), Fault> {
        match self.minutes.iter().position(|minutes| minutes.is_infinite()) {
            Some(cell) => {
                Err(Fault::Unreached { demand: cell / self.sites, site: cell % self.sites })
            }
            None => Ok(()),
        }
    }
}
