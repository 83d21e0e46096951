-- Of some people those that are merged away, and into whom.
with v as (values {int})
select p.id, p.merged_into from v cross join person p where p.id = v.column1 and p.merged_into is not null
