select value from counter where name = 'link_work'
