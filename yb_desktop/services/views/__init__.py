"""What the screens show, as plain frozen values; one module a subject. Reads only, in the worker."""
