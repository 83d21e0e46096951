update upload set bytes = $2, erased_at = $3, receipt = coalesce($4, receipt), aside = coalesce($5, aside)
where id = $1 and erased_at is null
