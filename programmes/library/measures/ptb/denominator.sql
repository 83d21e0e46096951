-- Live births; twins are two. A birth counts on its day.
select
    subject_id,
    person_id,
    evidence_id,
    born_latest,
    gestation_days,
    born_latest as counts_on,
    born_latest as due_on,
    case
        when born_on is null then 'birth_day_unknown'
        when gestation_days is null then 'gestation_unknown'
        when $singletons_only and plurality is null then 'plurality_unknown'
    end as unknown_reason
from infant
