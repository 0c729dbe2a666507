"""Scripts that make what is shipped: fonts and packages."""
