"""How facts travel: signed bundles, keys, trust. Gets and gives values; never touches the store."""
