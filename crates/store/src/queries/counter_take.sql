-- Gives out the next numbers of a kind; whoever asks waits for others who asked, until they commit.
update counter set value = value + $2 where name = $1 returning value
