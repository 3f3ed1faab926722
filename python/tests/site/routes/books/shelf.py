BOOKS = ["dune", "ulysses"]
