-- Live births; twins are two. Each counts on its day. Who the mother is, and how old, must be known.
select
    subject_id,
    evidence_id,
    born_latest,
    mother_age_least,
    mother_age_most,
    born_latest as counts_on,
    born_latest as due_on,
    case
        when mother_age_least is null then 'mother_age_unknown'
        -- Some of the ages that she may have had are asked about, and some are not.
        when mother_age_most >= $age_from and mother_age_least <= $age_to
            and not (mother_age_least >= $age_from and mother_age_most <= $age_to) then 'mother_age_unknown'
    end as unknown_reason
from infant
