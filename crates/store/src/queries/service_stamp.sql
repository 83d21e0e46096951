-- What changes whenever what a service offers does: a version only ever grows, and a row is never deleted.
select count(*), cast(coalesce(sum(version), 0) as bigint) from service
