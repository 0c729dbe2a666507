"""规则: the catalogue, one rule with its bases and the office's own values, and what a day would come to."""
