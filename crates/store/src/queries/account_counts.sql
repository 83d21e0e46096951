select role, count(*) from account where not disabled group by role
