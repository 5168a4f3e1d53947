"""The nouns of Karama: frozen values with no behaviour beyond their own rules. Standard library only."""
