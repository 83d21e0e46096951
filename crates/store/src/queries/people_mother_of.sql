select mother_id from mother_link where infant_id = $1
