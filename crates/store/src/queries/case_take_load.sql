update case_load set open = open - 1 where worker_id = $1
