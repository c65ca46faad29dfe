//! What a process keeps of what it has read, to spare itself reading it again.
//!
//! Only reads see it, for what a write sees may yet be undone. Whoever keeps something keeps with it
//! the version that it was read at, and takes it for true at that version alone: other processes
//! write the same database.

use std::any::{Any, TypeId};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// One value of each type, for all reads of a store.
#[derive(Default)]
pub(crate) struct Memory(Mutex<BTreeMap<TypeId, Arc<dyn Any + Send + Sync>>>);

impl Memory {
    /// The value of a type; empty when it is first asked for.
    pub(crate) fn of<T: Any + Default + Send + Sync>(&self) -> Option<Arc<T>> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = all.entry(TypeId::of::<T>()).or_insert_with(|| Arc::new(T::default()));
        Arc::clone(kept).downcast().ok()
    }
}
