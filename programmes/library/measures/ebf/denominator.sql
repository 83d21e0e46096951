-- Newborns of a hospital stay at birth, single and at term. One counts on the day it goes home.
select
    i.subject_id,
    i.person_id,
    i.evidence_id,
    i.born_latest,
    coalesce(s.left_on, i.born_latest) as left_on,
    coalesce(s.left_on, i.born_latest) as counts_on,
    -- A stay that lasts is open.
    case when s.lasting > 0 then $as_of else coalesce(s.left_on, i.born_latest) end as due_on,
    case
        when i.born_on is null then 'birth_day_unknown'
        when s.person_id is null then 'no_birth_stay'
        when i.plurality is null then 'plurality_unknown'
        when i.gestation_days is null then 'gestation_unknown'
        when f.person_id is null then 'feeding_unknown'
    end as unknown_reason
from infant i
left join (
    -- The stay that holds the birth: of several the last to end, and none while one lasts.
    select
        s.person_id,
        sum(case when s.ends_on is null then 1 else 0 end) as lasting,
        max(s.ends_on) as left_on
    from stay s
    join infant b on b.person_id = s.person_id
    where s.starts_on between b.born_on and b.born_on + 1
    group by s.person_id
) s on s.person_id = i.person_id
left join (
    -- Somebody wrote down a feed.
    select distinct person_id
    from (
        select person_id, concept_id from event
        union all
        select person_id, concept_id from observation
        union all
        select person_id, value_concept_id as concept_id from observation
    ) feeds
    where concept_id in (select concept_id from value_set where name in ('human_milk_feed', 'other_feed'))
) f on f.person_id = i.person_id
