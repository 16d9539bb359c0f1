//! Several quotations at once: each slot wants one of its candidates, and no two the same. Numbers come in, numbers go out.
//!
//! A slot with at least as many candidates as there are slots can be filled whatever the others take (Hall), so only the
//! others are looked at: fewer than n slots with fewer than n candidates each, whatever the article.

/// Whether every slot can have a candidate of its own.
#[must_use]
pub fn can_differ(slots: &[Vec<u32>]) -> bool {
    Tight::of(slots).fill(None)
}

/// For each slot the candidates that stand for it in some choice of different ones for all; nothing if there is no
/// such choice. Lists come in and go out sorted, without repetition.
#[must_use]
pub fn taking_part(slots: &[Vec<u32>]) -> Option<Vec<Vec<u32>>> {
    let tight = Tight::of(slots);
    if !tight.fill(None) {
        return None;
    }
    let fits = |slot: usize, one: u32| !tight.wants(slot, one) || tight.fill(Some((slot, one)));
    let of_slot = |(slot, all): (usize, &Vec<u32>)| all.iter().copied().filter(|one| fits(slot, *one)).collect();
    Some(slots.iter().enumerate().map(of_slot).collect())
}

/// The slots that have fewer candidates than there are slots, with their numbers.
struct Tight<'a>(Vec<(usize, &'a [u32])>);

impl<'a> Tight<'a> {
    fn of(slots: &'a [Vec<u32>]) -> Self {
        let tight = slots.iter().enumerate().filter(|(_, all)| all.len() < slots.len());
        Self(tight.map(|(slot, all)| (slot, all.as_slice())).collect())
    }

    /// Whether a slot other than this one has the candidate.
    fn wants(&self, slot: usize, one: u32) -> bool {
        self.0.iter().any(|(other, all)| *other != slot && all.binary_search(&one).is_ok())
    }

    /// Whether all can be filled with different candidates, a slot's choice being given.
    fn fill(&self, given: Option<(usize, u32)>) -> bool {
        let mut taken: Vec<(u32, usize)> = Vec::with_capacity(self.0.len());
        let open = (0..self.0.len()).filter(|at| given.is_none_or(|(slot, _)| self.0[*at].0 != slot));
        let banned = given.map(|(_, one)| one);
        for at in open {
            if !self.seat(at, banned, &mut taken, &mut Vec::new()) {
                return false;
            }
        }
        true
    }

    /// Finds a candidate for a slot, moving others to other candidates if need be (an augmenting path).
    fn seat(&self, at: usize, banned: Option<u32>, taken: &mut Vec<(u32, usize)>, seen: &mut Vec<u32>) -> bool {
        for one in self.0[at].1.iter().copied() {
            if banned == Some(one) || seen.contains(&one) {
                continue;
            }
            seen.push(one);
            match taken.iter().position(|(other, _)| *other == one) {
                None => {
                    taken.push((one, at));
                    return true;
                }
                Some(place) => {
                    if self.seat(taken[place].1, banned, taken, seen) {
                        // The list only grows and owners change in place: `place` still is this candidate.
                        taken[place].1 = at;
                        return true;
                    }
                }
            }
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All choices, by brute force.
    fn choices(slots: &[Vec<u32>]) -> Vec<Vec<u32>> {
        slots.iter().fold(vec![Vec::new()], |begun, slot| {
            let with = |chosen: &Vec<u32>, one: &u32| [chosen.as_slice(), &[*one]].concat();
            let free = |chosen: &Vec<u32>| {
                slot.iter().filter(|one| !chosen.contains(one)).map(|one| with(chosen, one)).collect::<Vec<_>>()
            };
            begun.iter().flat_map(free).collect()
        })
    }

    #[test]
    fn one_quotation_does_not_stand_for_two() {
        assert!(!can_differ(&[vec![3], vec![3]]));
        assert!(can_differ(&[vec![3], vec![3, 5]]));
        assert_eq!(taking_part(&[vec![3], vec![3, 5]]), Some(vec![vec![3], vec![5]]));
        assert_eq!(taking_part(&[vec![1, 2], vec![1, 2]]), Some(vec![vec![1, 2], vec![1, 2]]));
        assert_eq!(taking_part(&[vec![1, 2], vec![1, 2], vec![2, 7]]), Some(vec![vec![1, 2], vec![1, 2], vec![7]]));
        assert_eq!(taking_part(&[vec![1, 2], vec![1, 2], vec![1, 2]]), None);
        assert_eq!(taking_part(&[Vec::new(), vec![1]]), None);
        assert_eq!(taking_part(&[]), Some(Vec::new()));
    }

    #[test]
    fn every_choice_of_up_to_four_slots_and_four_candidates_is_as_by_brute_force() {
        let set = |bits: u32| (0..4).filter(|one| bits >> one & 1 == 1).collect::<Vec<u32>>();
        for bits in 0..1u32 << 16 {
            let slots: Vec<Vec<u32>> = (0..4).map(|slot| set(bits >> (4 * slot) & 15)).collect();
            let slots = &slots[..1 + bits as usize % 4];
            let all = choices(slots);
            let part = |slot: usize| {
                let mut part: Vec<u32> = all.iter().map(|chosen| chosen[slot]).collect();
                part.sort_unstable();
                part.dedup();
                part
            };
            let wanted = (!all.is_empty()).then(|| (0..slots.len()).map(part).collect::<Vec<_>>());
            assert_eq!(taking_part(slots), wanted, "{slots:?}");
            assert_eq!(can_differ(slots), wanted.is_some(), "{slots:?}");
        }
    }

    #[test]
    fn many_candidates_cost_no_more_than_to_read_them() {
        let many: Vec<u32> = (0..200_000).collect();
        let slots = vec![many.clone(), many.clone(), vec![7], many];
        let part = taking_part(&slots).unwrap();
        assert_eq!(part.iter().map(Vec::len).collect::<Vec<_>>(), [199_999, 199_999, 1, 199_999]);
    }
}
