//! The arithmetic of promises: how much is taken when, how much is left, where it is too much.
//!
//! No raster of time: every edge counts as it is, and times may be of any type that is in order
//! ([`base::Moment`], minutes). Intervals are half-open; one that ends before it begins takes and
//! gives nothing. What several intervals give adds up, so that shifts or tables can be listed as
//! they are; where none is listed there is nothing. All functions sort the edges once and sweep
//! over them: n log n in time, one list of edges in space.

/// So much of something from one time until another: what a booking takes, or what there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Amount<T> {
    /// The first time that counts.
    pub from: T,
    /// The first time that counts no more.
    pub to: T,
    /// How many: seats, children, vehicles.
    pub quantity: u32,
}

/// A stretch in which more is taken than there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Excess<T> {
    /// Where it begins.
    pub from: T,
    /// Where one of both amounts changes.
    pub to: T,
    /// What is taken.
    pub taken: u64,
    /// What there is.
    pub capacity: u64,
}

/// A stretch between two edges, and both amounts in it.
struct Stretch<T> {
    from: T,
    to: T,
    taken: u64,
    capacity: u64,
}

/// The first stretch in which bookings take more than there is, or `None` if all fit.
pub fn first_excess<T: Copy + Ord>(
    bookings: impl IntoIterator<Item = Amount<T>>,
    capacity: impl IntoIterator<Item = Amount<T>>,
) -> Option<Excess<T>> {
    let edges = edges(bookings, capacity);
    let mut stretches = sweep(&edges);
    let over = stretches.find(|stretch| stretch.taken > stretch.capacity)?;
    let Stretch { from, to, taken, capacity } = over;
    Some(Excess { from, to, taken, capacity })
}

/// What is left from `from` to `to`: sorted, without gaps, neighbours differ. Where too much is
/// taken nothing is left. Empty if the window is.
pub fn free_over<T: Copy + Ord>(
    bookings: impl IntoIterator<Item = Amount<T>>,
    capacity: impl IntoIterator<Item = Amount<T>>,
    from: T,
    to: T,
) -> Vec<Amount<T>> {
    let mut free: Vec<Amount<T>> = Vec::new();
    if from >= to {
        return free;
    }
    let mut push = |from: T, to: T, quantity: u32| match free.last_mut() {
        _ if from >= to => {}
        Some(last) if last.quantity == quantity => last.to = to,
        _ => free.push(Amount { from, to, quantity }),
    };
    let edges = edges(bookings, capacity);
    let mut done = from;
    for stretch in sweep(&edges) {
        let (begin, end) = (stretch.from.clamp(from, to), stretch.to.clamp(from, to));
        let left = stretch.capacity.saturating_sub(stretch.taken);
        push(done, begin, 0);
        push(begin, end, u32::try_from(left).unwrap_or(u32::MAX));
        done = done.max(end);
    }
    push(done, to, 0);
    free
}

/// The most that is taken at any time from `from` to `to`.
pub fn peak<T: Copy + Ord>(bookings: impl IntoIterator<Item = Amount<T>>, from: T, to: T) -> u64 {
    let within = bookings.into_iter().map(|booking| Amount {
        from: booking.from.max(from),
        to: booking.to.min(to),
        ..booking
    });
    let edges = edges(within, []);
    sweep(&edges).map(|stretch| stretch.taken).max().unwrap_or(0)
}

/// What changes at a time: what is taken, and what there is.
type Edge<T> = (T, i64, i64);

fn edges<T: Copy + Ord>(
    bookings: impl IntoIterator<Item = Amount<T>>,
    capacity: impl IntoIterator<Item = Amount<T>>,
) -> Vec<Edge<T>> {
    let real = |amount: &Amount<T>| amount.from < amount.to && amount.quantity > 0;
    let mut edges = Vec::new();
    for booking in bookings.into_iter().filter(real) {
        let quantity = i64::from(booking.quantity);
        edges.extend([(booking.from, quantity, 0), (booking.to, -quantity, 0)]);
    }
    for one in capacity.into_iter().filter(real) {
        let quantity = i64::from(one.quantity);
        edges.extend([(one.from, 0, quantity), (one.to, 0, -quantity)]);
    }
    edges.sort_unstable_by_key(|edge| edge.0);
    edges
}

/// The stretches from the first edge to the last.
fn sweep<T: Copy + Ord>(edges: &[Edge<T>]) -> impl Iterator<Item = Stretch<T>> {
    let (mut taken, mut capacity) = (0_i64, 0_i64);
    let mut rest = edges.iter().peekable();
    std::iter::from_fn(move || {
        let from = rest.peek()?.0;
        while let Some(edge) = rest.next_if(|edge| edge.0 == from) {
            taken += edge.1;
            capacity += edge.2;
        }
        let to = rest.peek()?.0;
        Some(Stretch { from, to, taken: taken.unsigned_abs(), capacity: capacity.unsigned_abs() })
    })
}
