"""机构: the register, a page per institution, registering, importing."""
