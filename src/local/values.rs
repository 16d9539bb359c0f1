//! The values of a column in all segments. Each segment numbers its own, in their order; here they are read, and each is met
//! once, wherever it is.

use std::cmp::Ordering;

use tantivy::columnar::StrColumn;

use super::manifest::damaged;
use super::reader::LocalEngine;
use crate::engine::EngineError;

/// Some values, in their order, one behind the other.
#[derive(Default)]
pub(super) struct Values {
    text: String,
    ends: Vec<usize>,
}

impl Values {
    /// The values of these numbers, which are sorted and each there once.
    pub(super) fn read(engine: &LocalEngine, column: &StrColumn, numbers: &[u64]) -> Result<Self, EngineError> {
        let mut values = Self { text: String::new(), ends: Vec::with_capacity(numbers.len()) };
        let read =
            column.dictionary().sorted_ords_to_term_cb(numbers, |value| values.push(&String::from_utf8_lossy(value)));
        read.map_err(|error| engine.failure(error.into()))?;
        if values.len() != numbers.len() {
            return Err(damaged(engine.path(), "a column has a value that is in no list"));
        }
        Ok(values)
    }

    /// Adds one that comes behind the others.
    pub(super) fn push(&mut self, value: &str) {
        self.text.push_str(value);
        self.ends.push(self.text.len());
    }

    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    fn get(&self, at: usize) -> Option<&str> {
        let start = if at == 0 { 0 } else { *self.ends.get(at - 1)? };
        self.text.get(start..*self.ends.get(at)?)
    }
}

/// A list and how far it has been read.
struct Head<'a> {
    list: usize,
    at: usize,
    values: &'a Values,
    value: &'a str,
    /// Its first bytes, as a number of the same order.
    start: u64,
}

impl<'a> Head<'a> {
    fn new(list: usize, at: usize, values: &'a Values) -> Option<Self> {
        let value = values.get(at)?;
        let mut start = [0; 8];
        start.iter_mut().zip(value.bytes()).for_each(|(to, from)| *to = from);
        Some(Self { list, at, values, value, start: u64::from_be_bytes(start) })
    }

    fn order(&self, other: &Self) -> Ordering {
        self.start.cmp(&other.start).then_with(|| self.value.cmp(other.value))
    }
}

/// Shows every value of sorted lists once, in order, with the lists that have it and its place in each.
pub(super) fn each<'a>(lists: &'a [Values], mut show: impl FnMut(&'a str, &[(usize, usize)])) {
    let mut heads: Vec<Head<'a>> = (0..).zip(lists).filter_map(|(list, values)| Head::new(list, 0, values)).collect();
    let mut here = Vec::with_capacity(heads.len());
    // Lists are few, so the least is looked for among all.
    while let Some(least) = heads.iter().min_by(|a, b| a.order(b)) {
        let (value, start) = (least.value, least.start);
        here.clear();
        heads.retain_mut(|head| {
            if head.start != start || head.value != value {
                return true;
            }
            here.push((head.list, head.at));
            match Head::new(head.list, head.at + 1, head.values) {
                Some(next) => {
                    *head = next;
                    true
                }
                None => false,
            }
        });
        show(value, &here);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_all_lists_are_met_once_and_in_order() {
        let list = |values: &[&str]| {
            let mut list = Values::default();
            values.iter().for_each(|value| list.push(value));
            list
        };
        let lists = [list(&["", "Mara Lind", "Mara Lindh"]), list(&[]), list(&["Bo Falk", "Mara\0", "Mara Lind"])];
        let mut met: Vec<(String, Vec<(usize, usize)>)> = Vec::new();
        each(&lists, |value, places| met.push((value.to_owned(), places.to_vec())));
        let wanted: [(&str, &[(usize, usize)]); 5] = [
            ("", &[(0, 0)]),
            ("Bo Falk", &[(2, 0)]),
            ("Mara\0", &[(2, 1)]),
            ("Mara Lind", &[(0, 1), (2, 2)]),
            ("Mara Lindh", &[(0, 2)]),
        ];
        assert_eq!(met, wanted.map(|(value, places)| (value.to_owned(), places.to_vec())));
    }
}
