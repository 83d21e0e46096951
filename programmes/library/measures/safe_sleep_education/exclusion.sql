-- No one went home.
select i.subject_id, 'died' as reason, i.evidence_id
from infant i
join denominator d on d.subject_id = i.subject_id
where i.died and (i.died_latest is null or i.died_latest <= d.ends_on)

union all

-- A long stay has an education of its own, and often another hospital.
select i.subject_id, 'transferred' as reason, i.evidence_id
from infant i
join denominator d on d.subject_id = i.subject_id
where d.ends_on > d.born_latest + 28
