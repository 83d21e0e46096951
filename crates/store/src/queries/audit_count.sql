select value from counter where name = 'audit'
