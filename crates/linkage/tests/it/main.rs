//! The linkage over populations that `kith-synth` makes.

mod arrivals;
mod limits;
mod made;
