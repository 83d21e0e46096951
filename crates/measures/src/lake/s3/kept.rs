//! Objects that were read not long ago: many statements read the same ones.

use std::collections::{HashMap, VecDeque};

use bytes::Bytes;
use object_store::ObjectMeta;

use super::listing::tag;

/// Bytes that are kept at most.
const MOST: usize = 256 * 1024 * 1024;

/// Name and entity tag.
type Version = (String, String);

/// The last objects that were read. What came first goes first.
#[derive(Debug, Default)]
pub(super) struct Kept {
    objects: HashMap<Version, Bytes>,
    order: VecDeque<Version>,
    bytes: usize,
}

impl Kept {
    pub(super) fn get(&self, meta: &ObjectMeta) -> Option<Bytes> {
        self.objects.get(&version(meta)).cloned()
    }

    pub(super) fn add(&mut self, meta: &ObjectMeta, object: Bytes) {
        self.add_within(meta, object, MOST);
    }

    pub(super) fn add_within(&mut self, meta: &ObjectMeta, object: Bytes, most: usize) {
        let version = version(meta);
        self.bytes += object.len();
        match self.objects.insert(version.clone(), object) {
            Some(before) => self.bytes -= before.len(),
            None => self.order.push_back(version),
        }
        while self.bytes > most
            && let Some(first) = self.order.pop_front()
        {
            self.bytes -= self.objects.remove(&first).map_or(0, |object| object.len());
        }
    }
}

fn version(meta: &ObjectMeta) -> Version {
    (meta.location.to_string(), tag(meta).to_owned())
}
