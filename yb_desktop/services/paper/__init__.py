"""What papers say and how they are judged, gathered from the records; ``papers`` is the door to it."""
