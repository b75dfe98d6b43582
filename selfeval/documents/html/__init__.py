"""The year as HTML pages that may be published: self-contained, without personal data and internal passages."""
