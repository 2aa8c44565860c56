"""What can be found out about a graph: each check, and each kind of fact, in a module."""
