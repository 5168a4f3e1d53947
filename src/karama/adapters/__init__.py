"""One file a port kept: the language model, the gazetteer, the actor base."""
