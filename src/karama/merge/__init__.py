"""Claims in, judgements and incidents out: blocking, one comparison a feature, clusters; families of copies."""
