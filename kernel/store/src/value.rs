//! What goes into a statement and comes out of it: whole numbers, texts, bytes, nothing.
//!
//! Floats are deliberately absent: the engines round them differently.

use base::{Cents, Id, Moment, Outcome, Refusal};

/// One SQL text of the common subset. Made only by [`sql`], so that every text can be found.
#[derive(Clone, Copy, Debug)]
pub struct Sql(pub(crate) &'static str);

/// Marks a text as SQL of the common subset, with placeholders `$1…` numbered in order of first
/// appearance.
pub const fn sql(text: &'static str) -> Sql {
    Sql(text)
}

/// A value bound to a placeholder or read from a column.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Value {
    /// Nothing.
    Null,
    /// A whole number; also moments (µs UTC), cents and truth (0, 1).
    Int(i64),
    /// A text; also ids and dates.
    Text(String),
    /// Bytes.
    Bytes(Vec<u8>),
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Value::Int(number)
    }
}
impl From<usize> for Value {
    fn from(number: usize) -> Self {
        Value::Int(i64::try_from(number).unwrap_or(i64::MAX))
    }
}
impl From<bool> for Value {
    fn from(truth: bool) -> Self {
        Value::Int(i64::from(truth))
    }
}
impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Value::Text(text.to_owned())
    }
}
impl From<String> for Value {
    fn from(text: String) -> Self {
        Value::Text(text)
    }
}
impl From<&String> for Value {
    fn from(text: &String) -> Self {
        Value::Text(text.clone())
    }
}
impl From<Vec<u8>> for Value {
    fn from(bytes: Vec<u8>) -> Self {
        Value::Bytes(bytes)
    }
}
impl From<Moment> for Value {
    fn from(moment: Moment) -> Self {
        Value::Int(moment.0)
    }
}
impl From<Cents> for Value {
    fn from(amount: Cents) -> Self {
        Value::Int(amount.0)
    }
}
impl<K> From<Id<K>> for Value {
    fn from(id: Id<K>) -> Self {
        Value::Text(id.to_string())
    }
}
impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(option: Option<T>) -> Self {
        option.map_or(Value::Null, Into::into)
    }
}

/// A type that a column can be read as.
pub trait FromValue: Sized {
    /// The value as this type, or [`Refusal::Broken`] when the column holds something else.
    fn from_value(value: Value) -> Outcome<Self>;
}

fn wrong<T>(value: &Value) -> Outcome<T> {
    Err(Refusal::broken(format_args!(
        "a column holds {value:?}, read as {}",
        std::any::type_name::<T>()
    )))
}

impl FromValue for Value {
    fn from_value(value: Value) -> Outcome<Self> {
        Ok(value)
    }
}
impl FromValue for i64 {
    fn from_value(value: Value) -> Outcome<Self> {
        if let Value::Int(number) = value { Ok(number) } else { wrong(&value) }
    }
}
impl FromValue for bool {
    fn from_value(value: Value) -> Outcome<Self> {
        match value {
            Value::Int(0) => Ok(false),
            Value::Int(1) => Ok(true),
            other => wrong(&other),
        }
    }
}
impl FromValue for String {
    fn from_value(value: Value) -> Outcome<Self> {
        if let Value::Text(text) = value { Ok(text) } else { wrong(&value) }
    }
}
impl FromValue for Vec<u8> {
    fn from_value(value: Value) -> Outcome<Self> {
        if let Value::Bytes(bytes) = value { Ok(bytes) } else { wrong(&value) }
    }
}
impl FromValue for Moment {
    fn from_value(value: Value) -> Outcome<Self> {
        i64::from_value(value).map(Moment)
    }
}
impl FromValue for Cents {
    fn from_value(value: Value) -> Outcome<Self> {
        i64::from_value(value).map(Cents)
    }
}
impl<K> FromValue for Id<K> {
    fn from_value(value: Value) -> Outcome<Self> {
        String::from_value(value)?
            .parse()
            .map_err(|_| Refusal::broken("a column of ids holds no id"))
    }
}
impl<T: FromValue> FromValue for Option<T> {
    fn from_value(value: Value) -> Outcome<Self> {
        if value == Value::Null { Ok(None) } else { T::from_value(value).map(Some) }
    }
}

/// One row of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row(pub(crate) Vec<Value>);

impl Row {
    /// The columns one after the other, in the order of the SELECT.
    pub fn columns(self) -> Columns {
        Columns(self.0.into_iter())
    }

    /// The single column of a one-column row.
    pub fn single<T: FromValue>(self) -> Outcome<T> {
        self.columns().take()
    }
}

/// The columns of a row, taken one by one.
pub struct Columns(std::vec::IntoIter<Value>);

impl Columns {
    /// The next column.
    pub fn take<T: FromValue>(&mut self) -> Outcome<T> {
        match self.0.next() {
            Some(value) => T::from_value(value),
            None => Err(Refusal::broken("a row has fewer columns than are read")),
        }
    }
}
