people = { $count }人
