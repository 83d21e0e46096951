-- She died before the time was over.
select d.subject_id, 'died' as reason, d.died_evidence_id as evidence_id
from denominator d
where d.died and (d.died_latest is null or d.died_latest <= d.anchor_on + $days)

union all

-- From the delivery: she was in hospital the whole time.
select d.subject_id, 'in_hospital' as reason, d.evidence_id
from denominator d
where not $from_discharge
  and case
      when d.discharged_second is not null and d.anchor_second is not null
          then d.discharged_second - d.anchor_second >= $days * 86400
      else d.discharged_on >= d.anchor_on + $days
  end
