"""What comes in: Word documents and sheets as lines with places, and their values found through a form's own template."""
