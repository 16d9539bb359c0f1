//! Learns a linear-chain conditional random field: features and gold tags in, weights out. Stochastic gradient with a rate of
//! its own for each weight (Adagrad); one thread, a fixed order, so that a run can be repeated to the last bit.

use onrecord::analysis::model::decode::may_follow;
use onrecord::analysis::model::features::{PLACES, TAGS};
use onrecord::analysis::model::table::LANES;

/// A paragraph to learn from: features of its tokens one after another, `starts[i]..starts[i + 1]` those of token i.
#[derive(Default)]
pub(crate) struct Example {
    pub(crate) features: Vec<u32>,
    pub(crate) starts: Vec<u32>,
    pub(crate) places: Vec<u8>,
    pub(crate) tags: Vec<u8>,
    /// How much it counts.
    pub(crate) weight: f32,
}

pub(crate) struct Settings {
    pub(crate) epochs: usize,
    pub(crate) rate: f32,
    pub(crate) l1: f32,
    pub(crate) l2: f32,
    /// Added to the squares of the gradients: the larger, the smaller the first steps.
    pub(crate) calm: f32,
    /// Errors below this are let go.
    pub(crate) skip: f32,
    /// Cost of missing a token of an attribution, and of tagging one that is none.
    pub(crate) cost: [f32; 2],
}

/// Weights by feature number, and of one tag after another by kind of place.
pub(crate) struct Learned {
    pub(crate) rows: Vec<[f32; LANES]>,
    pub(crate) steps: Vec<[[f32; LANES]; TAGS]>,
}

#[derive(Clone, Copy)]
#[repr(align(64))]
struct Row {
    weight: [f32; LANES],
    seen: [f32; LANES],
    /// One part in how often the feature is seen in a round.
    share: f32,
}

type Step = [[f32; LANES]; TAGS];

struct Learner {
    rows: Vec<Row>,
    steps: Vec<Step>,
    steps_seen: Vec<Step>,
    steps_exp: Vec<Step>,
    /// Buffers: emissions, forward, backward.
    e: Vec<[f32; LANES]>,
    a: Vec<[f32; LANES]>,
    b: Vec<[f32; LANES]>,
}

pub(crate) fn learn(examples: &[Example], features: usize, settings: &Settings) -> Learned {
    let mut counts = vec![0u32; features];
    examples.iter().flat_map(|x| &x.features).for_each(|f| counts[*f as usize] += 1);
    let fresh =
        |count: &u32| Row { weight: [0.0; LANES], seen: [settings.calm; LANES], share: 1.0 / (*count).max(1) as f32 };
    let mut learner = Learner {
        rows: counts.iter().map(fresh).collect(),
        steps: vec![[[0.0; LANES]; TAGS]; PLACES],
        steps_seen: vec![[[settings.calm; LANES]; TAGS]; PLACES],
        steps_exp: Vec::new(),
        e: Vec::new(),
        a: Vec::new(),
        b: Vec::new(),
    };
    learner.steps_exp = learner.steps.iter().map(exponent).collect();
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let mut seed = 0x0123_4567_89AB_CDEF_u64;
    let mut sum = Learned { rows: vec![[0.0; LANES]; features], steps: vec![[[0.0; LANES]; TAGS]; PLACES] };
    let tail = settings.epochs.div_ceil(3);
    for epoch in 0..settings.epochs {
        for i in (1..order.len()).rev() {
            seed ^= seed << 13;
            seed ^= seed >> 7;
            seed ^= seed << 17;
            order.swap(i, (seed % (i as u64 + 1)) as usize);
        }
        let rate = settings.rate * if epoch + tail >= settings.epochs { 0.5 } else { 1.0 };
        let mut loss = 0f64;
        for number in &order {
            loss += f64::from(learner.step(&examples[*number], settings, rate));
        }
        if std::env::var_os("LOUD").is_some() {
            eprintln!("epoch {epoch}: loss {loss:.0}");
        }
        if epoch + tail >= settings.epochs {
            let share = 1.0 / tail as f32;
            for (into, row) in sum.rows.iter_mut().zip(&learner.rows) {
                (0..LANES).for_each(|k| into[k] += share * row.weight[k]);
            }
            for (into, step) in sum.steps.iter_mut().zip(&learner.steps) {
                for (into, step) in into.iter_mut().zip(step) {
                    (0..LANES).for_each(|k| into[k] += share * step[k]);
                }
            }
        }
    }
    sum
}

fn exponent(step: &Step) -> Step {
    std::array::from_fn(|before| {
        std::array::from_fn(
            |tag| if tag < TAGS && may_follow(Some(before), tag) { step[before][tag].exp() } else { 0.0 },
        )
    })
}

impl Learner {
    /// One step of the gradient on one paragraph; its loss.
    fn step(&mut self, x: &Example, settings: &Settings, rate: f32) -> f32 {
        let n = x.tags.len();
        self.e.clear();
        let mut loss = 0.0;
        for i in 0..n {
            let mut sums = [0f32; LANES];
            for f in &x.features[x.starts[i] as usize..x.starts[i + 1] as usize] {
                let row = &self.rows[*f as usize].weight;
                (0..LANES).for_each(|k| sums[k] += row[k]);
            }
            if x.starts[i] == x.starts[i + 1] {
                // A sentence that is passed over.
                sums[0] += 25.0;
            }
            let gold = usize::from(x.tags[i]);
            loss -= sums[gold];
            if gold != 0 {
                sums[0] += settings.cost[0];
            } else {
                (1..TAGS).for_each(|k| sums[k] += settings.cost[1]);
            }
            let top = sums[..TAGS].iter().copied().fold(f32::MIN, f32::max);
            loss += top;
            self.e.push(std::array::from_fn(|k| if k < TAGS { (sums[k] - top).exp() } else { 0.0 }));
        }
        loss += self.sweep(x);
        self.update(x, settings, rate);
        loss
    }

    /// Forward and backward sums, each scaled to one; the logarithm of the scales less the gold's steps.
    fn sweep(&mut self, x: &Example) -> f32 {
        let n = x.tags.len();
        self.a.clear();
        let mut log = 0.0;
        for i in 0..n {
            let mut now = self.e[i];
            if i == 0 {
                (0..TAGS).filter(|k| !may_follow(None, *k)).for_each(|k| now[k] = 0.0);
            } else {
                let step = &self.steps_exp[usize::from(x.places[i])];
                let last = self.a[i - 1];
                let mut sum = [0f32; LANES];
                for before in 0..TAGS {
                    (0..LANES).for_each(|k| sum[k] += last[before] * step[before][k]);
                }
                (0..LANES).for_each(|k| now[k] *= sum[k]);
                log -= self.steps[usize::from(x.places[i])][usize::from(x.tags[i - 1])][usize::from(x.tags[i])];
            }
            let total: f32 = now.iter().sum::<f32>().max(1e-30);
            now.iter_mut().for_each(|k| *k /= total);
            log += total.ln();
            self.a.push(now);
        }
        self.b.clear();
        self.b.resize(n, [1.0; LANES]);
        for i in (0..n - 1).rev() {
            let step = &self.steps_exp[usize::from(x.places[i + 1])];
            let ahead: [f32; LANES] = std::array::from_fn(|k| self.e[i + 1][k] * self.b[i + 1][k]);
            let mut now = [0f32; LANES];
            for before in 0..TAGS {
                now[before] = (0..LANES).map(|k| step[before][k] * ahead[k]).sum();
            }
            let total: f32 = now.iter().sum::<f32>().max(1e-30);
            now.iter_mut().for_each(|k| *k /= total);
            self.b[i] = now;
        }
        log
    }

    fn update(&mut self, x: &Example, settings: &Settings, rate: f32) {
        let n = x.tags.len();
        for i in 0..n {
            let mut error: [f32; LANES] = std::array::from_fn(|k| self.a[i][k] * self.b[i][k]);
            let total: f32 = error[..TAGS].iter().sum::<f32>().max(1e-30);
            error.iter_mut().for_each(|k| *k /= total);
            error[TAGS] = 0.0;
            error[usize::from(x.tags[i])] -= 1.0;
            error.iter_mut().for_each(|k| *k *= x.weight);
            if error.iter().all(|k| k.abs() < settings.skip) {
                continue;
            }
            for f in &x.features[x.starts[i] as usize..x.starts[i + 1] as usize] {
                let row = &mut self.rows[*f as usize];
                let (l1, l2) = (settings.l1 * row.share, settings.l2 * row.share);
                for k in 0..LANES {
                    let g = error[k] + l2 * row.weight[k];
                    row.seen[k] += g * g;
                    let pace = rate / row.seen[k].sqrt();
                    let weight = row.weight[k] - pace * g;
                    row.weight[k] = weight.signum() * (weight.abs() - pace * l1).max(0.0);
                }
            }
        }
        let mut touched = [false; PLACES];
        for i in 1..n {
            let place = usize::from(x.places[i]);
            let exp = &self.steps_exp[place];
            let ahead: [f32; LANES] = std::array::from_fn(|k| self.e[i][k] * self.b[i][k]);
            let mut pair: Step = std::array::from_fn(|before| {
                std::array::from_fn(|k| self.a[i - 1][before] * exp[before][k] * ahead[k])
            });
            let total: f32 = pair.iter().flatten().sum::<f32>().max(1e-30);
            pair.iter_mut().flatten().for_each(|p| *p /= total);
            pair[usize::from(x.tags[i - 1])][usize::from(x.tags[i])] -= 1.0;
            let (steps, seen) = (&mut self.steps[place], &mut self.steps_seen[place]);
            for before in 0..TAGS {
                for k in 0..TAGS {
                    let g = x.weight * pair[before][k] + 1e-5 * steps[before][k];
                    seen[before][k] += g * g;
                    steps[before][k] -= rate * g / seen[before][k].sqrt();
                }
            }
            touched[place] = true;
        }
        for place in (0..PLACES).filter(|place| touched[*place]) {
            self.steps_exp[place] = exponent(&self.steps[place]);
        }
    }
}
