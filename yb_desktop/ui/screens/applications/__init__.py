"""申请: the applications by state, receiving materials, and a page for each case."""
