"""Language models behind the Parser port."""
