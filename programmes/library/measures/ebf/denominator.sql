-- Newborns of a hospital stay at birth, single and at term. One counts on the day it goes home.
with born as (
    select i.*, s.person_id is not null as stayed, s.lasting, coalesce(s.left_on, i.born_latest) as left_on
    from infant i
    left join (
        -- The stay that holds the birth: of several the last to end. One that lasts is open, up to today.
        select
            s.person_id,
            max(s.until_on) > $as_of as lasting,
            max(least(s.until_on, $as_of)) as left_on
        from stay s
        join infant b on b.person_id = s.person_id
        where s.starts_on between b.born_on and b.born_on + 1
        group by s.person_id
    ) s on s.person_id = i.person_id
)
select
    b.subject_id,
    b.person_id,
    b.evidence_id,
    b.born_latest,
    b.left_on,
    b.left_on as counts_on,
    b.left_on as due_on,
    case
        when b.born_on is null then 'birth_day_unknown'
        when not b.stayed then 'no_birth_stay'
        when b.plurality is null then 'plurality_unknown'
        when b.gestation_days is null then 'gestation_unknown'
        when not b.lasting and f.subject_id is null then 'feeding_unknown'
    end as unknown_reason
from born b
left join (
    -- Somebody wrote down a feed of those days.
    select distinct n.subject_id
    from (
        select person_id, on_date, concept_id from event
        union all
        select person_id, on_date, concept_id from observation
        union all
        select person_id, on_date, value_concept_id as concept_id from observation
    ) o
    join born n on n.person_id = o.person_id
    where o.concept_id in (select concept_id from value_set where name in ('human_milk_feed', 'other_feed'))
      and o.on_date between n.born_latest and n.left_on
) f on f.subject_id = b.subject_id
