"""What each operation does and answers, one module per resource."""
