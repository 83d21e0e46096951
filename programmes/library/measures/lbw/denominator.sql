-- Live births; twins are two. A birth counts on its day.
select
    subject_id,
    person_id,
    evidence_id,
    born_latest,
    birth_weight_grams,
    born_latest as counts_on,
    born_latest as due_on,
    case
        when born_on is null then 'birth_day_unknown'
        when birth_weight_grams is null then 'weight_unknown'
    end as unknown_reason
from infant
