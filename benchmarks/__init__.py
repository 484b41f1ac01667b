"""How fast and how lean a scan is, beside the least any reader of the export must do."""
