//! Sets of labels as bit masks.

/// A set of small whole numbers: the tight constraints of a vertex, or the variables outside a basis.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Labels(Box<[u64]>);

impl Labels {
    /// No labels, with room for `0..count`.
    pub(super) fn none(count: usize) -> Self {
        Labels(vec![0; count.div_ceil(64)].into())
    }

    pub(super) fn from_labels(count: usize, labels: impl IntoIterator<Item = usize>) -> Self {
        let mut set = Labels::none(count);
        labels.into_iter().for_each(|label| set.insert(label));
        set
    }

    pub(super) fn insert(&mut self, label: usize) {
        self.0[label / 64] |= 1 << (label % 64);
    }

    pub(super) fn remove(&mut self, label: usize) {
        self.0[label / 64] &= !(1 << (label % 64));
    }

    pub(super) fn contains(&self, label: usize) -> bool {
        self.0[label / 64] >> (label % 64) & 1 == 1
    }

    /// The labels that both sets have.
    pub(super) fn intersection(&self, other: &Labels) -> Labels {
        Labels(self.0.iter().zip(&other.0).map(|(a, b)| a & b).collect())
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.iter().all(|&word| word == 0)
    }

    /// Whether the other set has all labels of this one.
    pub(super) fn is_subset(&self, other: &Labels) -> bool {
        self.0.iter().zip(&other.0).all(|(a, b)| a & !b == 0)
    }
}
