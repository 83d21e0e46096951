//! A referral by message: the persons first, then the message, its answers, the case and its tasks in one transaction.
//!
//! A message that was cut off in between is sent again, for it had no answer. The same referral again is the same
//! submission with the same receipt. One that cannot be taken is in quarantine before its sender is told, with the
//! field and what to do; tried again later, it goes the same way.

use kith_interop::hl7v2::{self, ErrorAt, ORIGINAL, Refusal, Wrong};
use kith_store::ledger::Arrival;
use kith_store::quarantine;

use super::{Door, Incoming, Kept, Versions, caught, known};
use crate::front_door::{Put, referrals};
use crate::{App, Error};

impl Door {
    /// Puts a referral in as a case of intake, or sets it aside.
    pub(super) async fn refer(
        &mut self,
        app: &App,
        name: &str,
        incoming: &mut Incoming,
    ) -> Result<Kept, Error> {
        let merge = self.merge;
        let source = self.standing(app, name).await?.source;
        let known = known(app, source, std::slice::from_ref(incoming)).await?;
        let Ok((taken, _)) = &incoming.outcome else { return Ok(Kept::Yes) };
        let referral = taken.referral.clone();
        let kept = match (referrals::form(app), referral) {
            (Some(form), Some(referral)) => {
                let mut versions = Versions { known, arrivals: Vec::new(), merge };
                if caught(|| versions.add(incoming)).is_none() {
                    incoming.outcome = Err(Refusal::failed());
                    return self.set_aside(app, name, incoming).await;
                }
                let (message, people): (Vec<Arrival>, Vec<Arrival>) =
                    versions.arrivals.into_iter().partition(|one| one.resource_type == ORIGINAL);
                let referred =
                    referrals::Referred { sender: name, channel: "hl7v2", referral, people, message };
                match referrals::put(app, &form, referred).await? {
                    Put::In(receipt) => {
                        let standing = self.standing(app, name).await?;
                        standing.counts.kept += 1;
                        standing.counts.new += i64::from(!receipt.again);
                        standing.counts.unchanged += i64::from(receipt.again);
                        return Ok(self.noted(name, incoming, receipt.number));
                    }
                    Put::Wrong(wrong) => {
                        let errors: Vec<ErrorAt> = wrong.iter().map(at_field).collect();
                        Refusal::of(errors)
                    }
                }
            }
            _ => Refusal::of(vec![ErrorAt::of(
                Wrong::MessageType,
                "MSH",
                9,
                "this programme takes no referrals by message",
                "send the referral another way, or ask for messages to be taken",
            )]),
        };
        incoming.outcome = Err(kept);
        self.set_aside(app, name, incoming).await
    }

    fn noted(&mut self, name: &str, incoming: &Incoming, receipt: String) -> Kept {
        if let (Some(standing), Ok((taken, _))) = (self.sources.get_mut(name), &incoming.outcome) {
            for note in &taken.notes {
                *standing.remarks.entry(note.remark.code()).or_default() += 1;
            }
        }
        Kept::AsCase(receipt)
    }

    async fn set_aside(&mut self, app: &App, name: &str, incoming: &Incoming) -> Result<Kept, Error> {
        let standing = self.standing(app, name).await?;
        let problems: Vec<_> = incoming.problem().into_iter().collect();
        standing.counts.quarantined += problems.len() as i64;
        quarantine::add(app.db(), standing.source, standing.run, problems, app.now()).await?;
        Ok(Kept::Yes)
    }
}

/// What is wrong with an answer, at the field that it was read from.
fn at_field(wrong: &kith_domain::form::Wrong) -> ErrorAt {
    let (segment, field) = hl7v2::place_of(&wrong.link_id);
    let words = wrong.what.en.trim_end_matches('.').to_owned();
    ErrorAt::of(Wrong::DataType, segment, field, &words, "correct the value and send the message again")
}
