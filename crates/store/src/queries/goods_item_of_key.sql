select id, case_id from goods_item where once_key = $1
