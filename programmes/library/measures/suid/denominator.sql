-- Live births, as for infant mortality. Of a baby who died before the first birthday the underlying cause must be known.
select
    v.subject_id,
    v.person_id,
    v.died,
    v.died_earliest,
    v.died_latest,
    v.due_on,
    c.sudden,
    c.evidence_id,
    v.born_latest as counts_on,
    case
        when v.born_on is null then 'birth_day_unknown'
        when v.died and v.died_latest is null then 'death_day_unknown'
        when v.died and v.died_earliest <= v.due_on and v.died_latest > v.due_on then 'death_day_unknown'
        when v.died and v.died_latest <= v.due_on and c.person_id is null then 'cause_unknown'
    end as unknown_reason
from (
    select *, cast(born_latest + interval '1 year' as date) - 1 as due_on from infant
) v
left join (
    select
        o.person_id,
        min(o.evidence_id) as evidence_id,
        max(case when s.concept_id is null then 0 else 1 end) as sudden
    from observation o
    left join (
        select concept_id from value_set where name = 'sudden_unexpected_infant_death'
    ) s on s.concept_id = o.value_concept_id
    where o.concept_id in (select concept_id from value_set where name = 'underlying_cause_of_death')
      and o.value_concept_id is not null
    group by o.person_id
) c on c.person_id = v.person_id
