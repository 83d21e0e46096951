select infant_id from mother_link where mother_id = $1 order by infant_id
