"""The year as HTML pages that may be published: self-contained, without what belongs to persons or to the office."""
