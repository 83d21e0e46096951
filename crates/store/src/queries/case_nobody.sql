select l.open from case_load l where l.worker_id = 0
