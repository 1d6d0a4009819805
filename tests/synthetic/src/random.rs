//! Random numbers that are the same everywhere: xoshiro256++, seeded by `SplitMix64`.

/// A stream of random numbers.
///
/// # Source
///
/// Blackman and Vigna, *Scrambled linear pseudorandom number generators*, ACM TOMS 47 (2021), and the authors' public-domain
/// C code of xoshiro256++ 1.0 and `SplitMix64`.
#[derive(Clone, Debug)]
pub struct Rng {
    state: [u64; 4],
}

/// The next number of `SplitMix64`.
fn split_mix(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

impl Rng {
    /// The stream of one purpose (`label`) and one person or thing (`index`): what one stream draws never moves another.
    #[must_use]
    pub fn stream(seed: u64, label: &str, index: u64) -> Self {
        // FNV-1a, 64 bits.
        let label = label.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        let mut state = seed;
        let mut state = split_mix(&mut state) ^ label;
        let mut state = split_mix(&mut state) ^ index;
        Self { state: [(); 4].map(|()| split_mix(&mut state)) }
    }

    /// The next 64 bits.
    #[expect(clippy::should_implement_trait, reason = "not an iterator: it never ends")]
    pub fn next(&mut self) -> u64 {
        let [a, b, c, d] = &mut self.state;
        let result = a.wrapping_add(*d).rotate_left(23).wrapping_add(*a);
        let t = *b << 17;
        *c ^= *a;
        *d ^= *b;
        *b ^= *c;
        *a ^= *d;
        *c ^= t;
        *d = d.rotate_left(45);
        result
    }

    /// Evenly from 0 up to but not including 1, in steps of 2⁻⁵³.
    pub fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 * (1.0 / (1_u64 << 53) as f64)
    }

    /// Whether something of this probability happens.
    pub fn chance(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }

    /// Evenly from 0 up to but not including `n`, which must not be zero.
    pub fn below(&mut self, n: u64) -> u64 {
        // Lemire's multiplication with rejection of the few values that would favour small results.
        let reject = n.wrapping_neg() % n;
        loop {
            let wide = u128::from(self.next()) * u128::from(n);
            let [high, low] =
                [wide >> 64, wide & u128::from(u64::MAX)].map(|half| u64::try_from(half).unwrap_or(0));
            if low >= reject {
                return high;
            }
        }
    }

    /// Evenly from `from` to `to`, both included.
    pub fn between(&mut self, from: i64, to: i64) -> i64 {
        from + i64::try_from(self.below(to.abs_diff(from) + 1)).unwrap_or(0)
    }

    /// One of `items`, which must not be empty.
    pub fn pick<T: Copy>(&mut self, items: &[T]) -> T {
        let place = self.below(items.len() as u64);
        items[usize::try_from(place).unwrap_or(0)]
    }

    /// One of `items` by weight; the weights need not add up to one.
    pub fn weighted<T: Copy>(&mut self, items: &[(T, f64)]) -> T {
        let total: f64 = items.iter().map(|(_, weight)| weight).sum();
        let mut left = self.unit() * total;
        for (item, weight) in items {
            left -= weight;
            if left < 0.0 {
                return *item;
            }
        }
        items[items.len() - 1].0
    }

    /// Exponentially distributed with this mean.
    pub fn exponential(&mut self, mean: f64) -> f64 {
        -mean * libm::log(1.0 - self.unit())
    }

    /// Normally distributed with mean 0 and standard deviation 1 (Box and Muller 1958).
    pub fn normal(&mut self) -> f64 {
        let radius = libm::sqrt(-2.0 * libm::log(1.0 - self.unit()));
        radius * libm::cos(std::f64::consts::TAU * self.unit())
    }

    /// Log-normally distributed with this median; `sigma` is the standard deviation of the logarithm.
    pub fn log_normal(&mut self, median: f64, sigma: f64) -> f64 {
        median * libm::exp(sigma * self.normal())
    }

    /// Gamma distributed with this shape and mean.
    ///
    /// # Source
    ///
    /// Marsaglia and Tsang, *A simple method for generating gamma variables*, ACM TOMS 26 (2000), with their boost for
    /// shapes below one.
    pub fn gamma(&mut self, shape: f64, mean: f64) -> f64 {
        let scale = mean / shape;
        if shape < 1.0 {
            let boost = libm::pow(1.0 - self.unit(), 1.0 / shape);
            return self.gamma(shape + 1.0, (shape + 1.0) * scale) * boost;
        }
        let d = shape - 1.0 / 3.0;
        let c = 1.0 / libm::sqrt(9.0 * d);
        loop {
            let x = self.normal();
            let v = 1.0 + c * x;
            if v > 0.0 {
                let v = v * v * v;
                if libm::log(1.0 - self.unit()) < 0.5 * x * x + d - d * v + d * libm::log(v) {
                    return d * v * scale;
                }
            }
        }
    }

    /// Poisson distributed with this mean (Knuth's product of uniforms, in pieces of at most 30).
    pub fn poisson(&mut self, mean: f64) -> u64 {
        let mut left = mean;
        let mut count = 0;
        while left > 0.0 {
            let piece = left.min(30.0);
            left -= piece;
            let least = libm::exp(-piece);
            let mut product = 1.0 - self.unit();
            while product > least {
                count += 1;
                product *= 1.0 - self.unit();
            }
        }
        count
    }

    /// Puts `items` in a random order (Fisher and Yates).
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            let other = usize::try_from(self.below(last as u64 + 1)).unwrap_or(0);
            items.swap(last, other);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // The values that the authors' C code gives, as published with the crates rand_xoshiro and with Rosetta Code's task
    // "Pseudo-random numbers/Splitmix64".
    #[test]
    fn the_generators_give_the_published_values() {
        let mut state = 1_234_567;
        let split: [u64; 5] = [(); 5].map(|()| split_mix(&mut state));
        let published = [
            6_457_827_717_110_365_317,
            3_203_168_211_198_807_973,
            9_817_491_932_198_370_423,
            4_593_380_528_125_082_431,
            16_408_922_859_458_223_821,
        ];
        assert_eq!(split, published);

        let mut rng = Rng { state: [1, 2, 3, 4] };
        let published = [
            41_943_041,
            58_720_359,
            3_588_806_011_781_223,
            3_591_011_842_654_386,
            9_228_616_714_210_784_205,
            9_973_669_472_204_895_162,
            14_011_001_112_246_962_877,
            12_406_186_145_184_390_807,
            15_849_039_046_786_891_736,
            10_450_023_813_501_588_000,
        ];
        assert_eq!([(); 10].map(|()| rng.next()), published);
    }

    /// Mean and variance over many draws, to be compared with theory.
    fn moments(mut draw: impl FnMut() -> f64) -> (f64, f64) {
        let n = 200_000;
        let (mut sum, mut squares) = (0.0, 0.0);
        for _ in 0..n {
            let x = draw();
            sum += x;
            squares += x * x;
        }
        let mean = sum / f64::from(n);
        (mean, squares / f64::from(n) - mean * mean)
    }

    #[test]
    fn distributions_have_the_mean_and_variance_of_theory() {
        let mut rng = Rng::stream(1, "test", 0);
        let close = |(mean, variance): (f64, f64), (m, v): (f64, f64)| {
            assert!((mean - m).abs() < 0.03 * m.max(1.0), "{mean} is not about {m}");
            assert!((variance - v).abs() < 0.1 * v, "{variance} is not about {v}");
        };
        close(moments(|| rng.unit()), (0.5, 1.0 / 12.0));
        close(moments(|| rng.normal()), (0.0, 1.0));
        close(moments(|| rng.exponential(3.0)), (3.0, 9.0));
        close(moments(|| rng.gamma(2.5, 5.0)), (5.0, 10.0));
        close(moments(|| rng.gamma(0.5, 1.0)), (1.0, 2.0));
        close(moments(|| rng.poisson(0.7) as f64), (0.7, 0.7));
        close(moments(|| rng.poisson(65.0) as f64), (65.0, 65.0));
        close(moments(|| rng.between(-2, 2) as f64), (0.0, 2.0));
        close(moments(|| f64::from(rng.weighted(&[(0_u8, 1.0), (1, 3.0)]))), (0.75, 0.1875));
    }

    #[test]
    fn streams_do_not_depend_on_one_another() {
        let first = |seed, label, index| Rng::stream(seed, label, index).next();
        let all = [first(1, "a", 0), first(1, "a", 1), first(1, "b", 0), first(2, "a", 0)];
        let different: std::collections::BTreeSet<_> = all.iter().collect();
        assert_eq!(different.len(), 4);
    }
}
