"""Writers: one file for each kind of output, all fed with the same view."""
