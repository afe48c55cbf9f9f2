"""Four writers at once, each a process of its own that is killed now and then; afterwards every count must be right."""
