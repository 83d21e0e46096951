-- The day on which the last of ten vaccines was complete. A dose is a day on which one was given, whichever record says
-- so; each vaccine asks for its own number of doses, none of them before its own earliest day.
with given as (
    select d.subject_id, v.name, p.product, g.on_date, g.evidence_id
    from (
        select person_id, on_date, concept_id, evidence_id from immunization
        union all
        -- On a bill a vaccine is a procedure.
        select person_id, on_date, concept_id, evidence_id from event where source_kind = 'procedure'
    ) g
    join value_set v on v.concept_id = g.concept_id
    -- Products that are not like the others of their vaccine.
    left join (
        select name as product, concept_id
        from value_set
        where name in ('vaccine_rotavirus_two_dose', 'vaccine_hib_three_dose', 'vaccine_influenza_live')
    ) p on p.concept_id = g.concept_id
    join denominator d on d.person_id = g.person_id
    where g.on_date between d.born_latest and d.due_on
      and (
          (
              v.name in ('vaccine_dtap', 'vaccine_ipv', 'vaccine_hib', 'vaccine_pneumococcal', 'vaccine_rotavirus')
              and g.on_date >= d.born_latest + $earliest_day
          )
          or v.name = 'vaccine_hepatitis_b'
          or (
              v.name in ('vaccine_mmr', 'vaccine_varicella', 'vaccine_hepatitis_a')
              and g.on_date >= d.first_birthday
          )
          or (
              v.name = 'vaccine_influenza'
              and g.on_date >= d.born_latest + $earliest_influenza_day
              -- The live vaccine is for children of two years and more.
              and (p.product is null or g.on_date = d.due_on)
          )
      )

    union all

    -- The first dose against hepatitis B, known only as a procedure of the first week.
    select d.subject_id, 'vaccine_hepatitis_b' as name, cast(null as varchar) as product, e.on_date, e.evidence_id
    from event e
    join denominator d on d.person_id = e.person_id
    where e.concept_id in (select concept_id from value_set where name = 'newborn_hepatitis_b_dose')
      and e.on_date between d.born_latest and d.born_latest + 7
),
dose as (
    select
        subject_id,
        name,
        on_date,
        evidence_id,
        -- Whether any dose was of another product than those.
        max(other) over (partition by subject_id, name) as other,
        row_number() over (partition by subject_id, name order by on_date) as n
    from (
        select
            subject_id,
            name,
            on_date,
            min(evidence_id) as evidence_id,
            min(case when product is null then 1 else 0 end) as other
        from given
        group by subject_id, name, on_date
    ) days
),
complete as (
    select subject_id, name, on_date, evidence_id
    from dose
    -- Three against rotavirus unless all were of the two-dose product; four of Hib, where the programme says so, unless
    -- all were of the three-dose product.
    where n = case name
        when 'vaccine_dtap' then 4
        when 'vaccine_pneumococcal' then 4
        when 'vaccine_ipv' then 3
        when 'vaccine_hepatitis_b' then 3
        when 'vaccine_hib' then case when $hib_by_product and other = 1 then 4 else 3 end
        when 'vaccine_rotavirus' then case when other = 1 then 3 else 2 end
        when 'vaccine_influenza' then 2
        else 1
    end

    union all

    -- A grave reaction to a vaccine, or the disease itself where that leaves one immune, stands for its doses.
    select
        d.subject_id,
        case v.name
            when 'had_hepatitis_a' then 'vaccine_hepatitis_a'
            when 'had_hepatitis_b' then 'vaccine_hepatitis_b'
            when 'had_varicella' then 'vaccine_varicella'
            when 'vaccine_reaction_dtap' then 'vaccine_dtap'
            when 'vaccine_reaction_ipv' then 'vaccine_ipv'
            when 'vaccine_reaction_mmr' then 'vaccine_mmr'
            when 'vaccine_reaction_hib' then 'vaccine_hib'
            when 'vaccine_reaction_hepatitis_b' then 'vaccine_hepatitis_b'
            when 'vaccine_reaction_varicella' then 'vaccine_varicella'
            when 'vaccine_reaction_pneumococcal' then 'vaccine_pneumococcal'
            when 'vaccine_reaction_hepatitis_a' then 'vaccine_hepatitis_a'
            when 'vaccine_reaction_rotavirus' then 'vaccine_rotavirus'
            when 'vaccine_reaction_influenza' then 'vaccine_influenza'
        end as name,
        c.latest_on as on_date,
        c.evidence_id
    from condition c
    join value_set v on v.concept_id = c.concept_id
    join denominator d on d.person_id = c.person_id
    where c.latest_on <= d.due_on
      and v.name in (
          'had_hepatitis_a', 'had_hepatitis_b', 'had_varicella',
          'vaccine_reaction_dtap', 'vaccine_reaction_ipv', 'vaccine_reaction_mmr', 'vaccine_reaction_hib',
          'vaccine_reaction_hepatitis_b', 'vaccine_reaction_varicella', 'vaccine_reaction_pneumococcal',
          'vaccine_reaction_hepatitis_a', 'vaccine_reaction_rotavirus', 'vaccine_reaction_influenza'
      )

    union all

    -- All three of measles, mumps and rubella.
    select d.subject_id, 'vaccine_mmr' as name, max(c.latest_on) as on_date, max(c.evidence_id) as evidence_id
    from condition c
    join value_set v on v.concept_id = c.concept_id
    join denominator d on d.person_id = c.person_id
    where c.latest_on <= d.due_on and v.name in ('measles', 'mumps', 'rubella')
    group by d.subject_id
    having count(distinct v.name) = 3
),
first_complete as (
    select
        subject_id,
        name,
        on_date,
        evidence_id,
        row_number() over (partition by subject_id, name order by on_date, evidence_id) as n
    from complete
)
select subject_id, on_date, evidence_id
from (
    select
        subject_id,
        on_date,
        evidence_id,
        count(*) over (partition by subject_id) as vaccines,
        row_number() over (partition by subject_id order by on_date desc, name) as n
    from first_complete
    where n = 1
) last
where vaccines = 10 and n = 1
