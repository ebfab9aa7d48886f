//! Random streams that do not depend on threads, order or length of a run.

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

/// One ChaCha8 stream per draw, keyed by the seed and a name: a longer run contains a shorter one.
pub(crate) struct Streams {
    source: ChaCha8Rng,
}

impl Streams {
    pub(crate) fn new(seed: u64, name: &str) -> Self {
        // FNV-1a keeps names apart without depending on their order.
        let name = name
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325u64, |hash, byte| (hash ^ byte as u64).wrapping_mul(0x100_0000_01b3));
        Streams { source: ChaCha8Rng::seed_from_u64(seed ^ name) }
    }

    /// The generator of the draw with this number.
    pub(crate) fn generator(&self, number: u64) -> ChaCha8Rng {
        let mut generator = self.source.clone();
        generator.set_stream(number);
        generator
    }
}
