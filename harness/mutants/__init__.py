"""The reference with one rule broken: proof that the suite catches what it claims."""
